package gradus.autodiff;

import static gradus.autodiff.TensorAssertions.assertNear;
import static gradus.autodiff.TensorAssertions.assertSame;
import static gradus.autodiff.TensorAssertions.normal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.check.GradientCheck;
import gradus.autodiff.check.PlantedRules;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;

class CustomOpTest {
    /** y = weighted sum of any number of inputs. */
    private record WeightedSum(double first, double others) implements CustomOp {
        @Override
        public Tensor forward(ImmutableList<Tensor> x) {
            return x.drop(1).injectInto(x.getFirst().mul(first), (sum, next) -> sum.add(next.mul(others)));
        }

        @Override
        public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
            return g.mul(input == 0 ? first : others);
        }
    }

    /** A forward that returns what it likes. */
    private record Returning(Tensor result) implements CustomOp {
        @Override
        public Tensor forward(ImmutableList<Tensor> x) {
            return result;
        }

        @Override
        public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
            return g;
        }

        @Override
        public String name() {
            return "my own";
        }
    }

    @Test
    void worksToAnyOrder() {
        PlantedRules.Cube cube = new PlantedRules.Cube();
        Tensor x = normal(1, 3);
        assertNear(cube.of(x), x.mul(x).mul(x), 0);
        assertNear(Derivatives.grad(y -> cube.of(y).sum(), x), x.square().mul(3), 1e-15);
        assertNear(
                Derivatives.hessian(y -> cube.of(y).sum(), x),
                Tensor.eye(DType.F64, 3).mul(x.mul(6)),
                1e-15);
        GradientCheck.of(cube).orders(3).at(x).requirePassed();
    }

    @Test
    void takesAnyNumberOfInputs() {
        WeightedSum op = new WeightedSum(2, 3);
        Tensor a = normal(1, 2).asVariable();
        Tensor b = normal(2, 2).asVariable();
        Gradients gradients = op.of(a, b, b).sum().gradients();
        assertSame(gradients.of(a), Tensor.of(2.0, 2.0));
        assertSame(gradients.of(b), Tensor.of(6.0, 6.0));
        GradientCheck.ofMany(x -> op.of(x.get(0), x.get(1), x.get(2)))
                .orders(2)
                .at(a, b, b)
                .requirePassed();
    }

    @Test
    void constantsAreNotRecorded() {
        assertThat(new PlantedRules.Cube().of(normal(1, 3)).isTracked()).isFalse();
    }

    @Test
    void forwardIsGivenDetachedInputs() {
        Tensor x = normal(1, 3).asVariable();
        Tensor y = new PlantedRules.Cube().of(x);
        assertThat(y.node.op).isEqualTo(new PlantedRules.Cube());
        assertThat(y.node.inputs).containsExactly(x);
    }

    @Test
    void nameIsTheRecords() {
        assertThat(new PlantedRules.Cube().name()).isEqualTo("cube");
        assertThat(new Returning(normal(1, 3)).name()).isEqualTo("my own");
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> new PlantedRules.Cube().of())
                .isInstanceOf(ArgumentException.class)
                .hasMessage("cube: needs at least one input, got none");
        assertThatThrownBy(() -> new WeightedSum(1, 1).of(Tensor.of(1.0), Tensor.of(1f)))
                .isInstanceOf(ElementTypeException.class)
                .hasMessage("weightedSum: needs operands of one element type, got F64[1] and F32[1]; "
                        + "convert one with to(DType); Java literals: 1 and 1f make F32, 1.0 makes F64");
        assertThatThrownBy(() -> new Returning(Tensor.variable(1.0)).of(Tensor.of(1.0)))
                .isInstanceOf(GradientException.class)
                .hasMessageStartingWith("my own: needs a forward that computes from its inputs alone");
        assertThatThrownBy(() -> new Returning(Tensor.scalar(1f)).of(Tensor.of(1.0)))
                .isInstanceOf(ElementTypeException.class)
                .hasMessage("my own: needs a result of its inputs' type F64, got F32");
        Tensor x = Tensor.of(1.0, 2.0).asVariable();
        Tensor y = new Returning(normal(1, 3)).of(x);
        assertThatThrownBy(() -> y.sum().gradients())
                .isInstanceOf(GradientException.class)
                .hasMessage("vjp of my own: needs a cotangent F64[2] for input 0, got F64[3]; "
                        + "the rule returns the cotangent of one input, in its shape");
    }
}
