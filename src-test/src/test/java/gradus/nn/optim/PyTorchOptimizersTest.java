package gradus.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.DType;
import gradus.autodiff.Parameter;
import gradus.autodiff.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Twelve steps of every optimizer beside those of PyTorch, which {@code pytorch_optimizers.py} wrote down. */
class PyTorchOptimizersTest {
    private static final RMSprop CENTERED =
            new RMSprop().alpha(0.9).epsilon(1e-3).centered();

    private static final ImmutableMap<String, Function<ImmutableList<Parameter>, Optimizer>> OPTIMIZERS = Maps.mutable
            .<String, Function<ImmutableList<Parameter>, Optimizer>>empty()
            .withKeyValue("sgd", w -> new SGD().of(w).learningRate(0.05))
            .withKeyValue(
                    "sgd momentum decay",
                    w -> new SGD().momentum(0.9).of(w).learningRate(0.05).weightDecay(0.1))
            .withKeyValue(
                    "sgd nesterov",
                    w -> new SGD().momentum(0.9).nesterov().of(w).learningRate(0.05))
            .withKeyValue("adam", w -> new Adam().of(w))
            .withKeyValue(
                    "adam decay",
                    w -> new Adam()
                            .betas(0.8, 0.95)
                            .epsilon(1e-4)
                            .of(w)
                            .learningRate(0.1)
                            .weightDecay(0.1))
            .withKeyValue("adamw", w -> new AdamW().of(w))
            .withKeyValue(
                    "adamw decay",
                    w -> new AdamW()
                            .betas(0.8, 0.95)
                            .epsilon(1e-4)
                            .of(w)
                            .learningRate(0.1)
                            .weightDecay(0.2))
            .withKeyValue("rmsprop", w -> new RMSprop().of(w))
            .withKeyValue(
                    "rmsprop momentum decay",
                    w -> new RMSprop()
                            .alpha(0.9)
                            .epsilon(1e-5)
                            .momentum(0.8)
                            .of(w)
                            .learningRate(0.02)
                            .weightDecay(0.1))
            .withKeyValue("rmsprop centered", w -> CENTERED.of(w).learningRate(0.02))
            .withKeyValue(
                    "rmsprop centered momentum",
                    w -> CENTERED.momentum(0.5).of(w).learningRate(0.02))
            .withKeyValue("adagrad", w -> new Adagrad().of(w))
            .withKeyValue(
                    "adagrad decay",
                    w -> new Adagrad()
                            .rateDecay(0.1)
                            .initialSum(0.5)
                            .epsilon(1e-3)
                            .of(w)
                            .learningRate(0.5)
                            .weightDecay(0.1))
            .withKeyValue(
                    "sgd clipped by norm",
                    w -> new SGD().of(w).learningRate(0.05).clipByNorm(2))
            .withKeyValue(
                    "sgd clipped by value",
                    w -> new SGD().of(w).learningRate(0.05).clipByValue(1.5))
            .toImmutable();

    private static final double[] START = {1, -2, 0.5, 3};

    static ImmutableList<String[]> fixture(String file) throws IOException {
        try (var in = Objects.requireNonNull(PyTorchOptimizersTest.class.getResourceAsStream(file), file)) {
            return Lists.immutable
                    .with(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n"))
                    .collect(line -> line.split(","));
        }
    }

    @TestFactory
    Stream<DynamicTest> stepsAsInPyTorch() throws IOException {
        ImmutableList<String[]> lines = fixture("pytorch-optimizers.csv");
        assertThat(lines.collect(line -> line[0]).distinct().toSet())
                .isEqualTo(OPTIMIZERS.keysView().toSet());
        return lines.collect(line -> line[0]).distinct().toList().stream()
                .flatMap(name -> Stream.of(
                        DynamicTest.dynamicTest(name, () -> compare(name, DType.F64, 1e-13, lines)),
                        DynamicTest.dynamicTest(name + " in float", () -> compare(name, DType.F32, 1e-5, lines))));
    }

    private static void compare(String name, DType dtype, double tolerance, ImmutableList<String[]> lines) {
        var w = Parameter.of("w", Tensor.of(START).to(dtype));
        Optimizer optimizer = Objects.requireNonNull(OPTIMIZERS.get(name)).apply(Lists.immutable.with(w));
        lines.select(line -> line[0].equals(name)).forEach(line -> {
            optimizer.minimize(loss(w));
            double[] found = w.value().toDoubleArray();
            for (int i = 0; i < found.length; i++) {
                assertThat(found[i])
                        .as("%s[%d] after step %s", name, i, line[1])
                        .isCloseTo(Double.parseDouble(line[2 + i]), within(tolerance));
            }
        });
    }

    private static Tensor loss(Parameter w) {
        DType dtype = w.dtype();
        Tensor scales = Tensor.of(1.0, 10, 0.1, 3).to(dtype);
        Tensor targets = Tensor.of(0.5, 1, -1, 2).to(dtype);
        Tensor value = w.value();
        Tensor first = value.mul(Tensor.of(1.0, 0, 0, 0).to(dtype)).sum();
        return scales.mul(value.sub(targets).square())
                .sum()
                .mul(0.5)
                .add(value.sum().mul(first).mul(0.1));
    }
}
