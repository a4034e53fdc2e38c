package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scaling of what does not vary, and of the largest and smallest numbers. */
class ScalingExtremesTest {
    private static Dataset column(DType dtype, double... numbers) {
        return Dataset.of(Tensor.of(numbers).to(dtype).reshape(numbers.length, 1), Indices.of(new int[numbers.length]));
    }

    private static double[] scaled(Dataset data, Scaling scaling) {
        return data.mapInputs(scaling).all().inputs().toDoubleArray();
    }

    @ParameterizedTest
    @EnumSource
    void constantsBecomeZero(DType dtype) {
        for (double value : new double[] {14.62, 0.1, 1 / 3.0, -7e-9, 123456.789, 1e200, 1e-200, 5e-324, 1.7e308, 0}) {
            double rounded = dtype == DType.F32 ? (float) value : value;
            if (!Double.isFinite(rounded)) {
                continue;
            }
            for (int count : new int[] {1, 3, 7, 1000, 2501}) {
                Tensor inputs = Tensor.full(dtype, Shape.of(count, 2), value);
                Dataset data = Dataset.of(inputs, Indices.of(new int[count]));
                String what = count + " times " + value;
                assertThat(scaled(data, Scaling.standardizing(data))).as(what).containsOnly(0);
                assertThat(scaled(data, Scaling.standardizingWhole(data)))
                        .as(what)
                        .containsOnly(0);
                assertThat(scaled(data, Scaling.toRange(data, 0, 1))).as(what).containsOnly(0);
                assertThat(scaled(data, Scaling.toRangeWhole(data, 0, 1)))
                        .as(what)
                        .containsOnly(0);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e200, 1e-200, 1e307, 1e-300, 1e-310, 1})
    void squaresNeitherOverflowNorVanish(double unit) {
        Dataset data = column(DType.F64, unit, 2 * unit, 3 * unit, 6 * unit);
        double root = Math.sqrt(3.5);
        double[] wanted = {-2 / root, -1 / root, 0, 3 / root};
        assertThat(scaled(data, Scaling.standardizing(data))).containsExactly(wanted, within(1e-12));
        assertThat(scaled(data, Scaling.standardizingWhole(data))).containsExactly(wanted, within(1e-12));
    }

    @Test
    void theLargestNumbersOfBothSigns() {
        double most = Double.MAX_VALUE;
        Dataset data = column(DType.F64, -most, most, most);
        double[] standardized = scaled(data, Scaling.standardizing(data));
        double root = Math.sqrt(2);
        assertThat(standardized).containsExactly(new double[] {-root, 1 / root, 1 / root}, within(1e-12));
        assertThat(scaled(data, Scaling.toRange(data, -1, 1))).containsExactly(-1, 1, 1);
        Dataset floats = column(DType.F32, -Float.MAX_VALUE, Float.MAX_VALUE, 0);
        assertThat(scaled(floats, Scaling.toRange(floats, 0, 1))).containsExactly(0, 1, 0.5);
        assertThat(scaled(floats, Scaling.toRange(floats, -1, 1))).containsExactly(-1, 1, 0);
        assertThat(scaled(floats, Scaling.standardizing(floats)))
                .containsExactly(new double[] {-Math.sqrt(1.5), Math.sqrt(1.5), 0}, within(1e-6));
    }

    @Test
    void theSmallestFloats() {
        Dataset floats = column(DType.F32, 0, Float.MIN_VALUE, 0, Float.MIN_VALUE);
        assertThat(scaled(floats, Scaling.standardizing(floats))).containsExactly(-1, 1, -1, 1);
        assertThat(scaled(floats, Scaling.toRange(floats, 0, 8))).containsExactly(0, 8, 0, 8);
    }

    @Test
    void aDistanceThatNoNumberSaysIsRefused() {
        Dataset data = column(DType.F64, -1.7e308, 1.7e308);
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Scaling.toRange(data, 0, 1))
                .withMessage(
                        "Scaling.toRange: needs inputs whose distance, as a part of that from low to high, is a number,"
                                + " got inputs from -1.7E308 to 1.7E308 for 0.0 to 1.0; divide them by a number"
                                + " beforehand");
    }

    @Test
    void whatIsNoNumberStaysOne() {
        Dataset data = column(DType.F64, 1, Double.NaN, 2);
        assertThat(scaled(data, Scaling.standardizing(data))).containsOnly(Double.NaN);
    }
}
