package gradus.nn.optim;

import gradus.autodiff.Parameter;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * What an optimizer does to one parameter at one step.
 *
 * @param update the loop over its elements
 * @param memory names of what the loop remembers from step to step, each a tensor of the parameter's shape and type, in the order in which
 *     the loop gets them; without dots
 * @param initial what each element remembered starts as
 */
public record StepRule(Parameter.Update update, ImmutableList<String> memory, double initial) {

    /** A rule whose memory starts as zeros. */
    public static StepRule of(Parameter.Update update, String... memory) {
        return new StepRule(update, Lists.immutable.with(memory), 0);
    }
}
