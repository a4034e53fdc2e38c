package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether two tensors hold the same numbers. The answers for single numbers are NumPy 2.4's. */
class ClosenessTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    @ParameterizedTest
    @CsvSource({
        "1, 1, true",
        "1, 1.00001001001, true",
        "1.00001001001, 1, false",
        "100000, 100001, true",
        "0, 1e-8, true",
        "1e-8, 0, true",
        "2e-8, 0, false",
        "0, -0.0, true",
        "Infinity, Infinity, true",
        "Infinity, -Infinity, false",
        "1, Infinity, false",
        "Infinity, 1, false",
        "1.7e308, -1.7e308, false",
        "NaN, NaN, false",
        "NaN, 1, false",
    })
    void singleNumbersWithNumpysTolerances(double a, double b, boolean close) {
        assertThat(Tensor.scalar(a).allClose(Tensor.scalar(b))).isEqualTo(close);
        assertThat(Tensor.scalar(a).arrayEqual(Tensor.scalar(b))).isEqualTo(a == b);
    }

    /** The second operand is the measure; the formula is exact, also of floats. */
    @ParameterizedTest
    @EnumSource
    void tolerances(DType dtype) {
        Tensor eight = Tensor.scalar(dtype, 8);
        Tensor ten = Tensor.scalar(dtype, 10);
        assertThat(eight.allClose(ten, 0.2, 0)).isTrue();
        assertThat(ten.allClose(eight, 0.2, 0)).isFalse();
        assertThat(ten.allClose(eight, 0, 2)).isTrue();
        assertThat(ten.allClose(eight, 0, 1.99)).isFalse();
        assertThat(ten.allClose(eight, 0.125, 1)).isTrue();
        assertThat(ten.allClose(eight, 0.125, 0.99)).isFalse();
        assertThat(ten.allClose(ten, 0, 0)).isTrue();
    }

    @Test
    void shapesBroadcast() {
        Tensor rows = Tensor.of(new double[][] {{1, 2, 3}, {1, 2, 3}});
        Tensor row = Tensor.of(1.0, 2, 3);
        assertThat(rows.allClose(row)).isTrue();
        assertThat(row.allClose(rows)).isTrue();
        assertThat(rows.allClose(row.add(Tensor.of(0.0, 0, 1e-3)))).isFalse();
        assertThat(rows.arrayEqual(row)).isFalse();
        assertThat(rows.arrayEqual(row.broadcastTo(2, 3))).isTrue();
        assertThat(rows.arrayEqual(rows.add(Math.ulp(3.0)))).isFalse();
        assertThat(Tensor.zeros(0, 3).allClose(Tensor.zeros(3))).isTrue();
        assertThat(Tensor.zeros(0, 3).arrayEqual(Tensor.zeros(3, 0))).isFalse();
        assertThat(row.asVariable().mul(1).allClose(row)).as("recorded").isTrue();
    }

    @Test
    void notANumber() {
        Tensor x = Tensor.of(1, Double.NaN, INF);
        assertThat(x.allClose(x)).isFalse();
        assertThat(x.allClose(x, 0, 0, true)).isTrue();
        assertThat(x.allClose(Tensor.of(1, 2, INF), 0, 0, true)).isFalse();
        assertThat(Tensor.of(1, 2, INF).allClose(x, 0, 0, true)).isFalse();
        assertThat(x.arrayEqual(x)).isFalse();
        assertThat(x.arrayEqual(x, true)).isTrue();
    }

    @Test
    void refused() {
        Tensor x = Tensor.of(1.0, 2);
        for (double bad : new double[] {-1, Double.NaN, INF}) {
            assertThatThrownBy(() -> x.allClose(x, bad, 0))
                    .isInstanceOf(ArgumentException.class)
                    .hasMessage("allClose: needs finite tolerances of 0 or more, got " + bad + " and 0.0");
            assertThatThrownBy(() -> x.allClose(x, 0, bad)).isInstanceOf(ArgumentException.class);
        }
        assertThatThrownBy(() -> x.allClose(Tensor.zeros(DType.F64, Shape.of(3))))
                .isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("allClose: needs shapes that broadcast, got [2] and [3]");
        assertThatThrownBy(() -> x.allClose(Tensor.of(1f, 2))).isInstanceOf(ElementTypeException.class);
        assertThatThrownBy(() -> x.arrayEqual(Tensor.of(1f, 2)))
                .isInstanceOf(ElementTypeException.class)
                .hasMessageStartingWith("arrayEqual: needs operands of one element type");
    }
}
