package gradus.laws;

import gradus.autodiff.Axes;
import gradus.autodiff.Indices;
import gradus.autodiff.Mask;
import gradus.autodiff.Shape;
import java.util.Arrays;
import java.util.Random;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Draws settings and shapes. The same seed and size give the same draws; a smaller size gives
 * smaller ones, which is how jqwik shrinks a failure.
 *
 * @param size 0 to 9: bounds ranks and lengths
 * @param lengths how long axes are
 */
record Source(Random random, int size, Lengths lengths) {
    static final int LARGEST = 9;

    /**
     * The most elements of a short input: differences to third order evaluate the reference 512
     * times.
     */
    private static final int MOST = 48;

    /** Around the lanes and blocks of the kernels. */
    private static final int[] BOUNDARIES = {
        7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 129, 511, 512, 513, 4095, 4096, 4097, 8195
    };

    int below(int bound) {
        return random.nextInt(bound);
    }

    int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    double uniform(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    boolean oneIn(int chances) {
        return random.nextInt(chances) == 0;
    }

    double oneOf(double... choices) {
        return choices[below(choices.length)];
    }

    /** A shape of any rank up to 6. */
    int[] shape() {
        return lengths == Lengths.LARGE ? axesShape() : shape(between(0, Math.min(6, 1 + size)));
    }

    /** A shape with one axis or more. */
    int[] axesShape() {
        return shape(between(1, Math.min(6, 1 + size)));
    }

    /** A shape of this rank; some axes have length 1, few are empty, and one may be long. */
    int[] shape(int rank) {
        if (lengths == Lengths.LARGE) {
            return largeShape(Math.clamp(rank, 1, 3));
        }
        int[] dims = new int[rank];
        int elements = 1;
        int longAxis = lengths == Lengths.BOUNDARIES && rank > 0 && rank < 4 && oneIn(3) ? below(rank) : -1;
        for (int axis = 0; axis < rank; axis++) {
            int most = Math.max(1, Math.min(2 + size, MOST / elements));
            dims[axis] = axis == longAxis ? boundary() : oneIn(40) ? 0 : oneIn(4) ? 1 : between(1, most);
            elements *= axis == longAxis ? 1 : Math.max(1, dims[axis]);
        }
        if (longAxis >= 0) {
            Arrays.setAll(dims, axis -> axis == longAxis ? dims[axis] : Math.min(dims[axis], 3));
        }
        return dims;
    }

    /** All elements along one axis, or divided between two; 1 along a third. */
    private int[] largeShape(int rank) {
        int[] dims = new int[rank];
        Arrays.fill(dims, 1);
        int[] order = order(rank);
        if (rank == 1 || oneIn(3)) {
            dims[order[0]] = between(66_000, 70_000);
        } else {
            dims[order[0]] = between(258, 264);
            dims[order[1]] = between(258, 264);
        }
        return dims;
    }

    int length() {
        return switch (lengths) {
            case LARGE -> between(60, 200);
            case BOUNDARIES -> oneIn(30) ? 0 : oneIn(6) ? between(60, 70) : between(1, 2 + size / 2);
            case SHORT -> oneIn(30) ? 0 : between(1, 2 + size / 2);
        };
    }

    private int boundary() {
        return BOUNDARIES[below(Math.min(BOUNDARIES.length, 3 + 2 * size))];
    }

    /** An axis of a shape, counted from the first or from the last. */
    int axis(int[] dims) {
        return between(-dims.length, dims.length - 1);
    }

    /**
     * Two shapes that broadcast: both whole, a number, leading axes missing, axes of length 1 here
     * and there.
     */
    ImmutableList<int[]> broadcasting() {
        int[] whole = shape();
        return switch (below(6)) {
            case 0 -> Lists.immutable.with(whole, whole);
            case 1 -> Lists.immutable.with(whole, new int[0]);
            case 2 -> Lists.immutable.with(trailing(whole), whole);
            case 3 -> Lists.immutable.with(narrowed(whole, 0), narrowed(whole, 1));
            case 4 -> Lists.immutable.with(whole, trailing(someOnes(whole)));
            default -> Lists.immutable.with(someOnes(whole), whole);
        };
    }

    private int[] trailing(int[] dims) {
        return Arrays.copyOfRange(dims, dims.length == 0 ? 0 : below(dims.length + 1), dims.length);
    }

    int[] someOnes(int[] dims) {
        return Arrays.stream(dims).map(dim -> random.nextBoolean() ? 1 : dim).toArray();
    }

    /** Every other axis at length 1, as in [n, 1] x [1, m]. */
    private static int[] narrowed(int[] dims, int parity) {
        int[] result = dims.clone();
        for (int axis = 0; axis < result.length; axis++) {
            result[axis] = axis % 2 == parity ? 1 : result[axis];
        }
        return result;
    }

    /** A shape that broadcasts to this one: fewer leading axes, lengths of 1. */
    int[] broadcastableTo(int[] dims) {
        return someOnes(trailing(dims));
    }

    /** Axes to reduce: all, or some, counted either way, kept or not. */
    Axes axes(int[] dims) {
        int[] order = order(dims.length);
        int[] chosen = Arrays.copyOf(order, below(dims.length + 1));
        for (int i = 0; i < chosen.length; i++) {
            chosen[i] -= random.nextBoolean() ? dims.length : 0;
        }
        Axes axes = chosen.length == 0 ? Axes.ALL : Axes.of(chosen);
        return random.nextBoolean() ? axes : axes.kept();
    }

    /** 0 to count - 1 in random order. */
    int[] order(int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int place = below(i + 1);
            order[i] = order[place];
            order[place] = i;
        }
        return order;
    }

    Indices indices(int[] dims, int limit) {
        int count = Grid.size(dims);
        return Indices.of(
                Shape.of(dims), random.ints(count, 0, Math.max(1, limit)).toArray());
    }

    Mask mask(int... dims) {
        boolean[] elements = new boolean[Grid.size(dims)];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = random.nextBoolean();
        }
        return Mask.of(Shape.of(dims), elements);
    }

    Grid grid(int[] dims, Values values) {
        return new Grid(dims, values.draw(random, Grid.size(dims)));
    }

    /** A direction or cotangent: no element near 0, so that every one counts. */
    Grid direction(int... dims) {
        return grid(
                dims,
                (r, count) -> r.doubles(count, 0.25, 1)
                        .map(size -> r.nextBoolean() ? size : -size)
                        .toArray());
    }
}
