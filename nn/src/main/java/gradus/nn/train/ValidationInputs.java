package gradus.nn.train;

import gradus.autodiff.Tensor;
import gradus.nn.SeenInputs;
import org.jspecify.annotations.Nullable;

/** The inputs of the validation set are unlike those that the model is trained on. */
final class ValidationInputs implements HintRule {
    private static final int EXAMPLES = 100;

    @Override
    public @Nullable Hint conclude(FirstEpoch epoch) {
        @Nullable ValidationData validation = epoch.plan().validation();
        @Nullable SeenInputs seen = epoch.seen();
        if (validation == null || seen == null) {
            return null;
        }
        @Nullable Tensor inputs = SeenInputs.main(validation.first(EXAMPLES).namedInputs());
        @Nullable String evidence = inputs == null ? null : seen.difference(inputs);
        return evidence == null
                ? null
                : new Hint("validation inputs unlike those of the training", evidence, SeenInputs.advice());
    }
}
