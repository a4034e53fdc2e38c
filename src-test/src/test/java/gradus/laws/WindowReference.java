package gradus.laws;

import gradus.autodiff.Indices;
import gradus.autodiff.SlidingWindow;
import gradus.autodiff.Taps;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** Windows over images again: naively, by multi-index, from their definitions. */
final class WindowReference {
    private WindowReference() {}

    /** The elements of an axis that a window reads, and how many count in its mean. */
    record Read(int[] places, int counted) {}

    /** What window o reads along a spatial axis of this length. */
    interface Reading {
        Read read(int axis, int length, int o);
    }

    static int number(org.eclipse.collections.api.list.primitive.ImmutableIntList setting, int axis) {
        return setting.size() == 1 ? setting.getFirst() : setting.get(axis);
    }

    /** All places of a window, the padding's too, counted from the image's first element. */
    static int[] places(SlidingWindow window, int axis, int o) {
        int[] places = new int[number(window.size(), axis)];
        Arrays.setAll(
                places,
                k -> o * number(window.stride(), axis)
                        + k * number(window.dilation(), axis)
                        - number(window.padding(), axis));
        return places;
    }

    /** How many windows fit, one by one: the last may go beyond the padding where that is rounded up. */
    static int count(SlidingWindow window, int axis, int length) {
        int padding = number(window.padding(), axis);
        int o = 0;
        while (true) {
            int[] places = places(window, axis, o);
            boolean fits = places[places.length - 1] < length + padding;
            int[] before = places(window, axis, o - 1);
            boolean leavesSome = o > 0 && before[before.length - 1] < length + padding - 1;
            if (!fits && !(window.roundsUp() && leavesSome && places[0] < length)) {
                return o;
            }
            o++;
        }
    }

    static Reading sliding(SlidingWindow window) {
        return (axis, length, o) -> {
            int[] all = places(window, axis, o);
            int[] inside = Arrays.stream(all)
                    .filter(place -> place >= 0 && place < length)
                    .toArray();
            int padded = length + number(window.padding(), axis);
            int counted =
                    (int) Arrays.stream(all).filter(place -> place < padded).count();
            return new Read(inside, window.countsPadding() ? counted : inside.length);
        };
    }

    static Reading adaptive(int... sizes) {
        return (axis, length, o) -> {
            int n = sizes[sizes.length == 1 ? 0 : axis];
            int from = (int) Math.floor((double) o * length / n);
            int to = (int) Math.ceil((double) (o + 1) * length / n);
            int[] places = new int[to - from];
            Arrays.setAll(places, k -> from + k);
            return new Read(places, places.length);
        };
    }

    static int[] counts(SlidingWindow window, int[] dims) {
        int[] counts = dims.clone();
        for (int axis = 2; axis < dims.length; axis++) {
            counts[axis] = count(window, axis - 2, dims[axis]);
        }
        return counts;
    }

    static int[] withSpatial(int[] dims, int... sizes) {
        int[] counts = dims.clone();
        for (int axis = 2; axis < dims.length; axis++) {
            counts[axis] = sizes[sizes.length == 1 ? 0 : axis - 2];
        }
        return counts;
    }

    /** Every element that a window reads, in row-major order. */
    private static void forEach(Grid x, int[] window, Reading reading, Consumer<int[]> action) {
        int[][] places = new int[x.rank() - 2][];
        for (int axis = 0; axis < places.length; axis++) {
            places[axis] = reading.read(axis, x.dim(axis + 2), window[axis + 2]).places();
        }
        Grid.zeros(Arrays.stream(places).mapToInt(each -> each.length).toArray())
                .forEachIndex(k -> {
                    int[] element = window.clone();
                    for (int axis = 0; axis < k.length; axis++) {
                        element[axis + 2] = places[axis][k[axis]];
                    }
                    action.accept(element);
                });
    }

    private static double[] elements(Grid x, int[] window, Reading reading) {
        var elements = org.eclipse.collections.impl.factory.primitive.DoubleLists.mutable.empty();
        forEach(x, window, reading, element -> elements.add(x.at(element)));
        return elements.toArray();
    }

    static Grid largest(Grid x, int[] dims, Reading reading) {
        return Grid.of(dims, o -> ReductionReference.largest(elements(x, o, reading)));
    }

    static Grid mean(Grid x, int[] dims, Reading reading) {
        ToDoubleFunction<int[]> mean = o -> {
            double counted = 1;
            for (int axis = 2; axis < o.length; axis++) {
                counted *= reading.read(axis - 2, x.dim(axis), o[axis]).counted();
            }
            return Accurate.sum(elements(x, o, reading)) / counted;
        };
        return Grid.of(dims, mean);
    }

    static Grid unpool(Grid x, Indices places, int[] images) {
        Grid index = Reference.places(places);
        Grid y = Grid.zeros(images);
        int spatial = Grid.size(Arrays.copyOfRange(images, 2, images.length));
        x.forEachIndex(o -> {
            int image = o[0] * images[1] + o[1];
            y.add(x.at(o), y.index(image * spatial + (int) index.at(o)));
        });
        return y;
    }

    static Grid pick(Grid x, Indices places) {
        Grid index = Reference.places(places);
        int spatial = Grid.size(Arrays.copyOfRange(x.dims(), 2, x.rank()));
        return Grid.of(index.dims(), o -> {
            int image = o[0] * x.dim(1) + o[1];
            return x.at(x.index(image * spatial + (int) index.at(o)));
        });
    }

    /** Each element of the rows that {@code unfold} gives, with the element of the image that it is. */
    private static int[] source(int[] row, SlidingWindow window, int[] images) {
        int axes = images.length - 2;
        int[] sizes = new int[axes];
        int[] counts = new int[axes];
        for (int axis = 0; axis < axes; axis++) {
            sizes[axis] = number(window.size(), axis);
            counts[axis] = count(window, axis, images[axis + 2]);
        }
        int places = Grid.size(sizes);
        int[] k = Grid.zeros(sizes).index(row[1] % places);
        int[] o = Grid.zeros(counts).index(row[2]);
        int[] source = new int[images.length];
        source[0] = row[0];
        source[1] = row[1] / places;
        for (int axis = 0; axis < axes; axis++) {
            source[axis + 2] = places(window, axis, o[axis])[k[axis]];
        }
        return source;
    }

    private static boolean inside(int[] index, int[] dims) {
        for (int axis = 0; axis < dims.length; axis++) {
            if (index[axis] < 0 || index[axis] >= dims[axis]) {
                return false;
            }
        }
        return true;
    }

    static int[] rows(SlidingWindow window, int[] images) {
        int places = 1;
        int windows = 1;
        for (int axis = 2; axis < images.length; axis++) {
            places *= number(window.size(), axis - 2);
            windows *= count(window, axis - 2, images[axis]);
        }
        return new int[] {images[0], images[1] * places, windows};
    }

    static Grid unfold(Grid x, SlidingWindow window) {
        return Grid.of(rows(window, x.dims()), row -> {
            int[] source = source(row, window, x.dims());
            return inside(source, x.dims()) ? x.at(source) : 0;
        });
    }

    static Grid fold(Grid x, SlidingWindow window, int... sizes) {
        int places = 1;
        for (int axis = 0; axis < sizes.length; axis++) {
            places *= number(window.size(), axis);
        }
        int[] images = new int[sizes.length + 2];
        images[0] = x.dim(0);
        images[1] = x.dim(1) / places;
        System.arraycopy(sizes, 0, images, 2, sizes.length);
        Grid y = Grid.zeros(images);
        x.forEachIndex(row -> {
            int[] source = source(row, window, images);
            if (inside(source, images)) {
                y.add(x.at(row), source);
            }
        });
        return y;
    }

    static Grid resample(Grid x, int axis, Taps taps) {
        int along = x.axis(axis);
        return Grid.of(Reference.withDim(x, axis, taps.count()), i -> {
            Accurate sum = new Accurate();
            int from = i[along] == 0 ? 0 : taps.ends().get(i[along] - 1);
            for (int t = from; t < taps.ends().get(i[along]); t++) {
                sum.addProduct(
                        taps.weights().get(t),
                        x.at(Reference.moved(i, along, taps.places().get(t))));
            }
            return sum.value();
        });
    }
}
