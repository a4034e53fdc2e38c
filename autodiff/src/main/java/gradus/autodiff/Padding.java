package gradus.autodiff;

import java.util.Arrays;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * How many elements {@link Rearrangement#pad(Padding)} puts before and after those of a tensor,
 * axis by axis, and what they are.
 *
 * {@snippet lang = java :
 * images.pad(Padding.along(-2, 1, 1).and(-1, 2, 2));                    // zeros around each image
 * x.pad(Padding.along(0, 0, 3).filledWith(Double.NEGATIVE_INFINITY));
 * images.pad(Padding.along(-2, 1, 1).and(-1, 1, 1).reflected());
 * }
 *
 * @param ends what is put at the ends of each axis
 * @param mode where new elements come from
 * @param value what every new element of mode {@link Mode#CONSTANT} is
 */
public record Padding(ImmutableList<Ends> ends, Mode mode, double value) {
    /** Refuses null. */
    public Padding {
        Given.all("pad", "ends of axes", ends);
        Given.of("pad", "a mode", mode);
    }

    /** Where new elements come from. Those of {@code a b c d}, two before and two after, are: */
    public enum Mode {
        /** One number: {@code 0 0 | a b c d | 0 0}. */
        CONSTANT,
        /** The axis mirrored at its first and last element: {@code c b | a b c d | c b}. */
        REFLECT,
        /** The first and the last element: {@code a a | a b c d | d d}. */
        REPLICATE,
        /** The axis over again: {@code c d | a b c d | a b}. */
        CIRCULAR
    }

    /**
     * What is put at the two ends of an axis.
     *
     * @param axis negative axes count from the last
     * @param before how many elements come before the first
     * @param after how many come after the last
     */
    public record Ends(int axis, int before, int after) {
        /**
         * Refuses negative counts.
         *
         * @throws ArgumentException if a count is negative
         */
        public Ends {
            if (before < 0 || after < 0) {
                throw new ArgumentException(
                        "pad",
                        "0 or more elements on each side",
                        before + " and " + after + " along axis " + axis,
                        "slice takes elements away");
            }
        }
    }

    /**
     * Zeros at the ends of one axis.
     *
     * @throws ArgumentException if a count is negative
     */
    public static Padding along(int axis, int before, int after) {
        return new Padding(Lists.immutable.with(new Ends(axis, before, after)), Mode.CONSTANT, 0);
    }

    /** The same and more at the ends of another axis. */
    public Padding and(int axis, int before, int after) {
        return new Padding(ends.newWith(new Ends(axis, before, after)), mode, value);
    }

    /** The same with another number in place of 0, rounded to the tensor's type. */
    public Padding filledWith(double number) {
        return new Padding(ends, Mode.CONSTANT, number);
    }

    /** The same with {@linkplain Mode#REFLECT mirrored} elements, fewer at each end than an axis has. */
    public Padding reflected() {
        return new Padding(ends, Mode.REFLECT, 0);
    }

    /** The same with {@linkplain Mode#REPLICATE the first and the last element} of each axis. */
    public Padding replicated() {
        return new Padding(ends, Mode.REPLICATE, 0);
    }

    /** The same with each axis {@linkplain Mode#CIRCULAR over again}, once at most at each end. */
    public Padding circular() {
        return new Padding(ends, Mode.CIRCULAR, 0);
    }

    /** The places of an axis of so many elements that the padded one takes, if it takes any. */
    Taps taps(Ends end, int length) {
        int most = Math.max(end.before, end.after);
        int enough = switch (mode) {
            case CONSTANT -> throw new AssertionError("a constant is no element");
            case REFLECT -> length - 1;
            case REPLICATE -> length > 0 ? most : -1;
            case CIRCULAR -> length;
        };
        if (most > enough) {
            throw new ShapeException(
                    "pad",
                    "an axis with " + (mode == Mode.REFLECT ? "more than " : "") + Math.max(most, 1)
                            + " elements to pad it in mode " + mode,
                    length + " along axis " + end.axis,
                    "");
        }
        int[] places = new int
                [Shape.of(length)
                        .withDim(0, (long) end.before + length + end.after)
                        .dim(0)];
        Arrays.setAll(places, i -> place(i - end.before, length));
        return Taps.at(length, places);
    }

    private int place(int i, int length) {
        return switch (mode) {
            case CONSTANT -> i;
            case REFLECT -> i < 0 ? -i : i < length ? i : 2 * (length - 1) - i;
            case REPLICATE -> Math.clamp(i, 0, length - 1);
            case CIRCULAR -> Math.floorMod(i, length);
        };
    }
}
