package gradus.nn.optim;

import gradus.autodiff.UpdateRule;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * What an optimizer does to one parameter at one step.
 *
 * @param update how its value changes
 * @param memory names of what it remembers from step to step, each a tensor of the parameter's
 *     shape and type, in the order in which the rule gets them; without dots
 * @param initial what each element remembered starts as
 */
public record StepRule(UpdateRule update, ImmutableList<String> memory, double initial) {

    /** A rule whose memory starts as zeros. */
    public static StepRule of(UpdateRule update, String... memory) {
        return new StepRule(update, Lists.immutable.with(memory), 0);
    }

    /** A rule of your own, written with tensor operations, whose memory starts as zeros. */
    public static StepRule of(UpdateRule.Computed update, String... memory) {
        return of((UpdateRule) update, memory);
    }
}
