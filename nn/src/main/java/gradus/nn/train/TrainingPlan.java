package gradus.nn.train;

import gradus.autodiff.Randomness;
import gradus.nn.Model;
import gradus.nn.optim.OnPlateau;
import gradus.nn.optim.Optimizer;
import gradus.nn.optim.Schedule;
import java.nio.file.Path;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * What a run is to do: the settings of a trainer when it begins, which fit together. The cells in it,
 * such as the model and the optimizer, change as it goes.
 *
 * @param evaluationBatchSize how many examples are evaluated at once
 * @param shards into how many parts each batch is divided
 * @param endsExplosions whether a loss on its way to infinity ends it
 * @param hints whether it says what looks like a mistake
 */
record TrainingPlan(
        Model model,
        Objective objective,
        Optimizer optimizer,
        Material material,
        ImmutableList<NamedMetric> metrics,
        ImmutableList<TrainingListener> listeners,
        @Nullable ValidationData validation,
        @Nullable EarlyStopping earlyStopping,
        int epochs,
        int batchSize,
        int evaluationBatchSize,
        Shards shards,
        long maxSteps,
        long seed,
        @Nullable Schedule schedule,
        @Nullable OnPlateau plateau,
        @Nullable Path checkpoint,
        boolean endsExplosions,
        boolean hints) {

    /** Where the steps of each epoch come from. */
    @FunctionalInterface
    interface Epochs {
        /** The steps of an epoch: they depend on nothing but the random numbers. */
        Steps next(Randomness random, Shards shards);
    }

    /**
     * What is trained on.
     *
     * @param words the same in words
     * @param ifEmpty a hint where there is nothing
     */
    record Material(Epochs epochs, String words, String ifEmpty) {}

    /**
     * A plan.
     *
     * @throws gradus.autodiff.ArgumentException if early stopping watches what is not measured
     */
    TrainingPlan {
        if (earlyStopping != null) {
            earlyStopping.requireMeasured(names(metrics, validation));
        }
    }

    /** The names of what an epoch measures. */
    ImmutableList<String> names() {
        return names(metrics, validation);
    }

    private static ImmutableList<String> names(
            ImmutableList<NamedMetric> metrics, @Nullable ValidationData validation) {
        ImmutableList<String> measured = Measurements.names(metrics);
        return measured.newWithAll(
                        validation == null
                                ? Lists.immutable.empty()
                                : measured.collect(name -> Epoch.VALIDATION + name))
                .newWith(Epoch.LEARNING_RATE)
                .newWith(Epoch.SECONDS);
    }
}
