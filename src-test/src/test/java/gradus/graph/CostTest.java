package gradus.graph;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.Axes;
import gradus.autodiff.CustomOp;
import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Mask;
import gradus.autodiff.Parameter;
import gradus.autodiff.Probability;
import gradus.autodiff.ReductionDerivatives;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.autodiff.graph.Graph;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Counts of flops and bytes, against numbers worked out by hand. */
class CostTest {
    private static final Tensor MATRIX = Tensor.ones(DType.F32, Shape.of(3, 4));
    private static final Mask MASK = MATRIX.greater(0);

    private static Arguments costs(String operator, long flops, UnaryOperator<Tensor> of) {
        return Arguments.of(operator, flops, of);
    }

    static Stream<Arguments> operators() {
        return Stream.of(
                costs("tanh", 12, Tensor::tanh),
                costs("gelu", 12, Tensor::gelu),
                costs("add, broadcast", 24, x -> x.add(Tensor.ones(2, 1, 1))),
                costs("maximum", 12, x -> x.maximum(0)),
                costs("binaryCrossEntropy", 12, x -> x.binaryCrossEntropy(MATRIX)),
                costs("where", 0, x -> Tensor.where(MASK, x, 0)),
                costs("matmul", 2 * 3 * 4 * 5, x -> x.matmul(Tensor.ones(4, 5))),
                costs("matmul, left transposed", 2 * 4 * 3 * 5, x -> x.transposedMatmul(Tensor.ones(3, 5))),
                costs("matmul, right transposed", 2 * 3 * 4 * 6, x -> x.matmulTransposed(Tensor.ones(6, 4))),
                costs("matmul, batches", 7 * 2 * 3 * 4 * 5, x -> x.matmul(Tensor.ones(7, 4, 5))),
                costs("linear without biases", 2 * 3 * 4 * 5, x -> x.linear(weight(), null)),
                costs(
                        "linear, and a bias for each of 15 results",
                        2 * 3 * 4 * 5 + 15,
                        x -> x.linear(weight(), Parameter.of("bias", Tensor.ones(5)))),
                costs(
                        "three matrices",
                        2 * 3 * 4 * 5 + 2 * 3 * 5 * 2,
                        x -> x.einsum("ij,jk,kl->il", Tensor.ones(4, 5), Tensor.ones(5, 2))),
                costs("sum", 12, x -> x.sum(0)),
                costs("prod", 12, Tensor::prod),
                costs("max", 12, x -> x.max(1)),
                costs("min", 12, Tensor::min),
                costs("norm", 24, Tensor::norm),
                costs("logSumExp", 48, x -> x.logSumExp(-1)),
                costs("cumulativeSum", 12, x -> x.cumulativeSum(0)),
                costs("softmax", 60, x -> x.softmax(-1)),
                costs("logSoftmax", 60, x -> x.logSoftmax(-1)),
                costs("crossEntropy", 48, x -> x.crossEntropy(Indices.of(0, 1, 2))),
                costs("reshape", 0, x -> x.reshape(12)),
                costs("transpose", 0, Tensor::transpose),
                costs("slice", 0, x -> x.slice(0, 1, 3)),
                costs("concat", 0, x -> Tensor.concat(0, x, x)),
                costs("indexSelect", 0, x -> x.indexSelect(0, Indices.of(2, 0))),
                costs("takeAlongAxis", 0, x -> x.takeAlongAxis(0, Indices.of(Shape.of(1, 4), 0, 1, 2, 0))),
                costs(
                        "indexAdd: 12 added, then the sum of 20",
                        32,
                        x -> Tensor.zeros(5, 4).indexAdd(0, Indices.of(0, 0, 4), x)),
                costs(
                        "scatterAdd: 12 added, then the sum of 20",
                        32,
                        x -> Tensor.zeros(5, 4)
                                .scatterAdd(0, Indices.of(Shape.of(3, 4), 0, 1, 2, 3, 4, 0, 1, 2, 3, 4, 0, 1), x)));
    }

    private static Parameter weight() {
        return Parameter.of("weight", Tensor.ones(5, 4));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("operators")
    void flopsFollowTheConvention(String operator, long flops, UnaryOperator<Tensor> of) {
        var cost = Graph.of(of.apply(MATRIX.asVariable())).cost();

        assertThat(cost.flops()).as(operator).isEqualTo(flops);
        assertThat(cost.uncounted()).isZero();
    }

    @Test
    void flopsOfOperatorsThatOnlyRulesUse() {
        Shape x = MATRIX.shape();
        var gradient = Lists.immutable.with(x);
        var withDirection = Lists.immutable.with(x, x);
        var prod = new ReductionDerivatives.ProdDerivative(Axes.ALL);
        assertThat(prod.flops(gradient, x)).isEqualTo(36);
        assertThat(prod.flops(withDirection, x)).isEqualTo(108);
        var norm = new ReductionDerivatives.NormDerivative(Axes.ALL);
        assertThat(norm.flops(gradient, x)).isEqualTo(36);
        assertThat(norm.flops(withDirection, x)).isEqualTo(84);
        var slope = new Probability.CrossEntropySlope(Indices.of(0, 1, 2));
        assertThat(slope.flops(Lists.immutable.with(x, Shape.of(3)), x)).isEqualTo(84);
    }

    @Test
    void flopsAddUpAndSharedResultsCountOnce() {
        var x = Tensor.variable(Tensor.ones(10));
        var shared = x.exp();
        var cost = Graph.of(shared.add(shared), shared.mul(x)).cost();

        assertThat(cost.flops()).isEqualTo(30);
        assertThat(cost.vertices()).isEqualTo(4);
        assertThat(cost.operations()).isEqualTo(3);
    }

    @Test
    void bytesCountEachArrayOnce() {
        var x = Tensor.variable(Tensor.ones(3, 4));
        long one = 12L * Float.BYTES;

        assertThat(Graph.of(x).cost().bytes()).isEqualTo(one);
        assertThat(Graph.of(x.reshape(12).reshape(2, 6)).cost().bytes()).isEqualTo(one);
        assertThat(Graph.of(x.exp().reshape(12)).cost().bytes()).isEqualTo(2 * one);
        assertThat(Graph.of(x.mul(x.detach())).cost().bytes()).isEqualTo(2 * one);
        assertThat(Graph.of(Tensor.variable(1.0).add(2)).cost().bytes()).isEqualTo(3L * Double.BYTES);
    }

    @Test
    void aConstantCostsNothingToCompute() {
        var cost = Graph.of(Tensor.ones(2, 2).exp()).cost();

        assertThat(cost.flops()).isZero();
        assertThat(cost.operations()).isZero();
        assertThat(cost.vertices()).isEqualTo(1);
        assertThat(cost.bytes()).isEqualTo(16);
    }

    private static final class Identity implements CustomOp {
        @Override
        public Tensor forward(ImmutableList<Tensor> x) {
            return x.getOnly();
        }

        @Override
        public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
            return g;
        }
    }

    @Test
    void usersOperatorsAreReportedAsNotCounted() {
        var graph = Graph.of(new Identity().apply(Tensor.variable(1.0)).exp());

        assertThat(graph.cost().flops()).isEqualTo(1);
        assertThat(graph.cost().uncounted()).isEqualTo(1);
        assertThat(graph.text()).contains("%1 = identity(%0) : F64[]\n");
    }
}
