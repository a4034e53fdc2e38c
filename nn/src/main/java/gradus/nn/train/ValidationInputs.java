package gradus.nn.train;

import gradus.autodiff.Tensor;
import gradus.nn.SeenInputs;
import gradus.nn.data.Dataset;
import org.jspecify.annotations.Nullable;

/** The inputs of the validation set are unlike those that the model is trained on. */
final class ValidationInputs implements HintRule {
    private static final int EXAMPLES = 100;

    @Override
    public @Nullable Hint conclude(FirstEpoch epoch) {
        @Nullable Dataset validation = epoch.plan().validation();
        @Nullable SeenInputs seen = epoch.seen();
        if (validation == null || seen == null) {
            return null;
        }
        Dataset some = validation.slice(0, Math.min(EXAMPLES, validation.size()));
        @Nullable Tensor inputs = SeenInputs.main(some.all().namedInputs());
        @Nullable String evidence = inputs == null ? null : seen.difference(inputs);
        return evidence == null
                ? null
                : new Hint("validation inputs unlike those of the training", evidence, SeenInputs.advice());
    }
}
