package gradus.spark;

import gradus.autodiff.DType;
import gradus.autodiff.Tensor;
import java.io.Serializable;

/** A tensor that Java can serialize: its sizes and its numbers, in one of two arrays. */
final class SentTensor implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final float[] NO_FLOATS = {};
    private static final double[] NO_DOUBLES = {};

    private final DType dtype;
    private final int[] dims;
    private final float[] floats;
    private final double[] doubles;

    SentTensor(Tensor tensor) {
        dtype = tensor.dtype();
        dims = tensor.shape().dims().toArray();
        floats = dtype == DType.F32 ? tensor.toFloatArray() : NO_FLOATS;
        doubles = dtype == DType.F32 ? NO_DOUBLES : tensor.toDoubleArray();
    }

    Tensor tensor() {
        return (dtype == DType.F32 ? Tensor.of(floats) : Tensor.of(doubles)).reshape(dims);
    }
}
