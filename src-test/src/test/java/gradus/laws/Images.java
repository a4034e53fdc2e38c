package gradus.laws;

import gradus.autodiff.SlidingWindow;
import java.util.stream.IntStream;

/** Draws images and windows that fit over them. */
final class Images {
    private Images() {}

    /** Images [n, c, ...] with one to three spatial axes. */
    static int[] dims(Source source) {
        if (source.lengths() == Lengths.LARGE) {
            return new int[] {2, 3, source.between(110, 120), source.between(110, 120)};
        }
        int axes = source.between(1, 3);
        int most = axes == 3 ? 3 : axes == 2 ? 5 : 12;
        int[] dims = new int[axes + 2];
        dims[0] = source.oneIn(40) ? 0 : source.between(1, 2);
        dims[1] = source.between(1, 2);
        for (int axis = 0; axis < axes; axis++) {
            dims[axis + 2] = source.between(1, most);
        }
        return dims;
    }

    /** A window that reads an element of the image wherever it stands. */
    static SlidingWindow pooled(Source source, int[] dims) {
        while (true) {
            SlidingWindow window = sliding(source, dims);
            if (IntStream.range(0, dims.length - 2).allMatch(axis -> isPooled(window, axis, dims[axis + 2]))) {
                return window;
            }
        }
    }

    private static boolean isPooled(SlidingWindow window, int axis, int length) {
        int[] places = WindowReference.places(window, axis, 0);
        int reach = places[places.length - 1] - places[0] + 1;
        return -places[0] <= reach / 2
                && IntStream.range(0, WindowReference.count(window, axis, length))
                        .allMatch(o -> WindowReference.sliding(window)
                                        .read(axis, length, o)
                                        .places()
                                        .length
                                > 0);
    }

    /** A window that fits into the padded images. */
    static SlidingWindow sliding(Source source, int[] dims) {
        while (true) {
            SlidingWindow drawn = SlidingWindow.of(numbers(source, dims, 1, 3))
                    .stride(numbers(source, dims, 1, 3))
                    .padding(numbers(source, dims, 0, 2))
                    .dilation(numbers(source, dims, 1, 2));
            SlidingWindow rounded = source.oneIn(2) ? drawn.roundingUp() : drawn;
            SlidingWindow window = source.oneIn(2) ? rounded.ignoringPadding() : rounded;
            if (IntStream.range(0, dims.length - 2).allMatch(axis -> fits(window, axis, dims[axis + 2]))) {
                return window;
            }
        }
    }

    private static boolean fits(SlidingWindow window, int axis, int length) {
        int[] places = WindowReference.places(window, axis, 0);
        return places[places.length - 1] < length + WindowReference.number(window.padding(), axis);
    }

    /** One number for all spatial axes or one for each. */
    private static int[] numbers(Source source, int[] dims, int low, int high) {
        return IntStream.range(0, source.oneIn(2) ? 1 : dims.length - 2)
                .map(_ -> source.between(low, high))
                .toArray();
    }

    /** One size for all spatial axes or one for each. */
    static int[] sizes(Source source, int[] dims) {
        return numbers(source, dims, 1, 4);
    }
}
