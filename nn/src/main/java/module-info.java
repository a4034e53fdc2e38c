/** Layers, losses, optimisers, training, data and files. */
module gradus.nn {
    requires transitive gradus.autodiff;
    requires org.eclipse.collections.impl;
    requires tools.jackson.databind;

    exports gradus.nn;
}
