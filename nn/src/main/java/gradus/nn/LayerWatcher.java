package gradus.nn;

import gradus.autodiff.Tensor;

/** Is told what the parts of a model give. See {@link Mode#watching}. */
@FunctionalInterface
public interface LayerWatcher {
    /**
     * A layer was applied; those inside it were before.
     *
     * @param path where it is in the model, as in the names of its parameters: {@code 2}, {@code 2.inner.0}
     */
    void applied(String path, Layer layer, Tensor x, Tensor y);
}
