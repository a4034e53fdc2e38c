package gradus.autodiff;

import static gradus.autodiff.TensorAssertions.assertSame;
import static gradus.autodiff.TensorAssertions.normal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the settings of a convolution mean, in numbers that can be counted by hand. */
class ConvolutionTest {
    private static final Convolution VALID = Convolution.valid();

    /** Images of one channel and row: 1, 2, 3, and so on. */
    private static Tensor counting(int length) {
        return Tensor.arange(DType.F64, 1, length + 1.0, 1).reshape(1, 1, length);
    }

    private static Tensor row(double... numbers) {
        return Tensor.of(numbers).reshape(1, 1, numbers.length);
    }

    private static double[] convolved(int length, Convolution how, double... weights) {
        return counting(length).convolve(row(weights), how).toDoubleArray();
    }

    @Test
    void weightsAreNotTurnedRound() {
        assertThat(convolved(4, VALID, 1, 10)).containsExactly(21, 32, 43);
    }

    @Test
    void settingsByTheirDefinition() {
        assertThat(convolved(5, VALID.stride(2), 1, 10)).containsExactly(21, 43);
        assertThat(convolved(5, VALID.dilation(3), 1, 10)).containsExactly(41, 52);
        assertThat(convolved(3, VALID.padding(1), 1, 10)).containsExactly(10, 21, 32, 3);
        assertThat(convolved(3, VALID.padding(IntLists.immutable.with(0), IntLists.immutable.with(2)), 1, 10))
                .containsExactly(21, 32, 3, 0);
        assertThat(convolved(3, VALID.inputDilation(2), 1, 10)).containsExactly(1, 20, 2, 30);
    }

    @Test
    void ofTwoZerosOfWhichOneIsNeededTheLastStays() {
        assertThat(convolved(3, Convolution.same(), 1, 10)).containsExactly(21, 32, 3);
        assertThat(convolved(3, Convolution.same(), 1, 10, 100)).containsExactly(210, 321, 32);
        assertThat(convolved(4, Convolution.same().stride(2), 1, 10, 100)).containsExactly(321, 43);
        assertThat(convolved(5, Convolution.same().stride(2), 1, 10, 100)).containsExactly(210, 432, 54);
        assertThat(convolved(3, Convolution.same().stride(3), 5)).containsExactly(5);
    }

    /** floor((length + padding - span) / stride) + 1, and for {@code same} length / stride, rounded up. */
    @ParameterizedTest
    @CsvSource({"28,5,1,0,1,24", "32,3,2,1,1,16", "33,3,2,1,1,17", "7,3,1,0,3,1", "224,7,2,3,1,112", "9,2,4,0,1,2"})
    void lengths(int length, int window, int stride, int padding, int dilation, int expected) {
        Tensor x = Tensor.zeros(2, 1, length);
        Tensor w = Tensor.zeros(5, 1, window);
        Convolution how = VALID.stride(stride).padding(padding).dilation(dilation);
        assertThat(x.convolve(w, how).shape()).isEqualTo(Shape.of(2, 5, expected));
        assertThat(x.convolve(w, Convolution.same().stride(stride).dilation(dilation))
                        .shape()
                        .dim(2))
                .isEqualTo(Math.ceilDiv(length, stride));
    }

    @Test
    void settingsForEachAxis() {
        Tensor x = Tensor.zeros(2, 3, 10, 12, 14);
        Tensor w = Tensor.zeros(4, 3, 1, 2, 3);
        assertThat(x.convolve(w, VALID.stride(1, 2, 3)).shape()).isEqualTo(Shape.of(2, 4, 10, 6, 4));
        assertThat(x.convolve(w, VALID.padding(0, 1, 2)).shape()).isEqualTo(Shape.of(2, 4, 10, 13, 16));
        assertThat(x.convolve(w, VALID.dilation(3, 2, 1)).shape()).isEqualTo(Shape.of(2, 4, 10, 10, 12));
        assertThat(x.convolve(w, VALID.inputDilation(1, 2, 1)).shape()).isEqualTo(Shape.of(2, 4, 10, 22, 12));
    }

    @Test
    void groupsSeeTheirOwnChannelsAlone() {
        Tensor x = normal(1, 2, 4, 5, 5);
        Tensor w = normal(2, 6, 2, 3, 3);
        Tensor first = x.slice(1, 0, 2).convolve(w.slice(0, 0, 3), VALID);
        Tensor second = x.slice(1, 2, 4).convolve(w.slice(0, 3, 6), VALID);
        assertSame(x.convolve(w, VALID.groups(2)), Tensor.concat(1, first, second));
    }

    @Test
    void nothingToConvolve() {
        Tensor none = Tensor.zeros(0, 2, 5, 5).asVariable();
        Tensor w = Tensor.ones(3, 2, 3, 3).asVariable();
        Tensor y = none.convolve(w, Tensor.ones(3), VALID);
        assertThat(y.shape()).isEqualTo(Shape.of(0, 3, 3, 3));
        Gradients gradients = y.sum().gradients();
        assertThat(gradients.of(none).shape()).isEqualTo(none.shape());
        assertThat(gradients.of(w).toDoubleArray()).containsOnly(0);
    }

    /** The transposed convolution is the gradient of the images. */
    @ParameterizedTest
    @CsvSource({"1,0,1,1", "2,1,1,1", "3,2,1,1", "2,0,2,1", "2,1,1,2"})
    void transposedConvolutionsAreGradients(int stride, int padding, int dilation, int groups) {
        Convolution how =
                VALID.stride(stride).padding(padding).dilation(dilation).groups(groups);
        Tensor w = normal(2, 4, 3, 3, 3);
        Tensor g = normal(3, 2, 4, 4, 5);
        for (int more = 0; more < stride; more++) {
            Tensor x = g.convolveTransposed(w, how, more);
            assertThat(x.shape().dim(1)).isEqualTo(3 * groups);
            assertThat(x.shape().dim(2)).isEqualTo(3 * stride + 2 * dilation + 1 - 2 * padding + more);
            Tensor images = Tensor.zeros(DType.F64, x.shape()).asVariable();
            Tensor y = images.convolve(w, how);
            assertThat(y.shape()).isEqualTo(g.shape());
            assertSame(x, y.gradients(g).of(images));
        }
    }

    /** Results that are as many as the images over the stride lead to several lengths: the least is taken. */
    @Test
    void transposedConvolutionsOfSame() {
        Tensor w = normal(2, 1, 1, 3, 3);
        Tensor g = normal(3, 1, 1, 4, 4);
        Convolution halves = Convolution.same().stride(2);
        assertThat(g.convolveTransposed(w, halves).shape()).isEqualTo(Shape.of(1, 1, 7, 7));
        assertThat(g.convolveTransposed(w, halves, 1).shape()).isEqualTo(Shape.of(1, 1, 8, 8));
        assertThat(g.convolveTransposed(w, halves, 0, 1).shape()).isEqualTo(Shape.of(1, 1, 7, 8));
    }

    /** Each element of the results lays the weights down; where they overlap they add up. */
    @Test
    void transposedConvolutionsByHand() {
        Tensor g = row(1, 2);
        assertThat(g.convolveTransposed(row(1, 10, 100), VALID.stride(2)).toDoubleArray())
                .containsExactly(1, 10, 102, 20, 200);
        assertThat(g.convolveTransposed(row(1, 10, 100), VALID.stride(2).padding(1), 1)
                        .toDoubleArray())
                .containsExactly(10, 102, 20, 200);
        assertThat(g.convolveTransposed(row(1, 10), VALID.dilation(2)).toDoubleArray())
                .containsExactly(1, 2, 10, 20);
    }

    @Test
    void parametersAreRead() {
        Parameter w = Parameter.of("weight", row(1, 10));
        Parameter bias = Parameter.of("bias", Tensor.of(0.5));
        Tensor y = counting(3).convolve(w, bias, VALID);
        assertThat(y.toDoubleArray()).containsExactly(21.5, 32.5);
        Gradients gradients = y.sum().gradients();
        assertThat(gradients.of(w).toDoubleArray()).containsExactly(3, 5);
        assertThat(gradients.of(bias).toDoubleArray()).containsExactly(2);
        assertThat(counting(3).convolve(w, null, VALID).sum().item()).isCloseTo(53, within(0.0));
    }

    /** A step between things of which there is one does not matter, however long it is. */
    @Test
    void stepsThatAreNotTaken() {
        Tensor x = normal(1, 1, 3, 3, 3).asVariable();
        Tensor w = normal(2, 4, 3, 3, 3).asVariable();
        Tensor y = x.convolve(w, VALID.stride(2_000_000_000));
        assertSame(y, x.convolve(w, VALID));
        Tensor g = normal(3, 1, 4, 1, 1);
        assertSame(y.gradients(g).of(x), x.convolve(w, VALID).gradients(g).of(x));
        Tensor points = normal(4, 4, 3, 1, 1);
        assertSame(x.convolve(points, VALID.dilation(2_000_000_000)), x.convolve(points, VALID));
        Tensor pixel = normal(5, 1, 3, 1, 1);
        assertSame(
                pixel.convolve(w, VALID.padding(1).inputDilation(2_000_000_000)), pixel.convolve(w, VALID.padding(1)));
    }
}
