package gradus.nn.train;

import gradus.autodiff.GradusException;
import gradus.nn.data.Dataset;
import java.util.Locale;
import org.eclipse.collections.api.factory.primitive.IntIntMaps;
import org.eclipse.collections.api.map.primitive.MutableIntIntMap;
import org.jspecify.annotations.Nullable;

/**
 * The model does no better than to guess, and the data say why: neighbors among the inputs do not
 * have like labels, but have them where these are moved by some places. That they have them nowhere
 * says nothing: in many dimensions, or of a rule that changes quickly, they need not.
 */
final class LabelsOutOfStep implements HintRule {
    /** Where the labels are, chance has to explain what neighbors have in common. */
    private static final double CHANCE = 3;

    /** Where they should be, it must not. */
    private static final double SURE = 8;

    /** So many examples more than by chance have to have the label of their neighbor. */
    private static final double EXAMPLES = 20;

    private final MutableIntIntMap counts = IntIntMaps.mutable.empty();
    private int examples;
    private int right;

    @Override
    public void observe(ObservedStep step) {
        int @Nullable [] truth = step.isFirst() ? null : Classes.of(step.batch());
        if (truth == null || truth.length == 0) {
            return;
        }
        double[] outputs = step.output().detach().toDoubleArray();
        int width = outputs.length / truth.length;
        if (width * truth.length == outputs.length && width > 0) {
            for (int i = 0; i < truth.length; i++) {
                counts.addToValue(truth[i], 1);
                right += truth[i] == likeliest(Classes.probabilities(outputs, i * width, width)) ? 1 : 0;
                examples++;
            }
        }
    }

    private static int likeliest(double[] row) {
        int best = 0;
        for (int j = 1; j < row.length; j++) {
            best = row[j] > row[best] ? j : best;
        }
        return best;
    }

    @Override
    public @Nullable Hint conclude(FirstEpoch epoch) {
        @Nullable Dataset data = epoch.data();
        if (data == null || examples == 0) {
            return null;
        }
        double most = (double) counts.max() / examples;
        double accuracy = (double) right / examples;
        boolean guesses = accuracy <= most + 3 * Math.sqrt(most * (1 - most) / examples);
        @Nullable Neighbors neighbors = guesses ? Neighbors.of(data) : null;
        if (neighbors == null || neighbors.standardErrors(0) > CHANCE) {
            return null;
        }
        int best = neighbors.best();
        boolean sure = neighbors.standardErrors(best) > SURE
                && neighbors.standardErrors(best) > 2 * neighbors.nextBest()
                && neighbors.alike(best) - neighbors.usual() > EXAMPLES;
        return sure ? hint(neighbors, accuracy, most) : null;
    }

    private Hint hint(Neighbors neighbors, double accuracy, double most) {
        int best = neighbors.best();
        return new Hint(
                "labels out of step with inputs",
                "the model is right in " + percent(accuracy) + " of " + GradusException.counted(examples, "example")
                        + ", and always the commonest label would be in " + percent(most) + "; of "
                        + neighbors.count() + " examples " + neighbors.alike(0)
                        + " have the label of the one with the nearest inputs, " + Math.round(neighbors.usual())
                        + " by chance, but " + neighbors.alike(best) + " with the labels " + Math.abs(best)
                        + (best > 0 ? " further on" : " before"),
                "does a header, a missing row or a shuffle of one of the two move them?");
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
