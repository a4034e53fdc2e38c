package gradus.autodiff.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.kernel.math.ArithmeticF32;
import gradus.autodiff.kernel.math.ArithmeticF64;
import gradus.autodiff.kernel.math.ElementaryF32;
import gradus.autodiff.kernel.math.ElementaryF64;
import gradus.autodiff.kernel.math.NormalDistributionF32;
import gradus.autodiff.kernel.math.NormalDistributionF64;
import gradus.autodiff.kernel.math.PowerF32;
import gradus.autodiff.kernel.math.PowerF64;
import gradus.autodiff.kernel.math.TrigonometryF32;
import gradus.autodiff.kernel.math.TrigonometryF64;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The derived loops against the functions that they are derived from, for random bits: every lane,
 * whole vectors and rests.
 */
class VectorLoopsTest {
    private static final int LENGTH = 4_003;
    /** A class of loops, and the class of formulas that it is derived from. */
    private record Owner(Class<?> loops, Class<?> formulas) {}

    private static final Owner[] FORMULAS_F32 = {
        new Owner(ArithmeticLoopsF32.class, ArithmeticF32.class),
        new Owner(ElementaryLoopsF32.class, ElementaryF32.class),
        new Owner(TrigonometryLoopsF32.class, TrigonometryF32.class),
        new Owner(NormalDistributionLoopsF32.class, NormalDistributionF32.class),
        new Owner(PowerLoopsF32.class, PowerF32.class)
    };
    private static final Owner[] FORMULAS_F64 = {
        new Owner(ArithmeticLoopsF64.class, ArithmeticF64.class),
        new Owner(ElementaryLoopsF64.class, ElementaryF64.class),
        new Owner(TrigonometryLoopsF64.class, TrigonometryF64.class),
        new Owner(NormalDistributionLoopsF64.class, NormalDistributionF64.class),
        new Owner(PowerLoopsF64.class, PowerF64.class)
    };

    /** What the constants of a loop are: one alone is the first. */
    private static final double[] CONSTANTS = {-1.5, 2.5};

    @TestFactory
    Stream<DynamicTest> loopsOfOneInputGiveTheBitsOfTheirFunctions() {
        return Stream.concat(
                tests(FORMULAS_F32, VectorLoopsTest::floats), tests(FORMULAS_F64, VectorLoopsTest::doubles));
    }

    private interface Comparison {
        void of(Method loop, Method formula) throws ReflectiveOperationException;
    }

    private static Stream<DynamicTest> tests(Owner[] owners, Comparison comparison) {
        return Arrays.stream(owners)
                .flatMap(owner -> Arrays.stream(owner.loops().getDeclaredMethods())
                        .filter(loop -> loop.getParameterCount() >= 4 && loop.getParameterTypes()[1].isArray())
                        .map(loop -> DynamicTest.dynamicTest(
                                owner.loops().getSimpleName() + "." + loop.getName(),
                                () -> comparison.of(loop, formula(owner.formulas(), loop)))));
    }

    /** Of the same name, with one number for the two arrays and the two ends. */
    private static Method formula(Class<?> owner, Method loop) {
        return Arrays.stream(owner.getDeclaredMethods())
                .filter(method -> method.getName().equals(loop.getName())
                        && method.getParameterCount() == loop.getParameterCount() - 3)
                .findFirst()
                .orElseThrow();
    }

    /** These arguments and the constants that a method has beside them. */
    private static Object[] with(Method method, Object... arguments) {
        Object[] all = Arrays.copyOf(arguments, method.getParameterCount());
        for (int i = arguments.length; i < all.length; i++) {
            double constant = CONSTANTS[i - arguments.length];
            if (method.getParameterTypes()[i] == float.class) {
                all[i] = (float) constant;
            } else {
                all[i] = constant;
            }
        }
        return all;
    }

    private static void floats(Method loop, Method formula) throws ReflectiveOperationException {
        SplittableRandom random = new SplittableRandom(11);
        float[] x = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            x[i] = i % 2 == 0 ? Float.intBitsToFloat(random.nextInt()) : (float) random.nextDouble(-110, 110);
        }
        float[] y = new float[LENGTH];
        loop.invoke(null, with(loop, x, y, 1, LENGTH));
        for (int i = 1; i < LENGTH; i++) {
            assertThat(y[i]).as("%s of %s", loop.getName(), x[i]).isEqualTo(formula.invoke(null, with(formula, x[i])));
        }
    }

    private static void doubles(Method loop, Method formula) throws ReflectiveOperationException {
        SplittableRandom random = new SplittableRandom(11);
        double[] x = new double[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            x[i] = i % 2 == 0 ? Double.longBitsToDouble(random.nextLong()) : random.nextDouble(-760, 760);
        }
        double[] y = new double[LENGTH];
        loop.invoke(null, with(loop, x, y, 1, LENGTH));
        for (int i = 1; i < LENGTH; i++) {
            assertThat(y[i]).as("%s of %s", loop.getName(), x[i]).isEqualTo(formula.invoke(null, with(formula, x[i])));
        }
    }
}
