package gradus.autodiff;

import org.eclipse.collections.api.list.ImmutableList;

/**
 * What one step of an optimizer does to a parameter w with gradient g, and to what the optimizer
 * remembers of it, its state: tensors of the parameter's shape and type. See {@link Parameter#update}.
 *
 * <p>The rules that are named here run as one loop over the elements, in place. A rule of your own is
 * a {@link Computed}, written with tensor operations. Rates and decays are plain numbers: what depends
 * on the number of the step was worked out before.
 */
public sealed interface UpdateRule {

    /** A rule that runs as one loop in place. */
    sealed interface Loop extends UpdateRule {
        /** How many tensors of state it needs. */
        int stateSize();
    }

    /** w ← w - rate (g + decay w). No state. */
    record Descent(double rate, double decay) implements Loop {
        @Override
        public int stateSize() {
            return 0;
        }
    }

    /**
     * g' = g + decay w; v ← momentum v + g'; w ← w - rate v, or with Nesterov's look ahead w ← w - rate
     * (g' + momentum v). State: the velocity v.
     */
    record MomentumDescent(double rate, double decay, double momentum, boolean nesterov) implements Loop {
        @Override
        public int stateSize() {
            return 1;
        }
    }

    /**
     * g' = g + decay w; m ← beta1 m + (1 - beta1) g'; v ← beta2 v + (1 - beta2) g'²; w ← shrink w - rate m
     * / (√v / root + epsilon). State: the running means m and v.
     *
     * @param rate the learning rate, corrected for the bias of m
     * @param decay the weight decay that is part of the gradient
     * @param shrink 1, or what decays the weights beside the gradient
     * @param root the root of what corrects the bias of v
     */
    record Adam(double rate, double decay, double shrink, double beta1, double beta2, double root, double epsilon)
            implements Loop {
        @Override
        public int stateSize() {
            return 2;
        }
    }

    /** g' = g + decay w; s ← s + g'²; w ← w - rate g' / (√s + epsilon). State: the sum s. */
    record Adagrad(double rate, double decay, double epsilon) implements Loop {
        @Override
        public int stateSize() {
            return 1;
        }
    }

    /**
     * g' = g + decay w; s ← alpha s + (1 - alpha) g'²; m ← alpha m + (1 - alpha) g' if centered, otherwise
     * m = 0; v ← momentum v + g' / (√max(s - m², 0) + epsilon); w ← w - rate v. State: s, then m if
     * centered, then v if there is a momentum.
     */
    record RMSprop(double rate, double decay, double alpha, double epsilon, double momentum, boolean centered)
            implements Loop {
        @Override
        public int stateSize() {
            return 1 + (centered ? 1 : 0) + (momentum == 0 ? 0 : 1);
        }
    }

    /**
     * A rule written with tensor operations, in either element type.
     *
     * {@snippet lang = java :
     * UpdateRule.Computed signDescent = (value, gradient, state) ->
     *         Lists.immutable.with(value.sub(gradient.sign().mul(0.01)));
     * }
     */
    @FunctionalInterface
    non-sealed interface Computed extends UpdateRule {
        /**
         * The next value, and after it the next of each tensor of state, in the parameter's shape and
         * type.
         *
         * @param value the current value, a constant
         * @param gradient the gradient, a constant
         * @param state what the optimizer remembers, constants
         */
        ImmutableList<Tensor> next(Tensor value, Tensor gradient, ImmutableList<Tensor> state);
    }
}
