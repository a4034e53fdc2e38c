package gradus.autodiff.kernel.product;

import gradus.autodiff.kernel.ConvolutionShape;
import gradus.autodiff.kernel.ConvolutionShape.Along;

/**
 * Results of a convolution, in rows, what they read and where they go. A row of results are neighbors
 * that read neighbors.
 *
 * @param depth the steps of depth of a result
 * @param places how far what each step of depth reads is from what the first one would read
 * @param rows where the windows of the first result of each row begin, in a plane that is read
 * @param width how many results a row has
 * @param lines where each row begins in a plane of results
 * @param step how far apart the results of a row are there
 * @param isWhole whether these are all results, one row after the other
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PatchGrid(DepthSteps depth, int[] places, int[] rows, int width, int[] lines, int step, boolean isWhole) {
    /** All results of a convolution that reads planes of this layout. */
    static PatchGrid of(ConvolutionShape shape, PlaneLayout layout) {
        int[] window = new int[shape.window()];
        for (int i = 0; i < window.length; i++) {
            int rest = i;
            for (int axis = shape.axes().size() - 1; axis >= 0; axis--) {
                Along along = shape.axes().get(axis);
                window[i] += layout.to(axis, rest % along.window() * along.dilation());
                rest /= along.window();
            }
        }
        int width = shape.axes().getLast().count();
        int[] rows = new int[width == 0 ? 0 : shape.results() / width];
        int[] lines = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int rest = i;
            for (int axis = shape.axes().size() - 2; axis >= 0; axis--) {
                Along along = shape.axes().get(axis);
                rows[i] += layout.to(axis, rest % along.count() * along.stride());
                rest /= along.count();
            }
            lines[i] = i * width;
        }
        int[] places = places(window, shape.channels(), layout.size());
        return new PatchGrid(DepthSteps.all(places.length), places, rows, width, lines, 1, true);
    }

    /** The rows of some results, of one image after the other: where in its plane each begins to read. */
    int[] runs(int from, int steps) {
        int first = from / width;
        int[] runs = new int[(from + steps - 1) / width - first + 1];
        for (int i = 0; i < runs.length; i++) {
            runs[i] = rows[(first + i) % rows.length];
        }
        return runs;
    }

    /** How far from the first channel each channel and place of the window is. */
    static int[] places(int[] window, int channels, int planeSize) {
        int[] places = new int[channels * window.length];
        for (int i = 0; i < places.length; i++) {
            places[i] = i / window.length * planeSize + window[i % window.length];
        }
        return places;
    }
}
