package gradus.nn.train;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * Looks for one mistake in one run. It sees steps that are taken anyway: the model and the objective
 * are never asked once more, since a user's own may count or draw.
 */
sealed interface HintRule
        permits RateTooHigh,
                RateTooLow,
                InputScale,
                ValidationInputs,
                DeadUnits,
                DoubleSoftmax,
                LabelsOutOfStep,
                LabelsFromOne {

    /** New ones, of all kinds: a new kind is added here. */
    static ImmutableList<HintRule> all() {
        return Lists.immutable.with(
                new RateTooHigh(),
                new RateTooLow(),
                new InputScale(),
                new ValidationInputs(),
                new DeadUnits(),
                new DoubleSoftmax(),
                new LabelsOutOfStep(),
                new LabelsFromOne());
    }

    /** The first step and some of the last ones of the epoch come by, before they change anything. */
    default void observe(ObservedStep step) {}

    /**
     * The steps that were observed come by once more, after they have changed the parameters, and
     * others where more are wanted.
     */
    default void taken(TakenStep step) {}

    /** Whether the next steps are wanted too, though they are not among the last ones. */
    default boolean wantsMore() {
        return false;
    }

    /** What there is to say after the first epoch. */
    @Nullable
    Hint conclude(FirstEpoch epoch);
}
