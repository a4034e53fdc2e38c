package gradus.autodiff;

/**
 * How a window slides along one spatial axis: the element that place k of the window number o reads
 * is {@code o * stride + k * dilation - before}. Nothing is checked here.
 *
 * @param length of the axis
 * @param window how many elements a window reads
 * @param stride from one window to the next
 * @param before how many elements of padding come before the first
 * @param after how many come after the last
 * @param dilation from one element of a window to the next
 */
record Slide(int length, int window, int stride, int before, int after, int dilation) {
    /** From the first element of a window to its last, both counted. */
    int reach() {
        return (window - 1) * dilation + 1;
    }

    /** How many windows there are; 0 or less if none fits. */
    int count() {
        return Math.floorDiv(length + before + after - reach(), stride) + 1;
    }
}
