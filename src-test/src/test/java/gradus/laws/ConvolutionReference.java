package gradus.laws;

import gradus.autodiff.Convolution;
import java.util.Arrays;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;

/**
 * Convolutions from their definition: every product of an element of the images, a weight and a
 * place of the results is visited, one after the other.
 */
final class ConvolutionReference {
    private final Convolution how;
    private final int[] images;
    private final int[] weights;

    private ConvolutionReference(Convolution how, int[] images, int[] weights) {
        this.how = how;
        this.images = images;
        this.weights = weights;
    }

    static Grid convolve(Convolution how, Grid x, Grid w) {
        var convolution = new ConvolutionReference(how, x.dims(), w.dims());
        return convolution.sums(
                convolution.results(),
                (sums, y) ->
                        convolution.visitResults((i, j, p) -> sums[y.position(p)].addProduct(orZero(x, i), w.at(j))));
    }

    static Grid transposed(Convolution how, int[] images, Grid g, Grid w) {
        var convolution = new ConvolutionReference(how, images, w.dims());
        return convolution.sums(
                images,
                (sums, x) ->
                        convolution.visitImages((i, j, p) -> sums[x.position(i)].addProduct(orZero(g, p), w.at(j))));
    }

    static Grid weights(Convolution how, int[] weights, Grid x, Grid g) {
        var convolution = new ConvolutionReference(how, x.dims(), weights);
        return convolution.sums(
                weights,
                (sums, w) ->
                        convolution.visitResults((i, j, p) -> sums[w.position(j)].addProduct(orZero(x, i), g.at(p))));
    }

    /** What is outside is 0, and takes part. */
    private static double orZero(Grid x, int[] index) {
        for (int axis = 2; axis < index.length; axis++) {
            if (index[axis] < 0 || index[axis] >= x.dim(axis)) {
                return 0;
            }
        }
        return x.at(index);
    }

    /** An element of the images, a weight and a result that belong together; one may be outside. */
    private interface Visitor {
        void visit(int[] image, int[] weight, int[] result);
    }

    private interface Filling {
        void fill(Accurate[] sums, Grid places);
    }

    private Grid sums(int[] dims, Filling filling) {
        Accurate[] sums = new Accurate[Grid.size(dims)];
        Arrays.setAll(sums, _ -> new Accurate());
        filling.fill(sums, Grid.zeros(dims));
        return new Grid(dims, Arrays.stream(sums).mapToDouble(Accurate::value).toArray());
    }

    /** The shape of the results. */
    int[] results() {
        int[] dims = images.clone();
        dims[1] = weights[0];
        for (int axis = 2; axis < dims.length; axis++) {
            dims[axis] = how.padding() instanceof Convolution.Pads.Same
                    ? (spread(axis) + of(how.stride(), axis) - 1) / of(how.stride(), axis)
                    : (spread(axis) + numbers(true, axis) + numbers(false, axis) - reach(axis)) / of(how.stride(), axis)
                            + 1;
        }
        return dims;
    }

    static int[] results(Convolution how, int[] images, int[] weights) {
        return new ConvolutionReference(how, images, weights).results();
    }

    private int of(ImmutableIntList numbers, int axis) {
        return numbers.get(numbers.size() == 1 ? 0 : axis - 2);
    }

    private int spread(int axis) {
        return (images[axis] - 1) * of(how.inputDilation(), axis) + 1;
    }

    private int reach(int axis) {
        return (weights[axis] - 1) * of(how.dilation(), axis) + 1;
    }

    private int numbers(boolean before, int axis) {
        var numbers = (Convolution.Pads.Numbers) how.padding();
        return of(before ? numbers.before() : numbers.after(), axis);
    }

    private int before(int axis) {
        if (how.padding() instanceof Convolution.Pads.Same) {
            int missing = (results()[axis] - 1) * of(how.stride(), axis) + reach(axis) - spread(axis);
            return Math.max(0, missing) / 2;
        }
        return numbers(true, axis);
    }

    /** Every result with every weight of its output. */
    private void visitResults(Visitor visitor) {
        int[] before = before();
        Grid.zeros(weights)
                .forEachIndex(w -> Grid.zeros(planes(results())).forEachIndex(p -> {
                    int[] result = moved(p, w[0]);
                    int[] image = moved(p, channel(w));
                    for (int axis = 2; axis < image.length; axis++) {
                        int at = p[axis] * of(how.stride(), axis) + w[axis] * of(how.dilation(), axis) - before[axis];
                        image[axis] = quotient(at, of(how.inputDilation(), axis));
                    }
                    visitor.visit(image, w, result);
                }));
    }

    /** Every element of the images with every weight of its channel. */
    private void visitImages(Visitor visitor) {
        int[] before = before();
        Grid.zeros(weights)
                .forEachIndex(w -> Grid.zeros(planes(images)).forEachIndex(i -> {
                    int[] image = moved(i, channel(w));
                    int[] result = moved(i, w[0]);
                    for (int axis = 2; axis < image.length; axis++) {
                        int at = i[axis] * of(how.inputDilation(), axis)
                                - w[axis] * of(how.dilation(), axis)
                                + before[axis];
                        result[axis] = quotient(at, of(how.stride(), axis));
                    }
                    visitor.visit(image, w, result);
                }));
    }

    private int channel(int[] weight) {
        return weight[0] / (weights[0] / how.groups()) * weights[1] + weight[1];
    }

    /** -1, which is outside, where it is not a whole number. */
    private static int quotient(int at, int step) {
        return at % step == 0 ? at / step : -1;
    }

    private int[] before() {
        int[] before = new int[images.length];
        for (int axis = 2; axis < before.length; axis++) {
            before[axis] = before(axis);
        }
        return before;
    }

    private static int[] moved(int[] index, int channel) {
        return Reference.moved(index, 1, channel);
    }

    /** One channel or output of all images. */
    private static int[] planes(int[] dims) {
        return moved(dims, 1);
    }
}
