package gradus.nn;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import java.util.OptionalInt;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Branches: several layers that are applied to the same input, and whose results are put side by side
 * along an axis, or added. Parameters are named by their branch's place: {@code 0.weight}, {@code
 * 1.weight}, ... They have nothing to do with threads, and are applied one after another.
 *
 * <pre>
 * Parallel.concat(1, Linear.of(8, 16, random), Sequential.of(Linear.of(8, 4, random), new ReLU())) // [n, 20]
 * Parallel.sum(Linear.of(8, 16, random), Linear.of(8, 16, random)) // [n, 16]
 * </pre>
 */
public record Parallel(ImmutableList<Layer> branches, OptionalInt axis) implements Layer {

    /**
     * Of these branches, put side by side along an axis, or added where none is given. Their
     * parameters and buffers get their {@linkplain gradus.autodiff.Parameter#qualifiedName() names in
     * it} here, for errors.
     *
     * @throws ArgumentException if there are none, or one is null
     */
    public Parallel {
        if (branches.isEmpty() || branches.contains(null)) {
            throw new ArgumentException(
                    "Parallel", "one branch or more", branches.isEmpty() ? "none" : "null as a branch", "");
        }
        NamedParts parts = NamedParts.numbered(branches);
        NamedParameter.qualify(parts.parameters());
        NamedBuffer.qualify(parts.buffers());
    }

    /** Branches whose results are put side by side along an axis, such as 1, that of features and channels. */
    public static Parallel concat(int axis, Layer... branches) {
        return new Parallel(Lists.immutable.with(branches), OptionalInt.of(axis));
    }

    /** Branches whose results are added. */
    public static Parallel sum(Layer... branches) {
        return new Parallel(Lists.immutable.with(branches), OptionalInt.empty());
    }

    /**
     * Applies the branches; an error says in which one it happened.
     *
     * @throws ShapeException if the results differ in shape, but for the axis along which they are put
     *     side by side
     */
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        ImmutableList<Tensor> results =
                branches.collectWithIndex((branch, index) -> mode.apply(Integer.toString(index), branch, x));
        return axis.isPresent() ? concat(axis.getAsInt(), results) : sum(results);
    }

    private static Tensor concat(int axis, ImmutableList<Tensor> results) {
        ImmutableList<Shape> shapes = results.collect(Tensor::shape);
        requireOne(
                shapes.collect(shape -> without(axis, shape)),
                shapes,
                "branches that differ along axis " + axis + " alone",
                "");
        return Tensor.concat(axis, results);
    }

    private static Tensor sum(ImmutableList<Tensor> results) {
        ImmutableList<Shape> shapes = results.collect(Tensor::shape);
        requireOne(
                shapes,
                shapes,
                "branches that give one shape",
                "Parallel.concat puts results of several widths side by side");
        Tensor sum = results.getFirst();
        for (Tensor result : results.drop(1)) {
            sum = sum.add(result);
        }
        return sum;
    }

    private static void requireOne(
            ImmutableList<Shape> compared, ImmutableList<Shape> shapes, String need, String hint) {
        if (compared.distinct().size() > 1) {
            throw new ShapeException("Parallel", need, shapes.makeString(" and "), hint);
        }
    }

    /** A shape but for the length of an axis, if it has that. */
    private static Shape without(int axis, Shape shape) {
        int[] dims = shape.toArray();
        int place = axis < 0 ? axis + dims.length : axis;
        if (place >= 0 && place < dims.length) {
            dims[place] = 0;
        }
        return Shape.of(dims);
    }

    @Override
    public NamedParts namedParts() {
        return NamedParts.numbered(branches);
    }

    /** Such as {@code Parallel.concat(1, Linear(8 -> 16), ReLU)}. */
    @Override
    public String description() {
        String start = axis.isPresent() ? "concat(" + axis.getAsInt() + ", " : "sum(";
        return branches.collect(Layer::description).makeString("Parallel." + start, ", ", ")");
    }

    @Override
    public String toString() {
        return description();
    }
}
