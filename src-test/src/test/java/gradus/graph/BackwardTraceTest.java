package gradus.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.GradientException;
import gradus.autodiff.Indices;
import gradus.autodiff.Parameter;
import gradus.autodiff.Tensor;
import gradus.autodiff.graph.Graph;
import org.junit.jupiter.api.Test;

/** The reverse sweep told step by step. */
class BackwardTraceTest {

    @Test
    void tellsEachStepWithItsNumbers() {
        var x = Tensor.variable(3.0);

        assertThat(Graph.of(x.square().add(x.mul(2))).backward()).isEqualTo("""
                start: the cotangent of %4 is F64[] 1.
                %4 = add(%1, %3): F64[] 1. goes to %1
                %4 = add(%1, %3): F64[] 1. goes to %3
                %3 = mul(%0, %2): F64[] 2. goes to %0
                %1 = square(%0): F64[] 6. goes to %0, together F64[] 8.
                gradient of %0 = variable 3.0: F64[] 8.""");
    }

    @Test
    void endsWithTheGradientsOfTheRealSweep() {
        var weight = Parameter.of("weight", Tensor.of(new double[][] {{1, -1}, {0.5, 2}}));
        var bias = Parameter.of("bias", Tensor.of(0.25, -0.5));
        var logits = Tensor.of(new double[][] {{1, 2}, {3, 4}, {-1, 0}})
                .matmul(weight.value())
                .add(bias.value())
                .tanh()
                .mul(bias.value());
        var loss = logits.crossEntropy(Indices.of(0, 1, 1)).mean();
        var gradients = loss.gradients();
        var story = Graph.of(loss).backward();

        for (var parameter : new Parameter[] {weight, bias}) {
            var expected = gradients.of(parameter).toString().replaceAll("\\s+", " ");
            assertThat(story).contains("= parameter " + parameter.name() + ": " + expected);
        }
    }

    @Test
    void largeTensorsAreToldByTheirTypes() {
        var x = Tensor.variable(Tensor.ones(5, 5));

        assertThat(Graph.of(x.sum()).backward()).contains("%1 = sum(%0): F32[5, 5] goes to %0");
    }

    @Test
    void needsOneNumberThatDependsOnAVariable() {
        var x = Tensor.variable(Tensor.of(1.0, 2.0));

        assertThatThrownBy(Graph.of(x.exp())::backward)
                .isInstanceOf(GradientException.class)
                .hasMessageContaining("got exp F64[2]")
                .hasMessageContaining("reduce it");
        assertThatThrownBy(Graph.of(Tensor.scalar(1.0))::backward)
                .isInstanceOf(GradientException.class)
                .hasMessageContaining("got constant 1.0 F64[]");
        assertThatThrownBy(Graph.of(x.sum(), x.prod())::backward)
                .isInstanceOf(GradientException.class)
                .hasMessageContaining("sum F64[], prod F64[]");
    }
}
