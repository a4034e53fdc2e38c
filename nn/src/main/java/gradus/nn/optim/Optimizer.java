package gradus.nn.optim;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradientException;
import gradus.autodiff.Gradients;
import gradus.autodiff.Parameter;
import gradus.autodiff.Tensor;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * What changes parameters step by step, given the gradients of a loss: what training, schedules and
 * checkpoints see of it. {@link GradientOptimizer} is the common part of those here and of your
 * own.
 *
 * <p>An optimizer is a cell like the parameters it changes: its settings can be changed at any
 * time, also between steps, and what it remembers stays. It belongs to one thread.
 */
public interface Optimizer extends Stateful {
    /** All that it changes, those of groups too. */
    ImmutableList<Parameter> parameters();

    /**
     * Sets every parameter that the loss depends on to its next value; the others, and what is
     * remembered of them, stay as they are. If it fails, nothing has changed.
     *
     * @throws ArgumentException if no learning rate was set
     * @throws GradientException if the loss depends on none of the parameters, or mixes two values
     *     of one
     */
    void step(Gradients gradients);

    /**
     * One step down the gradients of {@code loss}, as {@code step(loss.gradients())}, but perhaps
     * in memory that serves every step.
     *
     * @throws ArgumentException if no learning rate was set
     * @throws GradientException as {@link #step} and {@link Tensor#gradients()}
     */
    default void minimize(Tensor loss) {
        step(loss.gradients());
    }

    /**
     * Its settings in words, the learning rate left out, which may change while it trains. A
     * checkpoint keeps them, and a training does not go on with others. Nothing, unless a class
     * says so.
     */
    default ImmutableList<String> steadySettings() {
        return Lists.immutable.empty();
    }

    /** The learning rate of the next step; NaN before it is set. */
    double learningRate();

    /**
     * Sets the learning rate, finite and 0 or more, for the steps to come. Groups that have one of
     * their own keep it.
     */
    Optimizer learningRate(double rate);
}
