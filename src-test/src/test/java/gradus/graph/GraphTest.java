package gradus.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Arithmetic;
import gradus.autodiff.Axes;
import gradus.autodiff.CustomOp;
import gradus.autodiff.DType;
import gradus.autodiff.Parameter;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.autodiff.graph.Graph;
import java.util.Random;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.junit.jupiter.api.Test;

/** The recorded graph as a value, and as text. */
class GraphTest {

    @Test
    void listsEachVertexOnceInAnOrderThatCanBeComputed() {
        var x = Tensor.variable(3.0);
        var f = x.square().add(x.mul(2));

        assertThat(Graph.of(f).text()).isEqualTo("""
                %0 = variable 3.0 : F64[]
                %1 = square(%0) : F64[]
                %2 = constant 2.0 : F64[]
                %3 = mul(%0, %2) : F64[]
                %4 = add(%1, %3) : F64[]""");
    }

    @Test
    void namesParametersAndShowsSettings() {
        var weight = Parameter.of("0.weight", Tensor.zeros(3, 2));
        var y = Tensor.ones(4, 2)
                .matmulTransposed(weight.value())
                .sum(Axes.of(0, -1).kept());

        assertThat(Graph.of(y)).hasToString("""
                %0 = constant : F32[4, 2]
                %1 = parameter 0.weight : F32[3, 2]
                %2 = matmul(%0, 0.weight) : F32[4, 3]  {transposeA=false, transposeB=true}
                %3 = sum(%2) : F32[1, 1]  {axes=[0, -1] kept}""");
    }

    @Test
    void parametersOfOneNameGoByNumber() {
        var first = Parameter.of("w", Tensor.scalar(1f));
        var second = Parameter.of("w", Tensor.scalar(0.1f));

        assertThat(Graph.of(first.value().mul(second.value())).text()).endsWith("%2 = mul(%0, %1) : F32[]");
    }

    @Test
    void parametersCanGoByOtherNames() {
        var weight = Parameter.of("weight", Tensor.scalar(1f));
        var inner = Parameter.of("weight", Tensor.scalar(2f));
        var graph = Graph.of(inner.value(), weight.value().mul(inner.value()))
                .naming(parameter -> parameter == inner ? "1.weight" : "0.weight");

        assertThat(graph.text()).endsWith("%2 = mul(0.weight, 1.weight) : F32[]");
        assertThat(graph.results().getFirst().label()).isEqualTo("1.weight");
    }

    @Test
    void twoValuesOfOneParameterAreTwoVertices() {
        var cell = Parameter.of("w", Tensor.scalar(1.0));
        var before = cell.value();
        cell.set(Tensor.scalar(2.0));
        var graph = Graph.of(before.mul(cell.value()));

        assertThat(graph.vertices()
                        .selectInstancesOf(Graph.ParameterValue.class)
                        .collect(Graph.Vertex::value))
                .containsExactly(before, cell.value());
    }

    @Test
    void oneTensorUsedTwiceIsOneVertex() {
        var x = Tensor.variable(Tensor.of(1.0, 2.0));
        var graph = Graph.of(x.mul(x));

        assertThat(graph.vertices()).hasSize(2);
        assertThat(graph.vertices().get(1).inputs().toArray()).containsExactly(0, 0);
    }

    @Test
    void aConstantIsAGraphOfOneConstant() {
        var constant = Tensor.of(1.0, 2.0).add(3).exp();

        assertThat(Graph.of(constant).text()).isEqualTo("%0 = constant : F64[2]");
        assertThat(Graph.of(Tensor.variable(1.0).detach()).text()).isEqualTo("%0 = constant 1.0 : F64[]");
    }

    @Test
    void aVariableIsAGraphOfOneVariable() {
        assertThat(Graph.of(Tensor.variable(0.1f)).text()).isEqualTo("%0 = variable 0.1 : F32[]");
    }

    @Test
    void severalResultsShareWhatTheyHaveInCommon() {
        var x = Tensor.variable(1.0);
        var common = x.exp();
        var first = common.sin();
        var second = common.cos();
        var graph = Graph.of(second, first, second);

        assertThat(graph.vertices()).hasSize(4);
        assertThat(graph.results().collect(Graph.Vertex::value)).containsExactly(second, first, second);
    }

    @Test
    void withoutTensorsThereIsNoGraph() {
        assertThatThrownBy(Graph::of)
                .isInstanceOf(ArgumentException.class)
                .hasMessage("graph: needs at least one tensor, got none");
    }

    @Test
    void gradientsThatWereRecordedHaveAGraphToo() {
        var x = Tensor.variable(2.0);
        var gradient = x.square().mul(x).differentiableGradients().of(x);

        assertThat(gradient.item()).isEqualTo(12);
        assertThat(Graph.of(gradient).vertices().collect(Graph.Vertex::value)).contains(x, gradient);
    }

    record Twice(String remark) implements CustomOp {
        @Override
        public Tensor forward(ImmutableList<Tensor> x) {
            return x.getOnly().mul(2);
        }

        @Override
        public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
            return g.mul(2);
        }
    }

    @Test
    void usersOperatorsAreShownLikeOthersOnOneLine() {
        var graph = Graph.of(new Twice("two\nlines").apply(Tensor.variable(1.0)));

        assertThat(graph.text()).endsWith("%1 = twice(%0) : F64[]  {remark=two lines}");
    }

    @Test
    void aChainOfManyOperations() {
        var x = Tensor.variable(1.0);
        var y = x;
        int length = 200_000;
        for (int i = 0; i < length; i++) {
            y = y.neg();
        }
        var graph = Graph.of(y);

        assertThat(graph.vertices()).hasSize(length + 1);
        assertThat(graph.vertices().getFirst().value()).isSameAs(x);
        assertThat(graph.vertices().getLast().value()).isSameAs(y);
        assertThat(graph.cost().flops()).isEqualTo(length);
        assertThat(graph.text().lines()).hasSize(length + 1);
        assertThat(graph.dot()).contains("v199999 -> v200000;");
    }

    @Test
    void aDiamondWithTwoToTheSixtyPaths() {
        var y = Tensor.variable(1.0);
        for (int i = 0; i < 60; i++) {
            y = y.add(y.neg());
        }

        assertThat(Graph.of(y).vertices()).hasSize(121);
    }

    @Test
    void inRandomGraphsEveryVertexFollowsItsInputsAndStandsOnce() {
        var random = new Random(7);
        for (int trial = 0; trial < 50; trial++) {
            MutableList<Tensor> made = Lists.mutable.with(Tensor.variable(1.0), Tensor.scalar(2.0));
            for (int i = 0; i < 40; i++) {
                made.add(made.get(random.nextInt(made.size())).mul(made.get(random.nextInt(made.size()))));
            }
            var graph = Graph.of(made.toArray(new Tensor[0]));

            assertThat(graph.results().collect(Graph.Vertex::value)).containsExactlyElementsOf(made);
            assertThat(graph.vertices().collect(Graph.Vertex::value)).doesNotHaveDuplicates();
            graph.vertices().forEachWithIndex((vertex, place) -> {
                assertThat(vertex.number()).isEqualTo(place);
                vertex.inputs().forEach(input -> assertThat(input).isLessThan(place));
            });
        }
    }

    @Test
    void theOperatorsOfAGraphCanBeSwitchedOver() {
        var x = Tensor.variable(Tensor.uniform(DType.F64, Shape.of(2, 2), 0, 1, new Random(1)));
        var squares = Graph.of(x.square().sum().add(x.exp().square().sum()))
                .vertices()
                .selectInstancesOf(Graph.Operation.class)
                .count(operation -> operation.op() instanceof Arithmetic.Square);

        assertThat(squares).isEqualTo(2);
    }
}
