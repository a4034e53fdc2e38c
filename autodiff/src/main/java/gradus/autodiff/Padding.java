package gradus.autodiff;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * How many elements {@link Rearrangement#pad(Padding)} puts before and after those of a tensor,
 * axis by axis, and what they are.
 *
 * {@snippet lang = java :
 * images.pad(Padding.along(-2, 1, 1).and(-1, 2, 2));                    // zeros around each image
 * x.pad(Padding.along(0, 0, 3).filledWith(Double.NEGATIVE_INFINITY));
 * }
 *
 * @param ends what is put at the ends of each axis
 * @param value what every new element is
 */
public record Padding(ImmutableList<Ends> ends, double value) {
    /** Refuses null. */
    public Padding {
        Given.all("pad", "ends of axes", ends);
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
        return new Padding(Lists.immutable.with(new Ends(axis, before, after)), 0);
    }

    /** The same and more at the ends of another axis. */
    public Padding and(int axis, int before, int after) {
        return new Padding(ends.newWith(new Ends(axis, before, after)), value);
    }

    /** The same with another number in place of 0, rounded to the tensor's type. */
    public Padding filledWith(double number) {
        return new Padding(ends, number);
    }
}
