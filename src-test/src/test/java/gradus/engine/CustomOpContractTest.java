package gradus.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.CustomOp;
import gradus.autodiff.DType;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.GradientException;
import gradus.autodiff.Tensor;
import gradus.autodiff.graph.Graph;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;

/** What the engine refuses of a user's operator, because a gradient would be lost without a word. */
class CustomOpContractTest {
    /** Multiplies by a tensor that it was made with, instead of taking it as an input. */
    record Scale(Tensor factor) implements CustomOp {
        @Override
        public Tensor forward(ImmutableList<Tensor> x) {
            return x.getFirst().mul(factor);
        }

        @Override
        public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
            return g.mul(factor);
        }
    }

    /** Forgets which element type it was given. */
    record Widen() implements CustomOp {
        @Override
        public Tensor forward(ImmutableList<Tensor> x) {
            return x.getFirst().to(DType.F64);
        }

        @Override
        public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
            return g.to(DType.F32);
        }
    }

    @Test
    void aVariableThatIsNoInputIsRefused() {
        Tensor hidden = Tensor.variable(2.0);
        assertThatThrownBy(() -> new Scale(hidden).apply(Tensor.variable(3.0)))
                .isInstanceOf(GradientException.class)
                .hasMessage("scale: needs a forward that computes from its inputs alone, got a result that depends on"
                        + " another variable; pass the variable as an input, or detach() it, so that no"
                        + " gradient is lost");
    }

    @Test
    void anotherElementTypeIsRefused() {
        assertThatThrownBy(() -> new Widen().apply(Tensor.variable(3f)))
                .isInstanceOf(ElementTypeException.class)
                .hasMessage("widen: needs a result of its inputs' type F32, got F64");
    }

    @Test
    void anAnonymousOperatorHasAName() {
        CustomOp twice = new CustomOp() {
            @Override
            public Tensor forward(ImmutableList<Tensor> x) {
                return x.getFirst().mul(2);
            }

            @Override
            public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
                return null;
            }
        };
        Tensor y = twice.apply(Tensor.variable(3.0));
        assertThat(Graph.of(y).text()).contains("customOp(%0)");
        assertThatThrownBy(y::gradients)
                .isInstanceOf(GradientException.class)
                .hasMessage(
                        "vjp of customOp: needs a cotangent for input 0, got null; zeros of its shape, if it has none");
    }

    /** Forgets its result. */
    record Nothing() implements CustomOp {
        @Override
        public Tensor forward(ImmutableList<Tensor> x) {
            return null;
        }

        @Override
        public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
            return g;
        }
    }

    @Test
    void aForwardWithoutResultIsRefused() {
        assertThatThrownBy(() -> new Nothing().apply(Tensor.variable(3.0)))
                .isInstanceOf(GradientException.class)
                .hasMessage("nothing: needs a forward that gives a tensor, got null");
    }
}
