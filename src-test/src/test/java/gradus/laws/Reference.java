package gradus.laws;

import gradus.autodiff.Indices;
import gradus.autodiff.Mask;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Operators over whole grids again: naively, in double, from their definitions, sharing nothing
 * with the engine. What is one line stands in the row of the operator, see {@link Proofs}.
 */
final class Reference {
    private Reference() {}

    static Grid pairwise(Grid a, Grid b, DoubleBinaryOperator f) {
        int[] dims = Grid.broadcast(a.dims(), b.dims());
        return Grid.of(dims, i -> f.applyAsDouble(a.at(a.sourceOf(i)), b.at(b.sourceOf(i))));
    }

    static Grid slice(Grid x, int axis, int start, int count, int step) {
        int along = x.axis(axis);
        return Grid.of(withDim(x, axis, count), i -> x.at(moved(i, along, start + i[along] * step)));
    }

    static Grid embed(Grid x, int axis, int length, int start, int step, double fill) {
        int along = x.axis(axis);
        Grid y = Grid.zeros(withDim(x, axis, length)).map(_ -> fill);
        x.forEachIndex(i -> y.data()[y.position(moved(i, along, start + i[along] * step))] = x.at(i));
        return y;
    }

    static Grid permute(Grid x, int... order) {
        int[] dims = Arrays.stream(order).map(x::dim).toArray();
        return Grid.of(dims, i -> {
            int[] source = new int[order.length];
            for (int axis = 0; axis < order.length; axis++) {
                source[order[axis]] = i[axis];
            }
            return x.at(source);
        });
    }

    static Grid transposed(Grid x) {
        int[] order = new int[x.rank()];
        Arrays.setAll(order, axis -> axis);
        order[x.rank() - 1] = x.rank() - 2;
        order[x.rank() - 2] = x.rank() - 1;
        return permute(x, order);
    }

    static Grid concat(int axis, ImmutableList<Grid> parts) {
        Grid first = parts.getFirst();
        int length = (int) parts.sumOfInt(part -> part.dim(axis));
        return Grid.of(withDim(first, axis, length), index -> {
            int place = index[first.axis(axis)];
            for (Grid part : parts) {
                if (place < part.dim(axis)) {
                    return part.at(moved(index, first.axis(axis), place));
                }
                place -= part.dim(axis);
            }
            throw new IllegalStateException();
        });
    }

    static Grid indexSelect(Grid x, int axis, Indices rows) {
        int along = x.axis(axis);
        return Grid.of(withDim(x, axis, rows.toArray().length), i -> x.at(moved(i, along, rows.get(i[along]))));
    }

    static Grid indexAdd(Grid x, int axis, Indices rows, int length) {
        int along = x.axis(axis);
        Grid y = Grid.zeros(withDim(x, axis, length));
        x.forEachIndex(i -> y.add(x.at(i), moved(i, along, rows.get(i[along]))));
        return y;
    }

    static Grid takeAlongAxis(Grid x, int axis, Indices index) {
        Grid places = places(index);
        return Grid.of(places.dims(), i -> x.at(moved(i, x.axis(axis), (int) places.at(i))));
    }

    static Grid addAlongAxis(Grid x, int axis, Indices index, int length) {
        Grid places = places(index);
        Grid y = Grid.zeros(withDim(x, axis, length));
        x.forEachIndex(i -> y.add(x.at(i), moved(i, x.axis(axis), (int) places.at(i))));
        return y;
    }

    /** Indices as numbers, so that they can be read by multi-index. */
    static Grid places(Indices index) {
        return new Grid(
                index.shape().toArray(),
                Arrays.stream(index.toArray()).asDoubleStream().toArray());
    }

    /** A mask as 1 and 0, so that it can be read by multi-index. */
    static Grid truths(Mask mask) {
        Grid truths = Grid.zeros(mask.shape().toArray());
        boolean[] elements = mask.toArray();
        Arrays.setAll(truths.data(), i -> elements[i] ? 1 : 0);
        return truths;
    }

    static Grid where(Mask mask, Grid a, Grid b) {
        Grid truths = truths(mask);
        int[] dims = Grid.broadcast(Grid.broadcast(a.dims(), b.dims()), truths.dims());
        return Grid.of(dims, i -> truths.at(truths.sourceOf(i)) == 1 ? a.at(a.sourceOf(i)) : b.at(b.sourceOf(i)));
    }

    static Grid crossEntropy(Grid logits, Indices labels) {
        Grid places = places(labels);
        int classes = logits.dim(-1);
        return Grid.of(places.dims(), row -> {
            double[] line = new double[classes];
            int[] index = Arrays.copyOf(row, row.length + 1);
            for (int i = 0; i < classes; i++) {
                line[i] = logits.at(moved(index, row.length, i));
            }
            return ReductionReference.crossEntropy(line, (int) places.at(row));
        });
    }

    /** The others' sum is what is left of 1 without the label's part. */
    static Grid crossEntropySlope(Grid logits, Grid g, Indices labels) {
        Grid p = ReductionReference.scan(logits, -1, ReductionReference::softmax);
        Grid places = places(labels);
        int last = logits.rank() - 1;
        return Grid.of(logits.dims(), index -> {
            int[] row = Arrays.copyOf(index, last);
            int label = (int) places.at(row);
            Accurate slope = new Accurate();
            for (int i = 0; i < logits.dim(-1); i++) {
                boolean counts = index[last] == label ? i != label : i == index[last];
                slope.add(counts ? (index[last] == label ? -1 : 1) * p.at(moved(index, last, i)) : 0);
            }
            double ruledOut = index[last] == label && p.at(index) == 0 ? -1 : slope.value();
            boolean infinite = index[last] == label && logits.at(index) == Double.POSITIVE_INFINITY;
            double derivative = infinite ? Double.NaN : ruledOut;
            return g.at(row) == 0 || derivative == 0 ? 0 : g.at(row) * derivative;
        });
    }

    static Grid matmul(Grid a, Grid b) {
        int[] batch = Grid.broadcast(leading(a), leading(b));
        int[] dims = Arrays.copyOf(batch, batch.length + 2);
        dims[batch.length] = a.dim(-2);
        dims[batch.length + 1] = b.dim(-1);
        Grid left = a.broadcastTo(ending(batch, a.dim(-2), a.dim(-1)));
        Grid right = b.broadcastTo(ending(batch, b.dim(-2), b.dim(-1)));
        return Grid.of(dims, index -> {
            Accurate sum = new Accurate();
            for (int depth = 0; depth < a.dim(-1); depth++) {
                double factor = left.at(moved(index, index.length - 1, depth));
                sum.addProduct(factor, right.at(moved(index, index.length - 2, depth)));
            }
            return sum.value();
        });
    }

    static Grid linear(ImmutableList<Grid> x) {
        Grid rows = x.getFirst();
        Grid weights = x.get(1);
        int[] dims = rows.dims().clone();
        dims[dims.length - 1] = weights.dim(0);
        return Grid.of(dims, index -> {
            int out = index[index.length - 1];
            Accurate sum = new Accurate();
            for (int in = 0; in < weights.dim(1); in++) {
                sum.addProduct(rows.at(moved(index, index.length - 1, in)), weights.at(out, in));
            }
            if (x.size() > 2) {
                sum.addProduct(1, x.get(2).at(out));
            }
            return sum.value();
        });
    }

    private static int[] leading(Grid x) {
        return Arrays.copyOf(x.dims(), x.rank() - 2);
    }

    private static int[] ending(int[] batch, int rows, int columns) {
        int[] dims = Arrays.copyOf(batch, batch.length + 2);
        dims[batch.length] = rows;
        dims[batch.length + 1] = columns;
        return dims;
    }

    static int[] withDim(Grid x, int axis, int length) {
        int[] dims = x.dims().clone();
        dims[x.axis(axis)] = length;
        return dims;
    }

    /** The same multi-index with another place along one axis. */
    static int[] moved(int[] index, int axis, int place) {
        int[] moved = index.clone();
        moved[axis] = place;
        return moved;
    }
}
