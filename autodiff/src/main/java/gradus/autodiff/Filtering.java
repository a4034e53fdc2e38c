package gradus.autodiff;

import gradus.autodiff.kernel.ConvolutionShape;
import gradus.autodiff.kernel.Kernels;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * Convolutions of images {@code [n, channels, ...]} with weights, over one, two or three spatial
 * axes. Images, weights and results make one sum of products of three, linear in each: the three
 * operators here are its derivatives, and each one's rule is the other two.
 */
public sealed interface Filtering extends Operand permits Tensor {

    /** An operator of this family with two inputs. */
    sealed interface OfTwo extends Op.OfTwo {
        /** What it convolves, for inputs of these shapes. */
        ConvolutionGeometry geometry(Shape a, Shape b);

        @Override
        default long flops(ImmutableList<Shape> x, Shape y) {
            return Filtering.flops(geometry(x.getFirst(), x.getLast()));
        }
    }

    /** An operator of this family with any number of inputs. */
    sealed interface OfMany extends Op.OfMany {}

    private static long flops(ConvolutionGeometry geometry) {
        return 2L * geometry.results().size() * geometry.forward().depth();
    }

    /**
     * y[n, o, p] = b[o] + the sum over c and k of x[n, c, p stride + k dilation - padding] w[o, c, k], with zeros
     * beside the image: {@code [n, channels, ...]}, weights {@code [outputs, channels / groups, ...]} and biases
     * {@code [outputs]} to {@code [n, outputs, ...]}. Two inputs do without b. The sum runs over c and then k, in the
     * blocks of the matrix product.   dx = {@link ConvolveTransposed}, dw = {@link ConvolveWeights}, db = the sum of g
     * over all axes but the second.
     */
    record Convolve(Convolution how) implements OfMany {
        @Override
        public Tensor forward(Tensor[] x) {
            ConvolutionGeometry geometry =
                    ConvolutionGeometry.of(name(), Given.of(this, "settings", how), x[0].shape(), x[1].shape());
            if (x.length > 2 && !x[2].shape().equals(x[1].shape().first(1))) {
                throw new ShapeException(
                        name(),
                        "biases " + x[1].shape().first(1) + " beside weights " + x[1].shape(),
                        x[2].shape().toString(),
                        "");
            }
            return forward(x[0].dtype().kernels(), geometry, x);
        }

        private static <A> Tensor forward(Kernels<A> k, ConvolutionGeometry geometry, Tensor[] x) {
            ConvolutionShape convolution = geometry.forward(); // which refuses what is too large
            Shape shape = geometry.results();
            A y = k.reserve(shape.size());
            @Nullable A bias = x.length > 2 ? x[2].array(k) : null;
            k.convolve(convolution, x[0].array(k), x[1].array(k), bias, y);
            return Tensor.ofNew(shape, x[0].dtype(), y);
        }

        @Override
        public long flops(ImmutableList<Shape> x, Shape y) {
            long sums = Filtering.flops(ConvolutionGeometry.of(name(), how, x.get(0), x.get(1)));
            return sums + (x.size() > 2 ? y.size() : 0);
        }

        @Override
        public Tensor vjp(int input, Tensor[] x, Tensor y, Tensor g) {
            return switch (input) {
                case 0 -> g.apply(new ConvolveTransposed(how, x[0].shape()), x[1]);
                case 1 -> x[0].apply(new ConvolveWeights(how, x[1].shape()), g);
                default ->
                    g.sum(IntStream.range(0, g.shape().rank())
                            .filter(axis -> axis != 1)
                            .toArray());
            };
        }
    }

    /**
     * x[n, c, q] = the sum over o and k of g[n, o, p] w[o, c, k] for all p with p stride + k dilation - padding = q:
     * the transpose of {@link Convolve} in its images, which have the shape {@code images}. It is computed as a
     * convolution of g, with zeros between its elements, with the weights backwards, so each element is a sum over o
     * and then k from the last to the first.   With a cotangent u for x: dg = the convolution of u with w, dw = {@link
     * ConvolveWeights} of u and g.
     */
    record ConvolveTransposed(Convolution how, Shape images) implements OfTwo {
        @Override
        public ConvolutionGeometry geometry(Shape g, Shape w) {
            Given.of(this, "images", images);
            return ConvolutionGeometry.of(name(), Given.of(this, "settings", how), images, w);
        }

        @Override
        public Shape shape(Shape g, Shape w) {
            requireResults(name(), geometry(g, w), g);
            return images;
        }

        @Override
        public <A> A forward(Kernels<A> k, A g, Shape gShape, A w, Shape wShape, Shape to) {
            ConvolutionGeometry geometry = geometry(gShape, wShape);
            int window = window(wShape);
            int[] dims = {geometry.groups(), geometry.channels(), geometry.outputs(), window};
            int output = geometry.channels() * window;
            int[] backwards = {geometry.outputs() * output, window, output, -1};
            A x = k.reserve(to.size());
            A weights = k.reserve(wShape.size());
            k.copy(w, window - 1, backwards, weights, 0, Shape.of(dims).strides(), dims);
            k.convolve(geometry.transposed(), g, weights, null, x);
            k.giveBack(weights);
            return x;
        }

        @Override
        public Tensor vjpLeft(Tensor g, Tensor w, Tensor x, Tensor u) {
            return u.convolve(w, how);
        }

        @Override
        public Tensor vjpRight(Tensor g, Tensor w, Tensor x, Tensor u) {
            return u.apply(new ConvolveWeights(how, w.shape()), g);
        }
    }

    /**
     * w[o, c, k] = the sum over n and p of x[n, c, p stride + k dilation - padding] g[n, o, p]: the
     * derivative of {@link Convolve} in its weights, which have the shape {@code weights}. The sum
     * runs over n and then p, in the blocks of the matrix product.   With a cotangent v for w: dx =
     * {@link ConvolveTransposed} of g and v, dg = the convolution of x with v.
     */
    record ConvolveWeights(Convolution how, Shape weights) implements OfTwo {
        @Override
        public ConvolutionGeometry geometry(Shape x, Shape g) {
            Given.of(this, "weights", weights);
            return ConvolutionGeometry.of(name(), Given.of(this, "settings", how), x, weights);
        }

        @Override
        public Shape shape(Shape x, Shape g) {
            requireResults(name(), geometry(x, g), g);
            return weights;
        }

        @Override
        public <A> A forward(Kernels<A> k, A x, Shape xShape, A g, Shape gShape, Shape to) {
            ConvolutionGeometry geometry = geometry(xShape, gShape);
            A w = k.reserve(to.size());
            k.convolveWeights(geometry.forward(), x, g, w);
            return w;
        }

        @Override
        public Tensor vjpLeft(Tensor x, Tensor g, Tensor w, Tensor v) {
            return g.apply(new ConvolveTransposed(how, x.shape()), v);
        }

        @Override
        public Tensor vjpRight(Tensor x, Tensor g, Tensor w, Tensor v) {
            return x.convolve(v, how);
        }
    }

    private static void requireResults(String operator, ConvolutionGeometry geometry, Shape g) {
        if (!g.equals(geometry.results())) {
            throw new ShapeException(
                    operator,
                    "results " + geometry.results() + " of images " + geometry.images() + " and weights "
                            + geometry.weights(),
                    g.toString(),
                    "");
        }
    }

    /** The size of all axes after the first two. */
    private static int window(Shape shape) {
        return IntStream.range(2, shape.rank()).map(shape::dim).reduce(1, Math::multiplyExact);
    }

    /**
     * The convolution of images {@code [n, channels, ...]} with weights {@code [outputs, channels / groups, ...]}, as
     * neural networks have it: the weights are not turned round. See {@link Convolve}.
     *
     * @throws ShapeException if they do not fit
     */
    default Tensor convolve(Tensor weights, Convolution how) {
        return Tensor.apply(new Convolve(how), self(), weights);
    }

    /** As {@link #convolve(Tensor, Convolution)}, plus a number of {@code bias [outputs]} for each output. */
    default Tensor convolve(Tensor weights, Tensor bias, Convolution how) {
        return Tensor.apply(new Convolve(how), self(), weights, bias);
    }

    /**
     * As {@link #convolve(Tensor, Tensor, Convolution)}, of the current values of two parameters, or of one without
     * biases, as {@link Contraction#linear(Parameter, Parameter)} has them.
     */
    default Tensor convolve(Parameter weights, @Nullable Parameter bias, Convolution how) {
        Given.of("convolve", "weights", weights);
        if (bias == null) {
            return ParameterValue.reading(w -> convolve(w[0], how), weights);
        }
        return ParameterValue.reading(w -> convolve(w[0], w[1], how), weights, bias);
    }

    /**
     * The transposed convolution: what {@link #convolve} would take to these results {@code [n, outputs, ...]}, as the
     * gradient of its images: {@code [n, channels, ...]}, with the same weights and settings. It makes images larger
     * where the stride is more than 1. Of the lengths that lead to these results the least is taken, unless more is
     * asked for.
     *
     * @param more how many elements are added at the end of each spatial axis: none, one number for all axes, or one
     *     for each; less than the stride
     * @throws ShapeException if they do not fit
     */
    default Tensor convolveTransposed(Tensor weights, Convolution how, int... more) {
        Given.of("convolveTransposed", "weights", weights);
        Given.of("convolveTransposed", "settings", how);
        Given.of("convolveTransposed", "numbers of elements to add", more);
        Shape images = TransposedShape.of(self().shape(), weights.shape(), how, more);
        return self().apply(new ConvolveTransposed(how, images), weights);
    }
}
