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
        assertNear(cube.apply(x), x.mul(x).mul(x), 0);
        assertNear(Derivatives.grad(y -> cube.apply(y).sum(), x), x.square().mul(3), 1e-15);
        assertNear(
                Derivatives.hessian(y -> cube.apply(y).sum(), x),
                Tensor.eye(DType.F64, 3).mul(x.mul(6)),
                1e-15);
        GradientCheck.of(cube).orders(3).at(x).requirePassed();
    }

    @Test
    void takesAnyNumberOfInputs() {
        WeightedSum op = new WeightedSum(2, 3);
        Tensor a = normal(1, 2).asVariable();
        Tensor b = normal(2, 2).asVariable();
        Gradients gradients = op.apply(a, b, b).sum().gradients();
        assertSame(gradients.of(a), Tensor.of(2.0, 2.0));
        assertSame(gradients.of(b), Tensor.of(6.0, 6.0));
        GradientCheck.ofMany(x -> op.apply(x.get(0), x.get(1), x.get(2)))
                .orders(2)
                .at(a, b, b)
                .requirePassed();
    }

    @Test
    void constantsAreNotRecorded() {
        assertThat(new PlantedRules.Cube().apply(normal(1, 3)).isTracked()).isFalse();
    }

    @Test
    void forwardIsGivenDetachedInputs() {
        Tensor x = normal(1, 3).asVariable();
        Tensor y = new PlantedRules.Cube().apply(x);
        assertThat(y.node.op).isEqualTo(new PlantedRules.Cube());
        assertThat(y.node.inputs).containsExactly(x);
    }

    /** A record with a static {@code of} of its own, which may not come before the operator. */
    private record Scaled(double factor) implements CustomOp {
        static Scaled of(double factor) {
            return new Scaled(factor);
        }

        static Tensor of(Tensor x) {
            return x.zerosLike();
        }

        @Override
        public Tensor forward(ImmutableList<Tensor> x) {
            return x.getOnly().mul(factor);
        }

        @Override
        public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
            return g.mul(factor);
        }
    }

    @Test
    void aStaticFactoryOfTheRecordDoesNotComeBeforeTheOperator() {
        assertSame(Scaled.of(3).apply(Tensor.of(1.0, 2.0)), Tensor.of(3.0, 6.0));
        assertSame(Scaled.of(Tensor.of(1.0, 2.0)), Tensor.of(0.0, 0.0));
        GradientCheck.of(Scaled.of(3)).orders(2).at(normal(1, 3)).requirePassed();
    }

    @Test
    void nameIsTheRecords() {
        assertThat(new PlantedRules.Cube().name()).isEqualTo("cube");
        assertThat(new Returning(normal(1, 3)).name()).isEqualTo("my own");
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> new PlantedRules.Cube().apply())
                .isInstanceOf(ArgumentException.class)
                .hasMessage("cube: needs at least one input, got none");
        assertThatThrownBy(() -> new WeightedSum(1, 1).apply(Tensor.of(1.0), Tensor.of(1f)))
                .isInstanceOf(ElementTypeException.class)
                .hasMessage("weightedSum: needs operands of one element type, got F64[1] and F32[1]; "
                        + "convert one with to(DType); Java literals: 1 and 1f make F32, 1.0 makes F64");
        assertThatThrownBy(() -> new Returning(Tensor.variable(1.0)).apply(Tensor.of(1.0)))
                .isInstanceOf(GradientException.class)
                .hasMessageStartingWith("my own: needs a forward that computes from its inputs alone");
        assertThatThrownBy(() -> new Returning(Tensor.scalar(1f)).apply(Tensor.of(1.0)))
                .isInstanceOf(ElementTypeException.class)
                .hasMessage("my own: needs a result of its inputs' type F64, got F32");
        Tensor x = Tensor.of(1.0, 2.0).asVariable();
        Tensor y = new Returning(normal(1, 3)).apply(x);
        assertThatThrownBy(() -> y.sum().gradients())
                .isInstanceOf(GradientException.class)
                .hasMessage("vjp of my own: needs a cotangent F64[2] for input 0, got F64[3]; "
                        + "the rule returns the cotangent of one input, in its shape");
    }

    @Test
    void namesStartInLowerCase() {
        assertThat(OpNames.of("LogSumExp")).isEqualTo("logSumExp");
        assertThat(OpNames.of("X")).isEqualTo("x");
        assertThat(OpNames.of("")).as("an anonymous class").isEqualTo("customOp");
    }
}
