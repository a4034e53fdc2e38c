package gradus.nn.train;

import gradus.autodiff.ArgumentException;
import gradus.nn.data.Dataset;
import gradus.nn.optim.OnPlateau;
import gradus.nn.optim.Optimizer;

/** What the settings of a trainer have to be. */
final class TrainerRules {
    private TrainerRules() {}

    /** A count, if it is 1 or more. */
    static int requireOne(String need, int value) {
        if (value < 1) {
            throw new ArgumentException("Trainer", need, value + "", "");
        }
        return value;
    }

    /** A validation set, if there are examples in it. */
    static Dataset requireExamples(Dataset data) {
        if (data.size() == 0) {
            throw new ArgumentException("Trainer.validation", "at least one example", "none", "");
        }
        return data;
    }

    /** Refuses a schedule beside a rule that lowers the rate by itself. */
    static void requireOneOfBoth(boolean alone) {
        if (!alone) {
            throw new ArgumentException(
                    "Trainer",
                    "a schedule or onPlateau",
                    "both",
                    "a schedule sets the rate of each step, so that lowering it has no effect");
        }
    }

    /** Refuses a rule for another optimizer than the trainer's. */
    static void requireOptimizer(OnPlateau rule, Optimizer optimizer) {
        if (!rule.optimizer().equals(optimizer)) {
            throw new ArgumentException(
                    "Trainer.onPlateau",
                    "a rule for the optimizer of the trainer",
                    "one for another",
                    "give both the same object: OnPlateau.of(optimizer)");
        }
    }
}
