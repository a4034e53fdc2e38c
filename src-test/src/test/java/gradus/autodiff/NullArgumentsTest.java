package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.check.GradientCheck;
import gradus.autodiff.graph.Graph;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whoever passes null, or a list with null in it, reads which operator refused it and what that
 * needs: in every public method.
 */
class NullArgumentsTest {
    private static final ImmutableList<Class<?>> CLASSES = Lists.immutable.with(
            Axes.class,
            Convolution.class,
            Derivatives.class,
            Gradients.class,
            Gradus.class,
            Indices.class,
            Mask.class,
            Padding.class,
            gradus.autodiff.Parameter.class,
            Randomness.class,
            Recorded.class,
            Shape.class,
            SlidingWindow.class,
            Taps.class,
            Tensor.class);

    /** Receivers and other arguments, of which one at least must fit each method. */
    private static final ImmutableList<Tensor> TENSORS = Lists.immutable.with(
            Tensor.variable(2.0), Tensor.of(1.0, 2, 3), Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}}));

    static Stream<Method> methods() {
        return CLASSES.stream()
                .flatMap(type -> Arrays.stream(type.getMethods()))
                .filter(method -> method.getDeclaringClass().getPackageName().startsWith("gradus"))
                .filter(method -> !method.isBridge() && !method.getName().equals("equals"))
                .filter(method -> Arrays.stream(method.getParameters()).anyMatch(NullArgumentsTest::mustBeGiven))
                .distinct();
    }

    /** All but numbers, what says that it may be null, and the name that an error of broadcasting has. */
    private static boolean mustBeGiven(Parameter parameter) {
        boolean name =
                parameter.getDeclaringExecutable().getName().equals("broadcast") && parameter.getType() == String.class;
        return !name
                && !parameter.getType().isPrimitive()
                && !parameter.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static Object sample(Class<?> type, Tensor tensor) {
        ImmutableMap<Class<?>, Object> samples = Maps.immutable
                .<Class<?>, Object>with(Tensor.class, tensor)
                .newWithKeyValue(Tensor[].class, new Tensor[] {tensor, tensor})
                .newWithKeyValue(ImmutableList.class, Lists.immutable.with(tensor, tensor))
                .newWithKeyValue(boolean.class, false)
                .newWithKeyValue(boolean[].class, new boolean[] {true, false, true})
                .newWithKeyValue(int.class, 0)
                .newWithKeyValue(int[].class, new int[] {0})
                .newWithKeyValue(float.class, 1f)
                .newWithKeyValue(float[].class, new float[] {1, 2, 3})
                .newWithKeyValue(double.class, 1.0)
                .newWithKeyValue(double[].class, new double[] {1, 2, 3})
                .newWithKeyValue(Object[].class, new double[][] {{1}})
                .newWithKeyValue(String.class, "i->i")
                .newWithKeyValue(ImmutableIntList.class, IntLists.immutable.with(0))
                .newWithKeyValue(Function.class, (Function<Object, Tensor>) _ -> Tensor.variable(2.0))
                .newWithKeyValue(RandomGenerator.class, Randomness.seeded(1))
                .newWithKeyValue(Shape.class, tensor.shape())
                .newWithKeyValue(Axes.class, Axes.of(0))
                .newWithKeyValue(Mask.class, tensor.greater(1.5))
                .newWithKeyValue(Indices.class, Indices.of(0))
                .newWithKeyValue(DType.class, DType.F64)
                .newWithKeyValue(gradus.autodiff.Parameter.class, gradus.autodiff.Parameter.of("w", tensor))
                .newWithKeyValue(Padding.class, Padding.along(0, 1, 1))
                .newWithKeyValue(SlidingWindow.class, SlidingWindow.of(1))
                .newWithKeyValue(Interpolation.class, Interpolation.NEAREST)
                .newWithKeyValue(Taps.class, Taps.at(3, 0))
                .newWithKeyValue(Convolution.class, Convolution.valid())
                .newWithKeyValue(Gradients.class, Tensor.variable(2.0).square().gradients())
                .newWithKeyValue(UpdateRule.class, new UpdateRule.Descent(0.1, 0));
        Object sample = samples.get(type);
        if (sample == null && type.isAssignableFrom(Tensor.class)) {
            return tensor;
        }
        assertThat(sample).as("a sample of %s", type).isNotNull();
        return sample;
    }

    private static Object sample(Method method, int place, Tensor tensor) {
        boolean cells = method.getGenericParameterTypes()[place].getTypeName().endsWith("Parameter>");
        return cells ? Lists.immutable.empty() : sample(method.getParameterTypes()[place], tensor);
    }

    /** Null, and what has null in it. */
    private static ImmutableList<@Nullable Object> missing(Class<?> type, Tensor tensor) {
        MutableList<@Nullable Object> missing = Lists.mutable.with((Object) null);
        if (type == Tensor[].class) {
            missing.add(new Tensor[] {null, tensor});
            missing.add(new Tensor[] {tensor, null});
        }
        if (type == ImmutableList.class) {
            missing.add(Lists.immutable.with(null, tensor));
            missing.add(Lists.immutable.with(tensor, null));
        }
        return missing.toImmutable();
    }

    @ParameterizedTest
    @MethodSource("methods")
    void nullIsRefusedWithAMessage(Method method) {
        Parameter[] parameters = method.getParameters();
        for (int place = 0; place < parameters.length; place++) {
            if (mustBeGiven(parameters[place])) {
                int count =
                        missing(parameters[place].getType(), TENSORS.getFirst()).size();
                for (int kind = 0; kind < count; kind++) {
                    requireRefused(method, place, kind);
                }
            }
        }
    }

    private static void requireRefused(Method method, int place, int kind) {
        ImmutableList<String> messages = TENSORS.collect(tensor -> message(method, place, kind, tensor));
        assertThat(messages)
                .as("%s without argument %s", method, place)
                .noneMatch(message -> message.contains("NullPointerException") || message.equals("nothing"))
                .anyMatch(message -> message.matches(".+: needs .*, got .*(null|none).*"));
    }

    /** What a call says in which an argument is missing. */
    private static String message(Method method, int place, int kind, Tensor tensor) {
        Class<?>[] types = method.getParameterTypes();
        Object[] arguments = new Object[types.length];
        Arrays.setAll(arguments, i -> i == place ? missing(types[i], tensor).get(kind) : sample(method, i, tensor));
        boolean free = Modifier.isStatic(method.getModifiers());
        try {
            method.invoke(free ? null : sample(method.getDeclaringClass(), tensor), arguments);
            return "nothing";
        } catch (InvocationTargetException e) {
            return e.getCause() instanceof GradusException refusal
                    ? refusal.getMessage()
                    : e.getCause().toString();
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theWholeMessage() {
        assertThat(messageOf(() -> TENSORS.get(1).add((Tensor) null))).isEqualTo("add: needs two tensors, got null");
        assertThat(messageOf(() -> Tensor.where(TENSORS.get(1).greater(0), null, TENSORS.get(1))))
                .isEqualTo("where: needs two tensors, got null");
        assertThat(messageOf(() -> TENSORS.get(1).sum((Axes) null))).isEqualTo("sum: needs axes, got null");
        assertThat(messageOf(() -> TENSORS.get(1).sum((int[]) null))).isEqualTo("axes: needs a list of axes, got null");
        assertThat(messageOf(() -> Tensor.concat(0, TENSORS.get(1), null)))
                .isEqualTo("concat: needs tensors, got null as number 1 of them");
        assertThat(messageOf(() -> Tensor.zeros(null, Shape.of(2))))
                .isEqualTo("tensor: needs an element type, got null");
    }

    @Test
    void graphsAndChecks() {
        assertThat(messageOf(() -> Graph.of((Tensor[]) null))).isEqualTo("graph: needs at least one tensor, got none");
        assertThat(messageOf(() -> Graph.of((Tensor) null))).isEqualTo("recorded: needs a tensor, got null");
        GradientCheck check = GradientCheck.of(Tensor::square);
        assertThat(messageOf(() -> check.at((ImmutableList<Tensor>) null)))
                .isEqualTo("gradientCheck: needs at least one input, got null");
        assertThat(messageOf(() -> check.at(TENSORS.get(1), null)))
                .isEqualTo("gradientCheck: needs at least one input, got null");
    }

    private static String messageOf(Runnable mistake) {
        try {
            mistake.run();
        } catch (ArgumentException e) {
            return e.getMessage();
        }
        throw new AssertionError("not refused");
    }

    /** An operator of one's own is given what it asks for. */
    @Test
    void customOperators() {
        record Twice() implements CustomOp {
            @Override
            public Tensor forward(ImmutableList<Tensor> x) {
                return x.getFirst().mul(2);
            }

            @Override
            public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
                return g.mul(2);
            }
        }
        assertThat(messageOf(() -> new Twice().apply((Tensor[]) null))).isEqualTo("twice: needs inputs, got null");
        assertThat(messageOf(() -> new Twice().apply((Tensor) null))).isEqualTo("twice: needs tensors, got null");
    }
}
