package gradus.autodiff.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.kernel.vector.WarmUpThread;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Vector loops against plain ones: every kernel gives the same bits, for all lengths, offsets,
 * steps and special values.
 */
class KernelBitsTest {
    private static final int CALLS = 150;

    private static Stream<Method> kernels() {
        return Arrays.stream(Kernels.class.getMethods())
                .filter(method -> method.getDeclaringClass() != ArrayKernels.class)
                .filter(method -> !method.isBridge());
    }

    @TestFactory
    Stream<DynamicTest> sameBitsInFloat() {
        return kernels().map(kernel -> compared(kernel, new ScalarKernelsF32(), new VectorKernelsF32()));
    }

    @TestFactory
    Stream<DynamicTest> sameBitsInDouble() {
        return kernels().map(kernel -> compared(kernel, new ScalarKernelsF64(), new VectorKernelsF64()));
    }

    private static <A> DynamicTest compared(Method kernel, Kernels<A> plain, Kernels<A> vector) {
        return DynamicTest.dynamicTest(kernel.getName(), () -> practicing(() -> compare(kernel, plain, vector)));
    }

    /** Runs on the thread on which vector loops run before they are compiled. */
    private static void practicing(Runnable comparison) throws InterruptedException {
        FutureTask<Boolean> task = new FutureTask<>(comparison, true);
        WarmUpThread.ask(() -> {
            task.run();
            return WarmUpThread.DONE;
        });
        try {
            task.get();
        } catch (ExecutionException failed) {
            throw new AssertionError(failed.getCause().getMessage(), failed.getCause());
        }
    }

    private static <A> void compare(Method kernel, Kernels<A> plain, Kernels<A> vector) {
        for (int call = 0; call < CALLS; call++) {
            Object[] expected = new KernelCalls<>(plain, new Random(call)).of(kernel);
            Object[] got = new KernelCalls<>(plain, new Random(call)).of(kernel);
            run(kernel, plain, expected);
            run(kernel, vector, got);
            for (int i = 0; i < got.length; i++) {
                assertThat(difference(expected[i], got[i]))
                        .as("%s, call %d, %s: argument %d", kernel.getName(), call, numbers(got), i)
                        .isEmpty();
            }
        }
    }

    private static void run(Method kernel, Kernels<?> k, Object[] arguments) {
        try {
            kernel.invoke(k, arguments);
        } catch (InvocationTargetException failed) {
            throw new AssertionError(kernel.getName() + numbers(arguments), failed.getCause());
        } catch (IllegalAccessException failed) {
            throw new AssertionError(failed);
        }
    }

    /** The first element that differs, or nothing. */
    private static String difference(Object expected, Object got) {
        if (isSame(expected, got)) {
            return "";
        }
        int i = 0;
        while (text(Array.get(expected, i)).equals(text(Array.get(got, i)))) {
            i++;
        }
        return "element " + i + ": " + Array.get(expected, i) + ", but vectors gave " + Array.get(got, i);
    }

    private static String numbers(Object[] arguments) {
        return Arrays.stream(arguments)
                .map(argument -> argument != null && argument.getClass().isArray()
                        ? "[" + Array.getLength(argument) + "]"
                        : argument)
                .toList()
                .toString();
    }

    /** One NaN is as good as another; everything else, the sign of zero included, shows. */
    private static boolean isSame(Object expected, Object got) {
        return Objects.deepEquals(expected, got) || text(expected).equals(text(got));
    }

    /** As {@link #isSame} compares; only where that finds a difference, as it takes much longer. */
    private static String text(Object argument) {
        return switch (argument) {
            case null -> "none";
            case float[] elements -> Arrays.toString(elements);
            case double[] elements -> Arrays.toString(elements);
            case double[][] rows -> Arrays.deepToString(rows);
            case int[] elements -> Arrays.toString(elements);
            case boolean[] elements -> Arrays.toString(elements);
            default -> argument.toString();
        };
    }

    private static Object copy(Object argument) {
        return switch (argument) {
            case null -> null;
            case float[] elements -> elements.clone();
            case double[] elements -> elements.clone();
            case int[] elements -> elements.clone();
            case boolean[] elements -> elements.clone();
            default -> argument;
        };
    }

    /** A comparison that cannot fail would be worse than none. */
    @TestFactory
    Stream<DynamicTest> aDifferentBitIsFound() {
        return kernels()
                .map(kernel -> DynamicTest.dynamicTest(
                        kernel.getName(),
                        () -> assertThatThrownBy(
                                        () -> compare(kernel, new ScalarKernelsF64(), wrong(new ScalarKernelsF64())))
                                .isInstanceOf(AssertionError.class)
                                .hasMessageContaining("argument")));
    }

    /** The same loops, but the last element of what they write is wrong in the last bit. */
    @SuppressWarnings("unchecked")
    private static Kernels<double[]> wrong(Kernels<double[]> right) {
        return (Kernels<double[]>) Proxy.newProxyInstance(
                KernelBitsTest.class.getClassLoader(), new Class<?>[] {Kernels.class}, (_, kernel, arguments) -> {
                    Object[] before =
                            Arrays.stream(arguments).map(KernelBitsTest::copy).toArray();
                    Object result = kernel.invoke(right, arguments);
                    for (int i = 0; i < arguments.length; i++) {
                        if (!isSame(before[i], arguments[i])) {
                            spoil(arguments[i]);
                        }
                    }
                    return result;
                });
    }

    private static void spoil(Object result) {
        switch (result) {
            case double[] elements -> elements[elements.length - 1] = Math.nextUp(elements[elements.length - 1]);
            case int[] elements -> elements[elements.length - 1]++;
            case boolean[] elements -> elements[elements.length - 1] ^= true;
            default -> throw new IllegalArgumentException(result.toString());
        }
    }
}
