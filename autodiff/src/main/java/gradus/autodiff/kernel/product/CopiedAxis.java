package gradus.autodiff.kernel.product;

import gradus.autodiff.kernel.ConvolutionShape.Along;

/**
 * How the elements along an axis lie in a copy that has zeros around and between them. Places that no
 * window reads, because all that it reads are so far apart, are left out. Along the last axis elements
 * that are a stride apart come together, in phases, so that neighboring results read neighbors.
 *
 * @param length how many elements there are
 * @param spread how far apart they are
 * @param before where the first is
 * @param common only each place of so many is copied
 * @param phases how far apart the copied places are that come together
 * @param phaseSize how many places a phase has
 */
record CopiedAxis(int length, int spread, int before, int common, int phases, int phaseSize) {
    /** What the windows read, and no more. */
    static CopiedAxis of(Along axis, boolean last) {
        int stride = axis.count() == 1 ? 0 : axis.stride();
        int common = Math.max(1, greatestCommonDivisor(stride, axis.window() == 1 ? 0 : axis.dilation()));
        int phases = last ? Math.max(1, stride / common) : 1;
        int phaseSize = Math.ceilDiv(Math.ceilDiv(axis.span(), common), phases);
        return new CopiedAxis(axis.length(), axis.spread(), axis.before(), common, phases, phaseSize);
    }

    /** All elements as they are. */
    static CopiedAxis whole(int length) {
        return new CopiedAxis(length, 1, 0, 1, 1, length);
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }

    /** The places of the copy. */
    int size() {
        return Math.multiplyExact(phases, phaseSize);
    }

    /** Where in the copy a place is that windows read. */
    int to(int place) {
        int copied = place / common;
        return copied % phases * phaseSize + copied / phases;
    }

    /** The element that is at a place of the copy; -1 for a zero. */
    int element(int copied) {
        int place = (copied % phaseSize * phases + copied / phaseSize) * common - before;
        return place >= 0 && place % spread == 0 && place / spread < length ? place / spread : -1;
    }

    /** How far apart the elements of a phase are, in elements, where they are not spread. */
    int step() {
        return phases * common;
    }

    /** The places of a phase before its first element, which are zeros; not of spread elements. */
    int zeros(int phase) {
        int first = phase * common - before;
        return Math.min(phaseSize, first >= 0 ? 0 : Math.ceilDiv(-first, step()));
    }

    /** The places of a phase up to its last element; not of spread elements. */
    int end(int phase) {
        int first = phase * common - before;
        return Math.clamp(Math.floorDiv(length - 1 - first, step()) + 1, zeros(phase), phaseSize);
    }
}
