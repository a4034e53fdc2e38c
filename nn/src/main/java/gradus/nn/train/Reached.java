package gradus.nn.train;

import gradus.nn.SeenInputs;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.MutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.jspecify.annotations.Nullable;

/** How far a run has come. */
final class Reached {
    final MutableList<Epoch> epochs = Lists.mutable.empty();
    final MutableDoubleList stepLosses = DoubleLists.mutable.empty();

    /** Those that the first run began with. */
    RunSettings settings;

    /** What the model knew after the best epoch, where that is kept. */
    @Nullable
    Snapshot best;

    Reached(RunSettings settings) {
        this.settings = settings;
    }

    /** All that is needed to go on from here. */
    Checkpoint checkpoint(TrainingPlan plan) {
        return new Checkpoint(
                settings,
                plan.optimizer().learningRate(),
                epochs.toImmutable(),
                stepLosses.toImmutable(),
                Snapshot.of(plan.model()),
                best,
                plan.optimizer().state(),
                plan.plateau() == null ? null : plan.plateau().state(),
                SeenInputs.of(plan.model()));
    }
}
