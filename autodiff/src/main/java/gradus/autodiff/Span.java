package gradus.autodiff;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A shape seen from a run of neighboring axes: how many elements lie outside, along and inside of it. */
record Span(int outer, int length, int inner) {

    /** Along one axis, counted from the first. */
    static Span of(Shape shape, int axis) {
        return new Span(product(shape, 0, axis), shape.dim(axis), product(shape, axis + 1, shape.rank()));
    }

    /** Along the chosen axes, if they, those of length 1 aside, stand side by side; otherwise null. */
    static @Nullable Span of(Shape shape, boolean[] chosen) {
        int first = chosen.length;
        int afterLast = 0;
        for (int axis = 0; axis < chosen.length; axis++) {
            if (chosen[axis] && shape.dim(axis) != 1) {
                first = Math.min(first, axis);
                afterLast = axis + 1;
            }
        }
        for (int axis = first; axis < afterLast; axis++) {
            if (!chosen[axis] && shape.dim(axis) != 1) {
                return null;
            }
        }
        return afterLast == 0
                ? new Span(shape.size(), 1, 1)
                : new Span(
                        product(shape, 0, first),
                        product(shape, first, afterLast),
                        product(shape, afterLast, shape.rank()));
    }

    /** Of chosen axes, of which some are longer than 1, the last ones that no other axis parts. */
    static Axes lastNeighbors(Shape shape, boolean[] chosen) {
        int end = chosen.length;
        while (!chosen[end - 1] || shape.dim(end - 1) == 1) {
            end--;
        }
        int first = end - 1;
        while (first > 0 && (chosen[first - 1] || shape.dim(first - 1) == 1)) {
            first--;
        }
        return Axes.of(IntStream.range(first, end).filter(axis -> chosen[axis]).toArray());
    }

    private static int product(Shape shape, int from, int to) {
        int product = 1;
        for (int axis = from; axis < to; axis++) {
            product *= shape.dim(axis);
        }
        return product;
    }
}
