package gradus.autodiff.kernel.math;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Values that are exact, limits, and symmetries. */
class ElementaryFunctionsTest {
    @ParameterizedTest
    @CsvSource({
        "EXP, 0, 1",
        "EXP, -0.0, 1",
        "EXP, Infinity, Infinity",
        "EXP, -Infinity, 0",
        "EXP, 1e300, Infinity",
        "EXP, -1e300, 0",
        "EXPM1, -0.0, -0.0",
        "EXPM1, -Infinity, -1",
        "EXPM1, Infinity, Infinity",
        "LOG, 1, 0",
        "LOG, 0, -Infinity",
        "LOG, -0.0, -Infinity",
        "LOG, -1, NaN",
        "LOG, Infinity, Infinity",
        "LOG1P, -0.0, -0.0",
        "LOG1P, -1, -Infinity",
        "LOG1P, -2, NaN",
        "LOG1P, Infinity, Infinity",
        "RSQRT, 4, 0.5",
        "RSQRT, 0, Infinity",
        "RSQRT, Infinity, 0",
        "RSQRT, -1, NaN",
        "TANH, -0.0, -0.0",
        "TANH, 1e300, 1",
        "TANH, -Infinity, -1",
        "SIGMOID, 0, 0.5",
        "SIGMOID, -0.0, 0.5",
        "SIGMOID, Infinity, 1",
        "SIGMOID, -Infinity, 0",
        "LOG_SIGMOID, Infinity, -0.0",
        "LOG_SIGMOID, -Infinity, -Infinity",
        "SOFTPLUS, -Infinity, 0",
        "SOFTPLUS, Infinity, Infinity",
        "SOFTPLUS, 1024, 1024",
        "SILU, -0.0, -0.0",
        "SILU, -Infinity, -0.0",
        "SILU, Infinity, Infinity",
        "SIN, -0.0, -0.0",
        "SIN, Infinity, NaN",
        "COS, 0, 1",
        "COS, -Infinity, NaN",
        "TAN, -0.0, -0.0",
        "TAN, -Infinity, NaN",
        "ERF, -0.0, -0.0",
        "ERF, Infinity, 1",
        "ERF, -Infinity, -1",
        "GELU, -0.0, -0.0",
        "GELU, -Infinity, -0.0",
        "GELU, Infinity, Infinity",
        "POW_3, 2, 8",
        "POW_3, -2, -8",
        "POW_3, -0.0, -0.0",
        "POW_3, -Infinity, -Infinity",
        "POW_THIRD, 0, 0",
        "POW_THIRD, 1, 1",
        "POW_THIRD, -1, NaN",
        "POW_MINUS_HALF, 0, Infinity",
        "POW_MINUS_HALF, 4, 0.5",
        "POW_MINUS_HALF, Infinity, 0",
        "POW_100, 1, 1",
        "BINARY_CROSS_ENTROPY_1, Infinity, 0",
        "BINARY_CROSS_ENTROPY_1, -Infinity, Infinity",
        "BINARY_CROSS_ENTROPY_0_3, -Infinity, Infinity"
    })
    void exactValues(ElementaryFunction f, double x, double expected) {
        assertThat(f.ofDouble.applyAsDouble(x)).isEqualTo(Double.valueOf(expected));
        assertThat(f.ofFloat.at((float) x)).isEqualTo(Float.valueOf((float) expected));
    }

    @ParameterizedTest
    @EnumSource
    void notANumberStaysSo(ElementaryFunction f) {
        assertThat(f.ofDouble.applyAsDouble(Double.NaN)).isNaN();
        assertThat(f.ofFloat.at(Float.NaN)).isNaN();
    }

    @ParameterizedTest
    @EnumSource(names = {"TANH", "SIN", "TAN", "ERF", "POW_3"})
    void oddFunctionsAreOddToTheLastBit(ElementaryFunction f) {
        new SplittableRandom(3).doubles(2000, 0, 50).forEach(x -> {
            assertThat(f.ofDouble.applyAsDouble(-x)).isEqualTo(-f.ofDouble.applyAsDouble(x));
            assertThat(f.ofFloat.at((float) -x)).isEqualTo(-f.ofFloat.at((float) x));
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"EXP", "EXPM1", "TANH", "SIGMOID", "SOFTPLUS", "ERF", "LOG_SIGMOID"})
    void aStepOfManyUnitsNeverGoesDown(ElementaryFunction f) {
        new SplittableRandom(3).doubles(2000, -30, 30).forEach(x -> {
            assertThat(f.ofFloat.at((float) (x + 1e-4))).isGreaterThanOrEqualTo(f.ofFloat.at((float) x));
            assertThat(f.ofDouble.applyAsDouble(x + 1e-12)).isGreaterThanOrEqualTo(f.ofDouble.applyAsDouble(x));
        });
    }

    @Test
    void hugeAnglesAreThoseOfStrictMath() {
        for (double x : new double[] {1e7, -3e15, 1e22, 1e300, Double.MAX_VALUE}) {
            assertThat(TrigonometryF64.sin(x)).isEqualTo(StrictMath.sin(x));
            assertThat(TrigonometryF64.cos(x)).isEqualTo(StrictMath.cos(x));
            assertThat(TrigonometryF64.tan(x)).isEqualTo(StrictMath.tan(x));
        }
        for (float x : new float[] {1e5f, -3e15f, 1e30f, Float.MAX_VALUE}) {
            assertThat(TrigonometryF32.sin(x)).isEqualTo((float) StrictMath.sin(x));
        }
    }

    /** All floats with the profile {@code long}, otherwise every so many. */
    @Test
    void sweepOfFloats() {
        long step = System.getProperty("gradus.bits", "some").equals("all") ? 1 : 40_009;
        sweep(step, ElementaryFunction.EXP, StrictMath::exp);
        sweep(step, ElementaryFunction.EXPM1, StrictMath::expm1);
        sweep(step, ElementaryFunction.LOG, StrictMath::log);
        sweep(step, ElementaryFunction.LOG1P, StrictMath::log1p);
        sweep(step, ElementaryFunction.TANH, StrictMath::tanh);
        sweep(step, ElementaryFunction.SIN, StrictMath::sin);
        sweep(step, ElementaryFunction.COS, StrictMath::cos);
        sweep(step, ElementaryFunction.TAN, StrictMath::tan);
        sweep(step, ElementaryFunction.POW_3, x -> x * x * x);
        sweep(step, ElementaryFunction.RSQRT, x -> 1 / Math.sqrt(x));
        sweep(step, ElementaryFunction.SIGMOID, x -> 1 / (1 + StrictMath.exp(-x)));
        sweep(step, ElementaryFunction.SOFTPLUS, x -> Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x))));
    }

    private static void sweep(long step, ElementaryFunction f, DoubleUnaryOperator expected) {
        for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += step) {
            float x = Float.intBitsToFloat((int) bits);
            double exact = expected.applyAsDouble(x);
            float got = f.ofFloat.at(x);
            boolean right = Double.isNaN(exact)
                    ? Float.isNaN(got)
                    : got == (float) exact || Math.abs(got - exact) <= Math.ulp((float) exact);
            if (!right) {
                throw new AssertionError(f + " at " + x + ": " + got + ", not " + exact);
            }
        }
    }
}
