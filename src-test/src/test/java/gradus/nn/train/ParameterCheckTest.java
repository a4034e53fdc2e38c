package gradus.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.DType;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.nn.Sequential;
import gradus.nn.data.Batch;
import gradus.nn.data.RingsAndClouds;
import gradus.nn.layer.Linear;
import gradus.nn.layer.Softplus;
import gradus.nn.loss.CrossEntropy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;

class ParameterCheckTest {
    private final Sequential model = network(DType.F64);
    private final Batch batch =
            RingsAndClouds.generated(10, Randomness.seeded(4)).all();

    private static Sequential network(DType dtype) {
        Randomness random = Randomness.seeded(3);
        return Sequential.of(Linear.of(dtype, 2, 12, random), new Softplus(), Linear.of(dtype, 12, 5, random));
    }

    private Tensor loss() {
        return new CrossEntropy().mean(model.forward(batch.inputs()), batch.labels());
    }

    @Test
    void checksEveryNumberOnceAndLeavesTheModelAsItWas() {
        double before = loss().item();
        var checks = ParameterCheck.all(model, this::loss);
        assertThat(checks.collect(check -> check.name() + " " + check.position())
                        .distinct())
                .hasSize(101);
        assertThat(ParameterCheck.worst(checks).relativeError()).isLessThan(1e-8);
        assertThat(loss().item()).isEqualTo(before);
    }

    /** A loss whose recorded part lacks a factor of 1.0005 is caught. */
    @Test
    void catchesAWrongGradient() {
        Supplier<Tensor> wrong = () -> {
            Tensor loss = loss();
            return loss.add(loss.detach().mul(0.0005));
        };
        assertThat(ParameterCheck.worst(ParameterCheck.all(model, wrong)).relativeError())
                .isCloseTo(0.0005, within(1e-5));
    }

    /** A single wrong number is found, by its name and position. */
    @Test
    void namesTheNumberThatIsWrong() {
        Tensor mask = Tensor.of(0.0, 0, 0, 1, 0);
        Supplier<Tensor> wrong = () -> {
            Tensor bias = model.parameters().getLast().value();
            return loss().add(bias.detach().mul(mask).sum());
        };
        ParameterCheck worst = ParameterCheck.worst(ParameterCheck.all(model, wrong));
        assertThat(worst.name()).isEqualTo("2.bias");
        assertThat(worst.position()).isEqualTo(3);
        assertThat(worst.difference() - worst.gradient()).isCloseTo(1, within(1e-8));
    }

    /** A loss that fails in the middle leaves the parameters as they were. */
    @Test
    void setsBackWhatItChangedWhenTheLossFails() {
        double before = loss().item();
        AtomicInteger calls = new AtomicInteger();
        Supplier<Tensor> failing = () -> {
            if (calls.incrementAndGet() == 4) {
                throw new IllegalStateException("no loss");
            }
            return loss();
        };
        assertThatThrownBy(() -> ParameterCheck.all(model, failing)).hasMessage("no loss");
        assertThat(loss().item()).isEqualTo(before);
    }

    @Test
    void refusesFloats() {
        Sequential floats = network(DType.F32);
        assertThatThrownBy(() -> ParameterCheck.all(floats, this::loss))
                .isInstanceOf(ElementTypeException.class)
                .hasMessageContaining("needs F64 parameters, got 0.weight F32[12, 2]")
                .hasMessageContaining("DType.F64");
    }

    @Test
    void errorsAreRelativeToTheLargerOfTheTwo() {
        assertThat(new ParameterCheck("w", 0, 0, 0).relativeError()).isZero();
        assertThat(new ParameterCheck("w", 0, -4, -3).relativeError()).isEqualTo(0.25);
        assertThat(new ParameterCheck("w", 0, 3, 4).relativeError()).isEqualTo(0.25);
        ParameterCheck right = new ParameterCheck("w", 0, 1, 1);
        ParameterCheck none = new ParameterCheck("w", 1, Double.NaN, 1);
        assertThat(ParameterCheck.worst(Lists.immutable.with(right, none, right)))
                .isEqualTo(none);
    }
}
