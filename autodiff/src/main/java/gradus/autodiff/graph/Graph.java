package gradus.autodiff.graph;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradientException;
import gradus.autodiff.Op;
import gradus.autodiff.Parameter;
import gradus.autodiff.Recorded;
import gradus.autodiff.Tensor;
import java.util.function.Function;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.map.primitive.MutableObjectIntMap;
import org.eclipse.collections.api.set.MutableSet;
import org.eclipse.collections.impl.factory.Sets;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.eclipse.collections.impl.factory.primitive.ObjectIntMaps;

/**
 * How tensors were computed, as a value to look at: the variables, constants and operators behind
 * them, each once, in an order in which every vertex comes after its inputs.
 *
 * {@snippet lang = java :
 * var x = Tensor.variable(3.0);
 * var f = x.square().add(x.mul(2));
 * Graph graph = Graph.of(f);
 * graph.text();
 * // %0 = variable 3.0 : F64[]
 * // %1 = square(%0) : F64[]
 * // %2 = constant 2.0 : F64[]
 * // %3 = mul(%0, %2) : F64[]
 * // %4 = add(%1, %3) : F64[]
 * graph.dot(); // for Graphviz
 * graph.cost().flops(); // 3
 * graph.backward(); // the steps of the reverse sweep, told with their numbers
 * }
 *
 * <p>Only what depends on a variable is recorded, so a tensor computed from constants alone is a
 * graph of one constant. A graph refers to its tensors: dropping both the graph and the results
 * drops what lies behind them.
 */
public final class Graph {

    /** A tensor in a graph, with the place where it stands. Inputs are named by their numbers. */
    public sealed interface Vertex {
        /** The place in {@link Graph#vertices()}: larger than that of every input. */
        int number();

        /** The tensor. */
        Tensor value();

        /**
         * The numbers of the inputs in order; the same input may come twice. Empty but for
         * operations.
         */
        default ImmutableIntList inputs() {
            return IntLists.immutable.empty();
        }

        /**
         * What it is, in a word or two: the operator's or parameter's name, {@code variable},
         * {@code constant 2.0}.
         */
        String label();

        /** The element type and shape of the tensor, such as {@code F32[50, 300]}. */
        default String type() {
            return value().type();
        }
    }

    /** The result of an operator. */
    public record Operation(int number, Tensor value, Op op, ImmutableIntList inputs) implements Vertex {
        @Override
        public String label() {
            return op.name();
        }
    }

    /**
     * A value that a parameter had when it was read, under the parameter's name or the one given by
     * {@link Graph#naming}.
     */
    public record ParameterValue(int number, Tensor value, Parameter parameter, String label) implements Vertex {}

    /** A variable that is not a parameter. */
    public record Variable(int number, Tensor value) implements Vertex {
        @Override
        public String label() {
            return "variable" + GraphText.number(value);
        }
    }

    /** A tensor that depends on no variable. */
    public record Constant(int number, Tensor value) implements Vertex {
        @Override
        public String label() {
            return "constant" + GraphText.number(value);
        }
    }

    private final ImmutableList<Vertex> vertices;
    private final ImmutableList<Vertex> results;

    private Graph(ImmutableList<Vertex> vertices, ImmutableList<Vertex> results) {
        this.vertices = vertices;
        this.results = results;
    }

    /**
     * The graph of everything that the given tensors were computed from. Nothing recurses: a chain
     * of a million operations is fine.
     *
     * @throws ArgumentException without any tensor
     */
    public static Graph of(Tensor... results) {
        ImmutableList<Tensor> ends = Lists.immutable.with(results);
        if (ends.isEmpty()) {
            throw new ArgumentException("graph", "at least one tensor", "none", "");
        }
        Walk walk = new Walk();
        ends.forEach(walk::reach);
        ImmutableList<Vertex> vertices = walk.vertices.toImmutable();
        return new Graph(vertices, ends.collect(end -> vertices.get(walk.number(end))));
    }

    /**
     * The walk from results to inputs: depth first, the first input first, with a stack of its own.
     */
    private static final class Walk {
        private static final int UNKNOWN = -1;

        private final MutableObjectIntMap<Tensor> numbers = ObjectIntMaps.mutable.empty();
        private final MutableSet<Tensor> opened = Sets.mutable.empty();
        private final MutableList<Tensor> stack = Lists.mutable.empty();
        private final MutableList<Vertex> vertices = Lists.mutable.empty();

        private int number(Tensor tensor) {
            return numbers.getIfAbsent(tensor, UNKNOWN);
        }

        private void reach(Tensor result) {
            stack.add(result);
            while (stack.notEmpty()) {
                Tensor next = stack.getLast();
                Recorded recorded = Recorded.of(next);
                boolean waitsForInputs = opened.add(next);
                if (waitsForInputs && recorded instanceof Recorded.Result(Op _, ImmutableList<Tensor> inputs)) {
                    inputs.reverseForEach(stack::add);
                    continue;
                }
                stack.removeLast();
                if (number(next) == UNKNOWN) {
                    numbers.put(next, vertices.size());
                    vertices.add(vertex(next, recorded));
                }
            }
        }

        private Vertex vertex(Tensor tensor, Recorded recorded) {
            int number = vertices.size();
            return switch (recorded) {
                case Recorded.Constant _ -> new Constant(number, tensor);
                case Recorded.Variable _ -> new Variable(number, tensor);
                case Recorded.ParameterValue(Parameter parameter) ->
                    new ParameterValue(number, tensor, parameter, parameter.qualifiedName());
                case Recorded.Result(Op op, ImmutableList<Tensor> inputs) ->
                    new Operation(
                            number,
                            tensor,
                            op,
                            inputs.collectInt(this::number, IntLists.mutable.empty())
                                    .toImmutable());
            };
        }
    }

    /**
     * The same graph with other names for the parameters, such as the full ones that they have in a
     * model.
     */
    public Graph naming(Function<Parameter, String> names) {
        ImmutableList<Vertex> renamed = vertices.collect(vertex -> vertex instanceof ParameterValue value
                ? new ParameterValue(value.number, value.value, value.parameter, names.apply(value.parameter))
                : vertex);
        return new Graph(renamed, results.collect(result -> renamed.get(result.number())));
    }

    /** Every tensor in the graph once, inputs before what is computed from them. */
    public ImmutableList<Vertex> vertices() {
        return vertices;
    }

    /** The tensors that the graph was asked for, in that order. */
    public ImmutableList<Vertex> results() {
        return results;
    }

    /**
     * One line a vertex, such as {@code %3 = matmul(%1, 0.weight) : F32[50, 300]} and then the
     * operator's settings.
     */
    public String text() {
        return new GraphText(this).all();
    }

    /** The line of {@link #text()} that is about one vertex of this graph. */
    public String text(Vertex vertex) {
        return new GraphText(this).line(vertex);
    }

    /**
     * The graph in Graphviz's DOT language, to be drawn with {@code dot -Tsvg}: operators as boxes,
     * parameters and variables as ellipses, constants as notes, results framed twice; the line of
     * {@link #text()} is the tooltip. The colors are readable on light and dark pages.
     */
    public String dot() {
        return GraphDot.of(this);
    }

    /** What it takes to compute and to hold the graph. */
    public Cost cost() {
        return Cost.of(this);
    }

    /**
     * The reverse sweep told step by step with its numbers, for people who learn how it works: each
     * line is one vector-Jacobian product, and the last lines are the gradients. {@link
     * Tensor#gradients()} takes the same steps in a compatible order.
     *
     * @throws GradientException unless there is one result, a single number that depends on a
     *     variable
     */
    public String backward() {
        return new BackwardTrace(this).text();
    }

    /** As {@link #text()}. */
    @Override
    public String toString() {
        return text();
    }
}
