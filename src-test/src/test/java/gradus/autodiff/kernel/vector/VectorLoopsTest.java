package gradus.autodiff.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

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

/** The derived loops against the functions that they are derived from, for random bits: every lane, whole vectors and rests. */
class VectorLoopsTest {
    private static final int LENGTH = 4_003;
    private static final Class<?>[] OWNERS_F32 = {
        ElementaryF32.class, TrigonometryF32.class, NormalDistributionF32.class, PowerF32.class
    };
    private static final Class<?>[] OWNERS_F64 = {
        ElementaryF64.class, TrigonometryF64.class, NormalDistributionF64.class, PowerF64.class
    };

    @TestFactory
    Stream<DynamicTest> loopsOfOneInputGiveTheBitsOfTheirFunctions() {
        return Stream.concat(
                loops(ElementaryLoopsF32.class)
                        .map(loop -> DynamicTest.dynamicTest(loop.getName(), () -> floats(loop))),
                loops(ElementaryLoopsF64.class)
                        .map(loop -> DynamicTest.dynamicTest(loop.getName(), () -> doubles(loop))));
    }

    private static Stream<Method> loops(Class<?> owner) {
        return Arrays.stream(owner.getDeclaredMethods()).filter(method -> method.getParameterCount() == 4);
    }

    private static Method function(Class<?>[] owners, String name, Class<?> type) {
        return Arrays.stream(owners)
                .flatMap(owner -> Arrays.stream(owner.getDeclaredMethods()))
                .filter(method -> method.getName().equals(name)
                        && Arrays.equals(method.getParameterTypes(), new Class<?>[] {type}))
                .findFirst()
                .orElseThrow();
    }

    private static void floats(Method loop) throws ReflectiveOperationException {
        SplittableRandom random = new SplittableRandom(11);
        float[] x = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            x[i] = i % 2 == 0 ? Float.intBitsToFloat(random.nextInt()) : (float) random.nextDouble(-110, 110);
        }
        float[] y = new float[LENGTH];
        loop.invoke(null, x, y, 1, LENGTH);
        Method function = function(OWNERS_F32, loop.getName(), float.class);
        for (int i = 1; i < LENGTH; i++) {
            assertThat(y[i]).as("%s of %s", loop.getName(), x[i]).isEqualTo(function.invoke(null, x[i]));
        }
    }

    private static void doubles(Method loop) throws ReflectiveOperationException {
        SplittableRandom random = new SplittableRandom(11);
        double[] x = new double[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            x[i] = i % 2 == 0 ? Double.longBitsToDouble(random.nextLong()) : random.nextDouble(-760, 760);
        }
        double[] y = new double[LENGTH];
        loop.invoke(null, x, y, 1, LENGTH);
        Method function = function(OWNERS_F64, loop.getName(), double.class);
        for (int i = 1; i < LENGTH; i++) {
            assertThat(y[i]).as("%s of %s", loop.getName(), x[i]).isEqualTo(function.invoke(null, x[i]));
        }
    }
}
