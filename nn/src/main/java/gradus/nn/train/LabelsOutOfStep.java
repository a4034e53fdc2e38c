package gradus.nn.train;

import gradus.nn.data.Batch;
import gradus.nn.data.Dataset;
import java.util.Locale;
import org.eclipse.collections.api.factory.primitive.IntIntMaps;
import org.eclipse.collections.api.map.primitive.MutableIntIntMap;
import org.jspecify.annotations.Nullable;

/**
 * The model does no better than to guess, and the data say why: neighbors among the inputs do not
 * have like labels or targets, but have them where these are moved by some places. Or they have them
 * nowhere.
 */
final class LabelsOutOfStep implements HintRule {
    /** By how many places labels are tried. */
    private static final int PLACES = 3;

    /** The likeness of neighbors up to which there is none, and from which on it is no chance. */
    private static final double NONE = 0.15;

    private static final double SURE = 0.35;

    /** What chance makes of none in a few hundred examples. */
    private static final double CHANCE = 0.05;

    private final MutableIntIntMap counts = IntIntMaps.mutable.empty();
    private int examples;
    private int right;

    @Override
    public void observe(ObservedStep step) {
        Batch batch = step.batch();
        if (step.isFirst() || !batch.hasLabels() || step.output().shape().rank() != 2) {
            return;
        }
        int[] truth = batch.labels().toArray();
        int[] guesses = step.output().detach().argMax(-1).toArray();
        if (guesses.length == truth.length) {
            for (int i = 0; i < truth.length; i++) {
                counts.addToValue(truth[i], 1);
                right += truth[i] == guesses[i] ? 1 : 0;
                examples++;
            }
        }
    }

    @Override
    public @Nullable Hint conclude(FirstEpoch epoch) {
        @Nullable Dataset data = epoch.plan().material().data();
        if (data == null || examples == 0) {
            return null;
        }
        double most = (double) counts.max() / examples;
        double accuracy = (double) right / examples;
        boolean guesses = accuracy <= most + 3 * Math.sqrt(most * (1 - most) / examples);
        @Nullable Neighbors neighbors = guesses ? Neighbors.of(data) : null;
        if (neighbors == null || neighbors.likeness(0) > NONE) {
            return null;
        }
        int best = best(neighbors);
        String found = "the model is right in " + percent(accuracy) + " of " + examples
                + " examples, and always the commonest label would be in " + percent(most)
                + "; neighbors among the inputs have like labels by " + percent(neighbors.likeness(0))
                + " more than chance";
        if (neighbors.likeness(best) > SURE) {
            return new Hint(
                    "labels out of step with inputs",
                    found + ", but by " + percent(neighbors.likeness(best)) + " with the label " + Math.abs(best)
                            + (best > 0 ? " further on" : " before"),
                    "does a header, a missing row or a shuffle of one of the two move them?");
        }
        return neighbors.likeness(0) < CHANCE && neighbors.areFractions()
                ? new Hint(
                        "labels and inputs seem unrelated",
                        found,
                        "were both put into the same order, and do the inputs tell anything of the labels?")
                : null;
    }

    private static int best(Neighbors neighbors) {
        int best = 0;
        for (int places = -PLACES; places <= PLACES; places++) {
            best = neighbors.likeness(places) > neighbors.likeness(best) ? places : best;
        }
        return best;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
