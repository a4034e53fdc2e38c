/**
 * Automatic differentiation: tensors, operators, the recorded graph and its reverse sweep, to any order.
 *
 * <p>Start with {@link gradus.autodiff.Tensor}.
 */
module gradus.autodiff {
    requires org.eclipse.collections.api;
    requires org.eclipse.collections.impl;
    requires static transitive org.jspecify;
    requires static jdk.incubator.vector; // the kernels do without it where it is not resolved

    exports gradus.autodiff;
    exports gradus.autodiff.check;
    exports gradus.autodiff.graph;
}
