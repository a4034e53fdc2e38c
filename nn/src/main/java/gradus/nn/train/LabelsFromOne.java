package gradus.nn.train;

import gradus.autodiff.Shape;
import gradus.nn.data.Dataset;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.jspecify.annotations.Nullable;

/** Class 0, and no other one, has no example, and the model has an output for it: labels count from 1. */
final class LabelsFromOne implements HintRule {
    private static final int CLASSES = 3;

    private int outputs;

    @Override
    public void observe(ObservedStep step) {
        Shape shape = step.output().shape();
        outputs = shape.rank() == 2 ? shape.dim(1) : 0;
    }

    @Override
    public @Nullable Hint conclude(FirstEpoch epoch) {
        @Nullable Dataset data = epoch.data();
        if (data == null || outputs == 0 || !data.hasLabels()) {
            return null;
        }
        ImmutableIntList counts = data.classCounts();
        boolean fromOne = counts.size() > CLASSES && counts.getFirst() == 0 && counts.count(count -> count == 0) == 1;
        return fromOne && outputs == counts.size()
                ? new Hint(
                        "labels off by one",
                        "of " + data.size() + " examples none has label 0, and labels go from 1 to "
                                + (counts.size() - 1) + " for " + outputs + " outputs",
                        "if they count from 1, mapLabels(label -> label - 1) and one output less")
                : null;
    }
}
