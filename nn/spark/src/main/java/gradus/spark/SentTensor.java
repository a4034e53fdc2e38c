package gradus.spark;

import gradus.autodiff.DType;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.eclipse.collections.api.list.ImmutableList;

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

    /** Tensors of one shape and type, one or more, as one with an axis more: {@code [tensors, ...]}. */
    static Tensor stack(ImmutableList<SentTensor> tensors) {
        SentTensor first = tensors.getFirst();
        int width = first.floats.length + first.doubles.length;
        int size = Math.multiplyExact(width, tensors.size());
        float[] floats = new float[first.dtype == DType.F32 ? size : 0];
        double[] doubles = new double[first.dtype == DType.F32 ? 0 : size];
        tensors.forEachWithIndex((tensor, index) -> {
            System.arraycopy(tensor.floats, 0, floats, index * tensor.floats.length, tensor.floats.length);
            System.arraycopy(tensor.doubles, 0, doubles, index * tensor.doubles.length, tensor.doubles.length);
        });
        int[] dims = new int[1 + first.dims.length];
        dims[0] = tensors.size();
        System.arraycopy(first.dims, 0, dims, 1, first.dims.length);
        return (first.dtype == DType.F32 ? Tensor.of(floats) : Tensor.of(doubles)).reshape(dims);
    }

    /** How many numbers. */
    int size() {
        return floats.length + doubles.length;
    }

    /** Adds its bits, its sizes and its type. */
    void update(MessageDigest digest) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.addExact(
                dims.length * Integer.BYTES, floats.length * Float.BYTES + doubles.length * Double.BYTES));
        bytes.asIntBuffer().put(dims);
        bytes.position(dims.length * Integer.BYTES);
        bytes.slice().asFloatBuffer().put(floats);
        bytes.slice().asDoubleBuffer().put(doubles);
        digest.update(bytes.rewind());
        digest.update((byte) (dtype == DType.F32 ? Float.BYTES : Double.BYTES));
    }

    /** Its shape and type. */
    @Override
    public String toString() {
        return Shape.of(dims) + " " + dtype;
    }
}
