package gradus.autodiff.kernel.product;

import gradus.autodiff.kernel.ConvolutionShape;
import gradus.autodiff.kernel.ConvolutionShape.Along;

/**
 * Where the elements of a plane are that a convolution reads. With a stride along the last axis, the
 * elements of a line that are so far apart are brought together, in phases.
 *
 * @param size the elements of a plane
 * @param window where each place of the window is, from the first
 * @param rows where the first window of each row of results is
 * @param width how many results a row has
 * @param phaseSize how many elements of a line have one phase
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PatchLayout(ConvolutionShape shape, int size, int[] window, int[] rows, int width, int[] steps, int phaseSize) {
    /** The planes as they are. */
    static PatchLayout inPlace(ConvolutionShape shape) {
        return of(shape, shape.axes().collectInt(Along::length).toArray(), 0);
    }

    /** What the windows span, and no more. */
    static PatchLayout padded(ConvolutionShape shape) {
        int[] lengths = shape.axes().collectInt(Along::span).toArray();
        int stride = shape.axes().getLast().stride();
        int phaseSize = Math.ceilDiv(lengths[lengths.length - 1], stride);
        lengths[lengths.length - 1] = phaseSize * stride;
        return of(shape, lengths, phaseSize);
    }

    private static PatchLayout of(ConvolutionShape shape, int[] lengths, int phaseSize) {
        int axes = lengths.length;
        int[] steps = new int[axes];
        int size = 1;
        for (int axis = axes - 1; axis >= 0; axis--) {
            steps[axis] = size;
            size = Math.multiplyExact(size, lengths[axis]);
        }
        int[] window = new int[shape.window()];
        for (int i = 0; i < window.length; i++) {
            int rest = i;
            for (int axis = axes - 1; axis >= 0; axis--) {
                Along along = shape.axes().get(axis);
                int at = rest % along.window() * along.dilation();
                rest /= along.window();
                window[i] += axis == axes - 1 ? inLine(at, along.stride(), phaseSize) : at * steps[axis];
            }
        }
        int width = shape.axes().getLast().count();
        int[] rows = new int[width == 0 ? 0 : shape.results() / width];
        for (int i = 0; i < rows.length; i++) {
            int rest = i;
            for (int axis = axes - 2; axis >= 0; axis--) {
                Along along = shape.axes().get(axis);
                rows[i] += rest % along.count() * along.stride() * steps[axis];
                rest /= along.count();
            }
        }
        return new PatchLayout(shape, size, window, rows, width, steps, phaseSize);
    }

    private static int inLine(int at, int stride, int phaseSize) {
        return at % stride * phaseSize + at / stride;
    }

    /** Where each line of the original planes begins here; -1 if no window reads it. */
    int[] lines() {
        int[] lines =
                new int[shape.elements() / Math.max(1, shape.axes().getLast().length())];
        for (int line = 0; line < lines.length; line++) {
            int rest = line;
            for (int axis = steps.length - 2; axis >= 0 && lines[line] >= 0; axis--) {
                Along along = shape.axes().get(axis);
                int at = rest % along.length() * along.spread() + along.before();
                rest /= along.length();
                lines[line] = at < 0 || at >= along.span() ? -1 : lines[line] + at * steps[axis];
            }
        }
        return lines;
    }
}
