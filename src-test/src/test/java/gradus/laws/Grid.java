package gradus.laws;

import gradus.autodiff.DType;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * Numbers in a shape, as plainly as can be: what the reference computes with. Everything goes by
 * multi-index, one element at a time; strides, broadcasting and loops of the engine are not used.
 */
public record Grid(int[] dims, double[] data) {

    /** Each element from its multi-index. */
    static Grid of(int[] dims, ToDoubleFunction<int[]> element) {
        Grid grid = zeros(dims);
        grid.forEachIndex(index -> grid.data[grid.position(index)] = element.applyAsDouble(index));
        return grid;
    }

    static Grid zeros(int... dims) {
        return new Grid(dims, new double[size(dims)]);
    }

    static Grid scalar(double value) {
        return new Grid(new int[0], new double[] {value});
    }

    static Grid vector(double... elements) {
        return new Grid(new int[] {elements.length}, elements);
    }

    static Grid of(Tensor tensor) {
        return new Grid(tensor.shape().toArray(), tensor.toDoubleArray());
    }

    static int size(int... dims) {
        return Arrays.stream(dims).reduce(1, Math::multiplyExact);
    }

    Tensor tensor(DType dtype) {
        return Tensor.of(data).to(dtype).reshape(Shape.of(dims));
    }

    /** The same elements, rounded to the type. */
    Grid rounded(DType dtype) {
        return dtype == DType.F64 ? this : map(element -> (float) element);
    }

    int rank() {
        return dims.length;
    }

    int size() {
        return data.length;
    }

    /** The axis, counted from the first. */
    int axis(int axis) {
        return axis < 0 ? axis + rank() : axis;
    }

    int dim(int axis) {
        return dims[axis(axis)];
    }

    double at(int... index) {
        return data[position(index)];
    }

    void add(double value, int... index) {
        data[position(index)] += value;
    }

    int position(int... index) {
        int position = 0;
        for (int axis = 0; axis < dims.length; axis++) {
            if (index[axis] < 0 || index[axis] >= dims[axis]) {
                throw new IndexOutOfBoundsException(Arrays.toString(index) + " of " + Arrays.toString(dims));
            }
            position = position * dims[axis] + index[axis];
        }
        return position;
    }

    /** The multi-index of a place in row-major order. */
    int[] index(int position) {
        int[] index = new int[dims.length];
        int rest = position;
        for (int axis = dims.length - 1; axis >= 0; axis--) {
            index[axis] = rest % dims[axis];
            rest /= dims[axis];
        }
        return index;
    }

    /** Every multi-index, in row-major order. The array may be kept and changed. */
    void forEachIndex(Consumer<int[]> action) {
        for (int position = 0; position < data.length; position++) {
            action.accept(index(position));
        }
    }

    Grid map(DoubleUnaryOperator f) {
        return new Grid(dims, Arrays.stream(data).map(f).toArray());
    }

    Grid reshape(int... target) {
        if (size(target) != size()) {
            throw new IllegalArgumentException(Arrays.toString(dims) + " as " + Arrays.toString(target));
        }
        return new Grid(target, data);
    }

    /** This grid plus {@code factor} times another of its shape. */
    Grid plus(double factor, Grid direction) {
        double[] sum = data.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * direction.data[i];
        }
        return new Grid(dims, sum);
    }

    double dot(Grid other) {
        double sum = 0;
        for (int i = 0; i < data.length; i++) {
            sum += data[i] * other.data[i];
        }
        return sum;
    }

    Grid abs() {
        return map(Math::abs);
    }

    /** Read as if it had the larger shape: axes of length 1 and missing leading axes repeat. */
    Grid broadcastTo(int... target) {
        return of(target, index -> at(sourceOf(index)));
    }

    /** The element's multi-index here, for one of a shape that this one broadcasts to. */
    int[] sourceOf(int[] index) {
        int[] source = new int[dims.length];
        for (int axis = 0; axis < dims.length; axis++) {
            source[axis] = dims[axis] == 1 ? 0 : index[index.length - dims.length + axis];
        }
        return source;
    }

    /** NumPy's rule. */
    static int[] broadcast(int[] a, int[] b) {
        int[] result = new int[Math.max(a.length, b.length)];
        for (int last = 1; last <= result.length; last++) {
            int mine = last <= a.length ? a[a.length - last] : 1;
            int theirs = last <= b.length ? b[b.length - last] : 1;
            result[result.length - last] = mine == 1 ? theirs : mine;
        }
        return result;
    }

    @Override
    public String toString() {
        String elements = size() <= 40 ? Arrays.toString(data) : "(" + size() + " elements)";
        return Arrays.toString(dims) + " " + elements;
    }
}
