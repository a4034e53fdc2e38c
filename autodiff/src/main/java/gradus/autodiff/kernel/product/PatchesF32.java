package gradus.autodiff.kernel.product;

import gradus.autodiff.kernel.ConvolutionShape;
import gradus.autodiff.kernel.ConvolutionShape.Along;
import gradus.autodiff.kernel.threads.Parallel;
import gradus.autodiff.kernel.threads.Recycler;

/**
 * The patches that the windows of a convolution read, as the columns of a matrix with a row for each
 * channel and place of the window. The matrix is never made: an element is where its group, image,
 * channel, place and result say. Neighboring results of a row of results are neighbors in memory.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PatchesF32(
        ConvolutionShape shape, float[] data, int planeSize, int[] window, int[] rows, int width, boolean copied) {

    /**
     * Reads the images in place where they have no padding, spread or stride along the last axis, and
     * nothing is read beyond a row of results.
     *
     * @param lanes how many elements are read from each place on; so many may be read beyond a copy
     */
    static PatchesF32 of(ConvolutionShape shape, float[] x, int lanes) {
        Along last = shape.axes().getLast();
        boolean inPlace = shape.axes()
                        .allSatisfy(axis -> axis.before() == 0 && axis.spread() == 1 && axis.span() <= axis.length())
                && last.stride() == 1
                && last.count() % lanes == 0;
        PatchLayout layout = inPlace ? PatchLayout.inPlace(shape) : PatchLayout.padded(shape);
        float[] data = inPlace ? x : padded(shape, layout, x, lanes);
        return new PatchesF32(shape, data, layout.size(), layout.window(), layout.rows(), layout.width(), !inPlace);
    }

    /** Gives back what was borrowed. */
    void end() {
        if (copied) {
            Recycler.giveBack(data);
        }
    }

    /** Where the first channel of a group of an image begins. */
    int start(int group, int image) {
        return (image * shape.groups() + group) * shape.channels() * planeSize;
    }

    /** How far from the first channel each channel and place of the window is. */
    int[] places() {
        int[] places = new int[shape.depth()];
        for (int i = 0; i < places.length; i++) {
            places[i] = i / window.length * planeSize + window[i % window.length];
        }
        return places;
    }

    /** The images with zeros around and between their elements. */
    private static float[] padded(ConvolutionShape shape, PatchLayout layout, float[] x, int lanes) {
        int plane = shape.elements();
        int planes = shape.images() * shape.groups() * shape.channels();
        float[] data = Recycler.floats(Math.addExact(Math.multiplyExact(planes, layout.size()), lanes), true);
        Along last = shape.axes().getLast();
        int[] lines = layout.lines();
        int grain = Math.max(1, Parallel.GRAIN / Math.max(1, layout.size()));
        Parallel.ranges(planes, grain, (from, to) -> {
            for (int i = from; i < to; i++) {
                for (int line = 0; line < lines.length; line++) {
                    if (lines[line] >= 0) {
                        int x0 = i * plane + line * last.length();
                        copyLine(x, x0, last, data, i * layout.size() + lines[line], layout.phaseSize());
                    }
                }
            }
        });
        return data;
    }

    /** One line along the last axis; what is {@code stride} apart comes together. */
    private static void copyLine(float[] x, int x0, Along axis, float[] data, int to, int phaseSize) {
        int spread = axis.spread();
        int stride = axis.stride();
        int first = axis.before() >= 0 ? 0 : Math.ceilDiv(-axis.before(), spread);
        int end = Math.min(axis.length(), Math.floorDiv(axis.span() - 1 - axis.before(), spread) + 1);
        if (spread == 1 && stride == 1) {
            if (end > first) {
                System.arraycopy(x, x0 + first, data, to + axis.before() + first, end - first);
            }
            return;
        }
        for (int i = first; i < end; i++) {
            int at = i * spread + axis.before();
            data[to + at % stride * phaseSize + at / stride] = x[x0 + i];
        }
    }
}
