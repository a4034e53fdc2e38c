package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Operators whose second operand is a number: numbers that make a difference, with the slope on each side. */
class NumberOperandsTest {
    private static double[] values(UnaryOperator<Tensor> f, double... x) {
        double[] y = f.apply(Tensor.of(x)).toDoubleArray();
        float[] single = f.apply(Tensor.of(x).to(DType.F32)).toFloatArray();
        for (int i = 0; i < y.length; i++) {
            assertThat(single[i]).isEqualTo(Float.valueOf((float) y[i]));
        }
        return y;
    }

    private static double[] slopes(UnaryOperator<Tensor> f, double... x) {
        Tensor variable = Tensor.of(x).asVariable();
        return f.apply(variable).sum().gradients().of(variable).toDoubleArray();
    }

    @Test
    void theLargerOfATensorAndANumber() {
        assertThat(values(x -> x.maximum(1), -2, 0.5, 1, 1.5, 3)).containsExactly(1, 1, 1, 1.5, 3);
        assertThat(values(x -> x.maximum(-1.5), -2, -1.5, 0)).containsExactly(-1.5, -1.5, 0);
        assertThat(slopes(x -> x.maximum(1), -2, 0.5, 1, 1.5, 3)).containsExactly(0, 0, 0.5, 1, 1);
        assertThat(values(x -> x.maximum(Double.NaN), 1)).containsExactly(Double.NaN);
        assertThat(values(x -> x.maximum(Double.NEGATIVE_INFINITY), -2, 3)).containsExactly(-2, 3);
    }

    @Test
    void theSmallerOfATensorAndANumber() {
        assertThat(values(x -> x.minimum(1), -2, 0.5, 1, 1.5, 3)).containsExactly(-2, 0.5, 1, 1, 1);
        assertThat(values(x -> x.minimum(-1.5), -2, -1.5, 0)).containsExactly(-2, -1.5, -1.5);
        assertThat(slopes(x -> x.minimum(1), -2, 0.5, 1, 1.5, 3)).containsExactly(1, 1, 0.5, 0, 0);
        assertThat(values(x -> x.minimum(Double.NaN), 1)).containsExactly(Double.NaN);
        assertThat(values(x -> x.minimum(Double.POSITIVE_INFINITY), -2, 3)).containsExactly(-2, 3);
    }

    @Test
    void arithmeticWithANumber() {
        assertThat(values(x -> x.add(1.5), -2, 3)).containsExactly(-0.5, 4.5);
        assertThat(values(x -> x.sub(1.5), -2, 3)).containsExactly(-3.5, 1.5);
        assertThat(values(x -> x.mul(1.5), -2, 3)).containsExactly(-3, 4.5);
        assertThat(values(x -> x.div(4), -2, 3)).containsExactly(-0.5, 0.75);
        assertThat(values(x -> x.pow(3), -2, 3)).containsExactly(-8, 27);
        assertThat(slopes(x -> x.add(1.5), -2, 3)).containsExactly(1, 1);
        assertThat(slopes(x -> x.sub(1.5), -2, 3)).containsExactly(1, 1);
        assertThat(slopes(x -> x.mul(1.5), -2, 3)).containsExactly(1.5, 1.5);
        assertThat(slopes(x -> x.div(4), -2, 3)).containsExactly(0.25, 0.25);
        assertThat(slopes(x -> x.pow(3), -2, 3)).containsExactly(12, 27);
    }
}
