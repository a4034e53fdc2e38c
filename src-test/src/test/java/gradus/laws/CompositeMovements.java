package gradus.laws;

import gradus.autodiff.Axes;
import gradus.autodiff.Padding;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import org.eclipse.collections.api.factory.Lists;

/** The composites that move elements and compute nothing. */
final class CompositeMovements {
    private CompositeMovements() {}

    static void addAll() {
        rearrangements();
        movements();
    }

    private static void rearrangements() {
        Composites.one(
                "reshape",
                Composites::plural,
                (x, _) -> x.reshape(1, -1, x.shape().dim(0)),
                (x, _) -> x.reshape(1, x.size() / x.dim(0), x.dim(0)));
        Composites.one(
                "transpose",
                source -> source.shape(3),
                (x, s) -> x.transpose(s.axis(new int[3]), s.axis(new int[3])),
                (x, s) -> {
                    int[] order = {0, 1, 2};
                    int first = x.axis(s.axis(order));
                    int second = x.axis(s.axis(order));
                    order[first] = second;
                    order[second] = first;
                    return Reference.permute(x, order);
                });
        Composites.one(
                "transpose of the last two",
                source -> source.shape(3),
                (x, _) -> x.transpose(),
                (x, _) -> Reference.transposed(x));
        Composites.one(
                "squeeze",
                source -> new int[] {1, source.length(), 1},
                (x, _) -> x.squeeze(0, -1),
                (x, _) -> x.reshape(x.dim(1)));
        Composites.one("squeeze of all", source -> new int[] {1, 3, 1}, (x, _) -> x.squeeze(), (x, _) -> x.reshape(3));
        Composites.one("expandDims", source -> source.shape(2), (x, s) -> x.expandDims(s.between(-3, 2)), (x, s) -> {
            int[] dims = {x.dim(0), x.dim(1), 1};
            int at = (s.between(-3, 2) + 3) % 3;
            return x.reshape(
                    at == 0 ? new int[] {1, dims[0], dims[1]} : at == 1 ? new int[] {dims[0], 1, dims[1]} : dims);
        });
        Composites.one(
                "expandDims of several axes",
                source -> source.shape(2),
                (x, _) -> x.expandDims(-1, 0, 2),
                (x, _) -> x.reshape(1, x.dim(0), 1, x.dim(1), 1));
        Composites.one(
                "flip of no axis and squeeze of none",
                source -> source.shape(2),
                (x, _) -> x.flip(new int[0]).squeeze(new int[0]).expandDims(),
                (x, _) -> x);
        Composites.one(
                "flip",
                source -> source.shape(3),
                (x, _) -> x.flip(0, -1),
                (x, _) -> Grid.of(x.dims(), i -> x.at(x.dim(0) - 1 - i[0], i[1], x.dim(2) - 1 - i[2])));
        Composites.one(
                "flip of all",
                source -> source.shape(2),
                (x, _) -> x.flip(),
                (x, _) -> Grid.of(x.dims(), i -> x.at(x.dim(0) - 1 - i[0], x.dim(1) - 1 - i[1])));
        Composites.one(
                "tile",
                source -> source.shape(2),
                (x, _) -> x.tile(2, 3),
                (x, _) -> Grid.of(new int[] {2 * x.dim(0), 3 * x.dim(1)}, i -> x.at(i[0] % x.dim(0), i[1] % x.dim(1))));
        Composites.one("repeat", source -> source.shape(2), (x, s) -> x.repeat(s.axis(new int[2]), 3), (x, s) -> {
            int axis = x.axis(s.axis(new int[2]));
            return Grid.of(
                    Reference.withDim(x, axis, 3 * x.dim(axis)), i -> x.at(Reference.moved(i, axis, i[axis] / 3)));
        });
    }

    private static void movements() {
        Composites.one(
                "select",
                Composites::plural,
                (x, s) -> x.select(s.axis(x.shape().toArray()), s.between(-2, 1)),
                (x, s) -> {
                    int axis = x.axis(s.axis(x.dims()));
                    int place = s.between(-2, 1);
                    int from = place < 0 ? place + x.dim(axis) : place;
                    return Grid.of(without(x.dims(), axis), i -> x.at(with(i, axis, from)));
                });
        Composites.one(
                "slice",
                source -> new int[] {5, source.length()},
                (x, _) -> x.slice(0, -4, -1, 2),
                (x, _) -> Grid.of(new int[] {2, x.dim(1)}, i -> x.at(1 + 2 * i[0], i[1])));
        Composites.one(
                "slice beyond the end",
                source -> new int[] {source.length(), 5},
                (x, _) -> x.slice(-1, 2, 99, 2),
                (x, _) -> Grid.of(new int[] {x.dim(0), 2}, i -> x.at(i[0], 2 + 2 * i[1])));
        Composites.one(
                "slice backwards",
                source -> new int[] {5, source.length()},
                (x, _) -> x.slice(0, -1, Integer.MIN_VALUE, -2),
                (x, _) -> Grid.of(new int[] {3, x.dim(1)}, i -> x.at(4 - 2 * i[0], i[1])));
        Composites.one(
                "slice of any places",
                source -> new int[] {source.length(), 2},
                (x, s) ->
                        x.slice(0, s.between(-7, 7), s.between(-7, 7), s.oneIn(2) ? s.between(1, 3) : -s.between(1, 3)),
                (x, s) -> {
                    int[] places = places(
                            x.dim(0),
                            s.between(-7, 7),
                            s.between(-7, 7),
                            s.oneIn(2) ? s.between(1, 3) : -s.between(1, 3));
                    return Grid.of(new int[] {places.length, 2}, i -> x.at(places[i[0]], i[1]));
                });
        Composites.one(
                "split",
                source -> new int[] {source.length(), 5},
                (x, s) -> x.split(-1, 2, 0, 3).get(s.oneIn(2) ? 0 : 2),
                (x, s) -> {
                    boolean first = s.oneIn(2);
                    return Grid.of(new int[] {x.dim(0), first ? 2 : 3}, i -> x.at(i[0], i[1] + (first ? 0 : 2)));
                });
        Composites.one(
                "pad",
                source -> source.shape(2),
                (x, _) -> x.pad(1, 2, 1, -1.5),
                (x, _) -> Grid.of(
                        new int[] {x.dim(0), x.dim(1) + 3},
                        i -> i[1] < 2 || i[1] > x.dim(1) + 1 ? -1.5 : x.at(i[0], i[1] - 2)));
        Composites.one(
                "pad with zeros",
                source -> source.shape(1),
                (x, _) -> x.pad(-1, 1, 0),
                (x, _) -> Grid.of(new int[] {x.dim(0) + 1}, i -> i[0] == 0 ? 0 : x.at(i[0] - 1)));
        Composites.one(
                "pad of several axes",
                source -> source.shape(3),
                (x, _) -> x.pad(Padding.along(-1, 1, 2).and(0, 0, 1).filledWith(-1.5)),
                (x, _) -> Grid.of(
                        new int[] {x.dim(0) + 1, x.dim(1), x.dim(2) + 3},
                        i -> i[0] == x.dim(0) || i[2] < 1 || i[2] > x.dim(2) ? -1.5 : x.at(i[0], i[1], i[2] - 1)));
        Composites.one(
                "broadcastTo",
                source -> new int[] {source.length(), 1},
                (x, _) -> x.broadcastTo(2, x.shape().dim(0), 3),
                (x, _) -> x.broadcastTo(2, x.dim(0), 3));
        Composites.one(
                "sumTo",
                source -> new int[] {3, source.length(), 2},
                (x, _) -> x.sumTo(Shape.of(x.shape().dim(1), 1)),
                (x, _) -> ReductionReference.reduce(x, Axes.of(0, 2), Accurate::sum)
                        .reshape(x.dim(1), 1));
        Composites.two(
                "stack",
                source -> Composites.same(source.shape(2)),
                (a, b, s) -> Tensor.stack(s.between(-3, 2), a, b, a),
                (a, b, s) -> {
                    int axis = (s.between(-3, 2) + 3) % 3;
                    int[] dims = with(a.dims(), axis, 3);
                    return Grid.of(dims, i -> (i[axis] == 1 ? b : a).at(without(i, axis)));
                });
        Composites.two(
                "concat",
                source -> Composites.same(source.shape(2)),
                (a, b, _) -> Tensor.concat(-1, a, b),
                (a, b, _) -> Reference.concat(1, Lists.immutable.with(a, b)));
    }

    /** The places of Python's slice, walked one by one. */
    private static int[] places(int length, int start, int end, int step) {
        int from = start < 0 ? start + length : start;
        int to = end < 0 ? end + length : end;
        int outside = step > 0 ? Math.max(from, 0) : Math.min(from, length - 1); // where the walk can begin
        return java.util.stream.IntStream.iterate(
                        outside, place -> step > 0 ? place < to : place > to, place -> place + step)
                .takeWhile(place -> place >= 0 && place < length)
                .toArray();
    }

    private static int[] without(int[] index, int axis) {
        int[] result = new int[index.length - 1];
        for (int i = 0; i < result.length; i++) {
            result[i] = index[i < axis ? i : i + 1];
        }
        return result;
    }

    private static int[] with(int[] index, int axis, int place) {
        int[] result = new int[index.length + 1];
        for (int i = 0; i < result.length; i++) {
            result[i] = i == axis ? place : index[i < axis ? i : i - 1];
        }
        return result;
    }
}
