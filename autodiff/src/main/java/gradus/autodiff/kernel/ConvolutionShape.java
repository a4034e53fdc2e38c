package gradus.autodiff.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * What a convolution reads and writes: images {@code [images, groups, channels, ...]}, weights
 * {@code [groups, outputs, channels, ...]} and results {@code [images, groups, outputs, ...]}.
 *
 * @param channels of a group
 * @param outputs of a group
 * @param axes of a plane: one, two or three
 */
public record ConvolutionShape(int images, int groups, int channels, int outputs, ImmutableList<Along> axes) {

    /**
     * Along an axis, place k of the window reads for result number p what is at {@code p * stride +
     * k * dilation - before}, where the element number i is at {@code i * spread}; all other places
     * are 0.
     *
     * @param length how many elements there are
     * @param spread how far apart they are
     * @param before where the first is; negative if the first ones are not read
     * @param window how many places the window has
     * @param dilation how far apart they are
     * @param stride how far apart the windows are
     * @param count how many results there are
     */
    public record Along(int length, int spread, int before, int window, int dilation, int stride, int count) {
        /** Whether the results are as many as the elements and each reads one of them. */
        boolean isPlain() {
            return window == 1 && before == 0 && length == count && (count == 1 || (stride == 1 && spread == 1));
        }

        /** What the windows span. */
        public int span() {
            return (count - 1) * stride + (window - 1) * dilation + 1;
        }
    }

    /** The same convolution, with neighboring axes along which nothing happens as one. */
    public ConvolutionShape joined() {
        List<Along> joined = new ArrayList<>();
        for (Along axis : axes) {
            if (!joined.isEmpty() && axis.isPlain() && joined.getLast().isPlain()) {
                int length = joined.removeLast().length() * axis.length();
                joined.add(new Along(length, 1, 0, 1, 1, 1, length));
            } else {
                joined.add(axis);
            }
        }
        return new ConvolutionShape(images, groups, channels, outputs, Lists.immutable.withAll(joined));
    }

    /** The places of a window. */
    public int window() {
        return product(Along::window);
    }

    /** The results of a plane. */
    public int results() {
        return product(Along::count);
    }

    /** The elements of a plane that is read. */
    public int elements() {
        return product(Along::length);
    }

    private int product(ToIntFunction<Along> lengths) {
        int product = 1;
        for (int axis = 0; axis < axes.size(); axis++) { // asked for every few products: without a stream's objects
            product = Math.multiplyExact(product, lengths.applyAsInt(axes.get(axis)));
        }
        return product;
    }

    /** How many terms a result sums. */
    public int depth() {
        return channels * window();
    }

    /** How many products all results sum. */
    public long work() {
        return (long) images * groups * outputs * results() * depth();
    }
}
