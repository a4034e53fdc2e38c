package gradus.autodiff;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * How a tensor was computed: what is known of the recorded graph, for those who draw it, count it,
 * trace it or write it in another form.
 *
 * {@snippet lang = java :
 * String words = switch (Recorded.of(loss)) {
 *     case Recorded.Result(Op op, var inputs) -> op.name() + " of " + inputs.size() + " tensors";
 *     case Recorded.ParameterValue(Parameter parameter) -> parameter.name();
 *     case Recorded.Variable _ -> "a variable";
 *     case Recorded.Constant _ -> "a constant";
 * };
 * }
 */
public sealed interface Recorded {
    /**
     * The result of an operator.
     *
     * @param inputs tracked and untracked tensors, in the operator's order
     */
    record Result(Op op, ImmutableList<Tensor> inputs) implements Recorded {
        /**
         * The vector-Jacobian product with respect to one input, by the operator's rule, as a
         * constant.
         *
         * @param input the number of the input, from 0
         * @param y the result of which this is told
         * @param g the cotangent, of the type and shape of the result
         */
        public Tensor vjp(int input, Tensor y, Tensor g) {
            return Engine.vjp(op, input, inputs.collect(Tensor::detach).toArray(new Tensor[0]), y.detach(), g.detach());
        }
    }

    /** A variable that is not a parameter's value. */
    record Variable() implements Recorded {}

    /** A value that a parameter had when it was read. */
    record ParameterValue(Parameter parameter) implements Recorded {}

    /** A tensor that depends on no variable. */
    record Constant() implements Recorded {}

    /**
     * How this tensor was computed.
     *
     * @throws GradientException if it is a parameter's value that an optimizer's step has changed
     *     in place since
     */
    static Recorded of(Tensor tensor) {
        @Nullable Node node = Given.of("recorded", "a tensor", tensor).node;
        if (node == null) {
            return new Constant();
        }
        if (node.op != null) {
            return new Result(node.op, Lists.immutable.with(node.inputs));
        }
        if (node.value == null) {
            return new Variable();
        }
        node.value.shareLate("graph");
        return new ParameterValue(node.value.parameter);
    }

    /**
     * Something that is equal for two tensors exactly where they share the array of their elements,
     * as those of {@code reshape} and its input do: for counting memory.
     */
    static Object storage(Tensor tensor) {
        return Given.of("storage", "a tensor", tensor).storage();
    }
}
