package gradus.autodiff;

import static gradus.autodiff.TensorAssertions.assertSame;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A plain loop over (image, output, place), a matrix product with the patches, and the convolution
 * have the same bits, and so have its two derivatives, on one thread or two.
 */
class ConvolutionBitsTest {
    private static final Convolution VALID = Convolution.valid();

    private final int threads = Gradus.threads();

    @AfterEach
    void restoreThreads() {
        Gradus.setThreads(threads);
    }

    /** A convolution of images and weights of these shapes, in one type. */
    private record Case(DType dtype, Convolution how, Shape images, Shape weights) {
        NaiveConvolution naive() {
            return new NaiveConvolution(dtype, how, images, weights);
        }

        Shape results() {
            return ConvolutionGeometry.of("test", how, images, weights).results();
        }

        Tensor draw(Shape shape, long seed) {
            return Tensor.normal(dtype, shape, 0, 1, Randomness.seeded(seed));
        }

        int outputs() {
            return weights.dim(0) / how.groups();
        }

        int depth() {
            return weights.size() / weights.dim(0);
        }

        /** Numbers as a matrix of this many rows. */
        Tensor matrix(int rows, double... numbers) {
            return Tensor.of(numbers).to(dtype).reshape(rows, rows == 0 ? 0 : numbers.length / rows);
        }
    }

    private static Stream<Case> cases() {
        return Stream.of(DType.values())
                .flatMap(dtype -> Stream.of(
                        of(dtype, VALID, 2, 3, 9, 8, 5, 3, 3, 3),
                        of(dtype, Convolution.same(), 2, 2, 20, 23, 17, 2, 5, 3),
                        of(dtype, Convolution.same().stride(2), 2, 4, 11, 20, 9, 4, 3, 3),
                        of(dtype, VALID.stride(3, 2).padding(2, 1).dilation(2, 3), 2, 3, 14, 23, 8, 3, 3, 2),
                        of(dtype, VALID.padding(4).inputDilation(2, 3), 1, 2, 6, 5, 3, 2, 3, 4),
                        of(dtype, Convolution.same().groups(3), 2, 6, 10, 9, 9, 2, 3, 3),
                        of(dtype, Convolution.same().stride(2).groups(20), 2, 20, 16, 18, 20, 1, 3, 3),
                        of(dtype, VALID.stride(2).padding(3), 4, 5, 70, 12, 5, 7),
                        of(dtype, VALID.padding(1).stride(1, 2, 1), 2, 2, 5, 6, 7, 4, 2, 3, 3, 2),
                        of(dtype, VALID, 3, 1, 40, 30, 2, 1, 2, 3), // gradients of weights over 3,276 products
                        of(dtype, Convolution.same(), 2, 60, 6, 7, 7, 60, 3, 3), // 540 products
                        of(dtype, Convolution.same().stride(2), 1, 230, 5, 4, 9, 230, 3, 3), // 2,070
                        of(dtype, VALID.padding(1), 1, 480, 2, 3, 3, 480, 3, 3), // 4,320
                        of(dtype, VALID.groups(2), 1, 4, 3, 6, 600, 2, 1, 2), // transposed, 600
                        of(dtype, VALID.padding(0, 1), 1, 3, 3, 4, 2100, 3, 1, 1))); // transposed, 2,100
    }

    /** Images and then weights, each with all their axes. */
    private static Case of(DType dtype, Convolution how, int... dims) {
        int rank = dims.length / 2;
        return new Case(
                dtype, how, Shape.of(Arrays.copyOf(dims, rank)), Shape.of(Arrays.copyOfRange(dims, rank, dims.length)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void resultsAreThoseOfTheLoop(Case tried) {
        Tensor x = tried.draw(tried.images(), 1);
        Tensor w = tried.draw(tried.weights(), 2);
        Tensor bias = tried.draw(Shape.of(tried.weights().dim(0)), 3);
        double[] expected = tried.naive().results(x.toDoubleArray(), w.toDoubleArray(), bias.toDoubleArray());
        Tensor y = x.convolve(w, bias, tried.how());
        assertThat(y.shape()).isEqualTo(tried.results());
        assertThat(y.toDoubleArray()).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void derivativesAreThoseOfTheLoops(Case tried) {
        Tensor x = tried.draw(tried.images(), 1).asVariable();
        Tensor w = tried.draw(tried.weights(), 2).asVariable();
        Tensor g = tried.draw(tried.results(), 4);
        Gradients gradients = x.convolve(w, tried.how()).gradients(g);
        assertThat(gradients.of(x).toDoubleArray())
                .isEqualTo(tried.naive().images(g.toDoubleArray(), w.toDoubleArray()));
        assertThat(gradients.of(w).toDoubleArray())
                .isEqualTo(tried.naive().weights(x.toDoubleArray(), g.toDoubleArray()));
    }

    private static Stream<Case> large() {
        return Stream.of(DType.values())
                .flatMap(dtype -> Stream.of(
                        of(dtype, Convolution.same(), 4, 8, 24, 25, 24, 8, 3, 3),
                        of(dtype, Convolution.same().stride(2), 1, 256, 12, 12, 32, 256, 3, 3),
                        of(dtype, VALID.padding(1).groups(2), 3, 16, 24, 25, 32, 8, 3, 3)));
    }

    /** Of more than the two million products that are shared. */
    @ParameterizedTest
    @MethodSource("large")
    void theThreadsDoNotMatter(Case tried) {
        Tensor x = tried.draw(tried.images(), 1).asVariable();
        Tensor w = tried.draw(tried.weights(), 2).asVariable();
        Tensor g = tried.draw(tried.results(), 4);
        Gradus.setThreads(1);
        assertProducts(tried, x, w, g);
        Tensor y = x.convolve(w, tried.how());
        Gradients one = y.gradients(g);
        Gradus.setThreads(2);
        Tensor again = x.convolve(w, tried.how());
        Gradients two = again.gradients(g);
        assertSame(again, y);
        assertSame(two.of(x), one.of(x));
        assertSame(two.of(w), one.of(w));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void allThreeAreMatrixProductsWithPatches(Case tried) {
        Tensor x = tried.draw(tried.images(), 1).asVariable();
        Tensor w = tried.draw(tried.weights(), 2).asVariable();
        Tensor g = tried.draw(tried.results(), 4);
        assertProducts(tried, x, w, g);
    }

    private static void assertProducts(Case tried, Tensor x, Tensor w, Tensor g) {
        Tensor y = x.convolve(w, tried.how());
        Gradients gradients = y.gradients(g);
        for (int group = 0; group < tried.how().groups(); group++) {
            Tensor patches = tried.matrix(tried.depth(), tried.naive().patches(x.toDoubleArray(), group));
            Tensor weights = planes(w.detach(), 0, group, tried.outputs()).reshape(tried.outputs(), tried.depth());
            assertSame(rows(planes(y.detach(), 1, group, tried.outputs())), weights.matmul(patches));
            assertSame(
                    planes(gradients.of(w), 0, group, tried.outputs()).reshape(weights.shape()),
                    rows(planes(g, 1, group, tried.outputs())).matmulTransposed(patches));
            int channels = tried.weights().dim(1);
            Tensor backwards = tried.matrix(channels, tried.naive().backwards(w.toDoubleArray(), group));
            Tensor results =
                    tried.matrix(backwards.shape().dim(1), tried.naive().patchesOfResults(g.toDoubleArray(), group));
            assertSame(rows(planes(gradients.of(x), 1, group, channels)), backwards.matmul(results));
        }
    }

    /** What belongs to a group along an axis. */
    private static Tensor planes(Tensor x, int axis, int group, int count) {
        return x.slice(axis, group * count, (group + 1) * count);
    }

    /** {@code [n, c, ...]} as a matrix {@code [c, n * ...]}. */
    private static Tensor rows(Tensor x) {
        int[] exchanged = IntStream.range(0, x.shape().rank()).toArray();
        exchanged[0] = 1;
        exchanged[1] = 0;
        return x.permute(exchanged).reshape(x.shape().dim(1), -1);
    }

    private static Stream<Case> small() {
        return cases().filter(tried -> tried.weights().size() < 500);
    }

    /** Padding is multiplied: 0 times infinity is NaN, in every form. */
    @ParameterizedTest
    @MethodSource("small")
    void infiniteWeightsMeetThePadding(Case tried) {
        Tensor x = tried.draw(tried.images(), 1).asVariable();
        double[] numbers = tried.draw(tried.weights(), 2).toDoubleArray();
        for (int i = 0; i < numbers.length; i += 7) {
            numbers[i] = Double.POSITIVE_INFINITY;
        }
        Tensor w = Tensor.of(numbers).to(tried.dtype()).reshape(tried.weights()).asVariable();
        Tensor g = tried.draw(tried.results(), 4);
        Tensor y = x.convolve(w, tried.how());
        double[] none = new double[tried.weights().dim(0)];
        assertThat(y.toDoubleArray()).isEqualTo(tried.naive().results(x.toDoubleArray(), numbers, none));
        assertThat(y.gradients(g).of(x).toDoubleArray()).isEqualTo(tried.naive().images(g.toDoubleArray(), numbers));
        assertProducts(tried, x, w, g);
    }

    /** Products too small for any number leave a zero with their sign, and zeros that are added may change it. */
    @ParameterizedTest
    @MethodSource("small")
    void signsOfZerosAreThoseOfTheLoops(Case tried) {
        double tiny = tried.dtype() == DType.F64 ? 1e-200 : 1e-30;
        Tensor x = tried.draw(tried.images(), 1).mul(tiny).asVariable();
        Tensor w = tried.draw(tried.weights(), 2).mul(tiny).asVariable();
        Tensor g = tried.draw(tried.results(), 4).mul(tiny);
        Tensor y = x.convolve(w, tried.how());
        double[] none = new double[tried.weights().dim(0)];
        assertThat(y.toDoubleArray())
                .isEqualTo(tried.naive().results(x.toDoubleArray(), w.toDoubleArray(), none))
                .contains(-0.0);
        Gradients gradients = y.gradients(g);
        assertThat(gradients.of(x).toDoubleArray())
                .isEqualTo(tried.naive().images(g.toDoubleArray(), w.toDoubleArray()))
                .contains(-0.0);
        assertThat(gradients.of(w).toDoubleArray())
                .isEqualTo(tried.naive().weights(x.toDoubleArray(), g.toDoubleArray()));
    }

    @Test
    void theCornerOfAPaddedImageIsNotANumber() {
        Tensor weight = Tensor.full(DType.F32, Shape.of(1, 1, 3, 3), Double.POSITIVE_INFINITY);
        double[] y =
                Tensor.ones(1, 1, 4, 4).convolve(weight, Convolution.same()).toDoubleArray();
        assertThat(y[0]).isNaN();
        assertThat(y[5]).isInfinite();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void transposedConvolutionsAreThoseOfTheLoop(Case tried) {
        Tensor w = tried.draw(tried.weights(), 2);
        Tensor g = tried.draw(tried.results(), 4);
        Tensor x = g.apply(new Filtering.ConvolveTransposed(tried.how(), tried.images()), w);
        assertThat(x.toDoubleArray()).isEqualTo(tried.naive().images(g.toDoubleArray(), w.toDoubleArray()));
        if (tried.how().inputDilation().allSatisfy(step -> step == 1)) {
            Tensor least = g.convolveTransposed(w, tried.how());
            assertThat(least.convolve(w, tried.how()).shape()).isEqualTo(tried.results());
        }
    }
}
