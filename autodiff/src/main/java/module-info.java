/** Tensors, operators and their derivatives. */
module gradus.autodiff {
    requires transitive org.eclipse.collections.api;
    requires org.eclipse.collections.impl;
    requires static transitive org.jspecify;

    exports gradus.autodiff;
}
