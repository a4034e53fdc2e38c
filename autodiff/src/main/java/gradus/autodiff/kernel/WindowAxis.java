package gradus.autodiff.kernel;

import java.util.Arrays;

/**
 * What the windows along one axis of an image read: place k of the window number o is the element
 * {@code start[o] + k * dilation}, for {@code 0 <= k < size[o]}. What lies outside of the axis is
 * padding.
 *
 * @param length of the axis
 * @param dilation from one element of a window to the next
 * @param start the first element of each window, in ascending order
 * @param size how many elements each window has
 */
@SuppressWarnings("ArrayRecordComponent") // loops read the arrays, and nobody compares two of these
public record WindowAxis(int length, int dilation, int[] start, int[] size) {
    /** An axis that is not there: one window over one element. */
    public static final WindowAxis NONE = new WindowAxis(1, 1, new int[1], new int[] {1});

    /** How many windows there are. */
    public int count() {
        return start.length;
    }

    /** The element at a place of a window. */
    public int at(int window, int place) {
        return start[window] + place * dilation;
    }

    /** How many elements all windows read. */
    public long read() {
        return Arrays.stream(size).asLongStream().sum();
    }

    /** The same windows without what they have of padding; one that has nothing else is empty. */
    public WindowAxis inside() {
        int[] first = start.clone();
        int[] taken = size.clone();
        for (int o = 0; o < first.length; o++) {
            int skipped = Math.min(size[o], Math.ceilDiv(Math.max(0, -start[o]), dilation));
            first[o] += skipped * dilation;
            int fitting = Math.ceilDiv(Math.max(0, length - first[o]), dilation);
            taken[o] = Math.min(size[o] - skipped, fitting);
        }
        return new WindowAxis(length, dilation, first, taken);
    }

    /** Whether windows have so many elements side by side, and each begins where the one before ends. */
    public boolean areNeighbors(int elements) {
        for (int o = 0; o < count(); o++) {
            if (size[o] != elements || start[o] != start[0] + o * elements) {
                return false;
            }
        }
        return dilation == 1 && count() > 0;
    }

    /** The first of the windows that are as large as the one in the middle, side by side with it. */
    public int alikeFrom() {
        int o = count() / 2;
        while (o > 0 && size[o - 1] == size[o]) {
            o--;
        }
        return o;
    }

    /** After the last of the windows that {@link #alikeFrom} begins. */
    public int alikeTo() {
        int o = count() / 2;
        while (o < count() - 1 && size[o + 1] == size[o]) {
            o++;
        }
        return Math.min(count(), o + 1);
    }

    @Override
    public String toString() {
        return Arrays.toString(start) + " with " + Arrays.toString(size) + " in steps of " + dilation + " of " + length;
    }
}
