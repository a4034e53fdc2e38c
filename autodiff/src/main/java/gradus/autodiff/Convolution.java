package gradus.autodiff;

import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * How the weights of a convolution move over the spatial axes of images, for {@link
 * Filtering#convolve(Tensor, Convolution)}. A setting of one number holds for all axes; otherwise
 * there is one for each.
 *
 * {@snippet lang = java :
 * images.convolve(weight, Convolution.same());                          // [n, 3, 32, 32] stays [n, 16, 32, 32]
 * images.convolve(weight, Convolution.valid().stride(2).padding(1));    // [n, 16, 16, 16]
 * images.convolve(depthwise, Convolution.same().groups(3));             // weights [3, 1, 3, 3]
 * }
 *
 * @param stride how far apart the places are at which the weights are applied
 * @param padding how many zeros surround the images
 * @param dilation how far apart the elements are that the weights multiply
 * @param inputDilation how far apart the elements of the images are put, with zeros in between
 * @param groups of channels: outputs of a group see the channels of their own group alone
 */
public record Convolution(
        ImmutableIntList stride, Pads padding, ImmutableIntList dilation, ImmutableIntList inputDilation, int groups) {

    private static final ImmutableIntList ONE = IntLists.immutable.with(1);

    /** How many zeros surround the images. */
    public sealed interface Pads {
        /**
         * So many before the first and after the last element of each axis.
         *
         * @param before for all axes, or for each
         * @param after likewise
         */
        record Numbers(ImmutableIntList before, ImmutableIntList after) implements Pads {
            /**
             * Refuses negative numbers.
             *
             * @throws ArgumentException if there are some
             */
            public Numbers {
                require("padding of 0 or more", 0, before);
                require("padding of 0 or more", 0, after);
            }
        }

        /**
         * As many as it takes for length / stride results along an axis, rounded up; where they are
         * odd in number, one more after the last than before the first.
         */
        record Same() implements Pads {}
    }

    /**
     * Refuses what cannot be.
     *
     * @throws ArgumentException if a stride, a dilation or the number of groups is less than 1
     */
    public Convolution {
        require("strides of 1 or more", 1, stride);
        require("dilations of 1 or more", 1, dilation);
        require("input dilations of 1 or more", 1, inputDilation);
        if (groups < 1) {
            throw new ArgumentException("convolution", "1 group or more", groups + "", "");
        }
        Given.of("convolution", "a padding", padding);
    }

    private static void require(String need, int least, ImmutableIntList numbers) {
        Given.of("convolution", need, numbers);
        if (numbers.isEmpty() || numbers.anySatisfy(number -> number < least)) {
            throw new ArgumentException("convolution", need, numbers.toString(), "");
        }
    }

    /** Without padding: weights are applied where they lie within the image. */
    public static Convolution valid() {
        return new Convolution(
                ONE, new Pads.Numbers(IntLists.immutable.with(0), IntLists.immutable.with(0)), ONE, ONE, 1);
    }

    /** With zeros all around, so that the results are as many as the elements, divided by the stride. */
    public static Convolution same() {
        return new Convolution(ONE, new Pads.Same(), ONE, ONE, 1);
    }

    /** With another stride, for all axes or for each. */
    public Convolution stride(int... steps) {
        return new Convolution(list("strides", steps), padding, dilation, inputDilation, groups);
    }

    /** With so many zeros at each end, of all axes or of each. */
    public Convolution padding(int... zeros) {
        ImmutableIntList both = list("padding", zeros);
        return new Convolution(stride, new Pads.Numbers(both, both), dilation, inputDilation, groups);
    }

    /** With numbers of zeros that differ at the two ends of the axes. */
    public Convolution padding(ImmutableIntList before, ImmutableIntList after) {
        return new Convolution(stride, new Pads.Numbers(before, after), dilation, inputDilation, groups);
    }

    /** With weights for elements so far apart. */
    public Convolution dilation(int... steps) {
        return new Convolution(stride, padding, list("dilations", steps), inputDilation, groups);
    }

    /** With zeros between the elements of the images. */
    public Convolution inputDilation(int... steps) {
        return new Convolution(stride, padding, dilation, list("input dilations", steps), groups);
    }

    /** With channels in groups. */
    public Convolution groups(int count) {
        return new Convolution(stride, padding, dilation, inputDilation, count);
    }

    private static ImmutableIntList list(String what, int... numbers) {
        return IntLists.immutable.with(Given.of("convolution", what, numbers));
    }
}
