package gradus.autodiff;

import org.eclipse.collections.api.list.primitive.ImmutableIntList;

/**
 * How a window slides along one axis: place k of the window number o reads element {@code o * stride
 * + k * dilation - before}. Elements before the first and beyond the last are padding.
 *
 * @param length of the axis
 * @param window how many places the window has
 * @param before how many elements of padding come before the first
 * @param after how many come after the last
 * @param dilation how far apart the window's places are
 */
record Slide(int length, int window, int stride, int before, int after, int dilation) {
    /** A setting along a spatial axis: one number holds for all of them. */
    static int along(int axis, ImmutableIntList setting) {
        return setting.get(Math.min(axis, setting.size() - 1));
    }

    /** How many elements a window spans. */
    int reach() {
        return (window - 1) * dilation + 1;
    }

    /** How many windows there are; 0 or less if not even one fits. */
    int count() {
        return Math.floorDiv(length + before + after - reach(), stride) + 1;
    }
}
