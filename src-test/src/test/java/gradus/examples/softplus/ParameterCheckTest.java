package gradus.examples.softplus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.data.Batch;
import gradus.nn.data.RingsAndClouds;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ParameterCheckTest {
    private final Layer model = Training.network(Randomness.seeded(3));
    private final Batch batch =
            RingsAndClouds.generated(10, Randomness.seeded(4)).all();

    @Test
    void checksEveryNumberOnceAndLeavesTheModelAsItWas() {
        double before = Training.loss(model, batch).item();
        var checks = ParameterCheck.all(model, () -> Training.loss(model, batch));
        assertThat(checks.collect(check -> check.name() + " " + check.position())
                        .distinct())
                .hasSize(101);
        assertThat(ParameterCheck.worst(checks).relativeError()).isLessThan(1e-8);
        assertThat(Training.loss(model, batch).item()).isEqualTo(before);
    }

    /** A loss whose recorded part lacks a factor of 1.0005 is caught. */
    @Test
    void catchesAWrongGradient() {
        Supplier<Tensor> wrong = () -> {
            Tensor loss = Training.loss(model, batch);
            return loss.add(loss.detach().mul(0.0005));
        };
        assertThat(ParameterCheck.worst(ParameterCheck.all(model, wrong)).relativeError())
                .isCloseTo(0.0005, within(1e-5));
    }
}
