package gradus.examples.shared;

import gradus.autodiff.Indices;
import gradus.autodiff.Shape;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.list.Interval;

/** How many examples of each true class (first index) were given each class (second index). */
public record Confusion(ImmutableList<String> classes, Indices counts) {

    /** Counts labels beside predictions. */
    public static Confusion of(ImmutableList<String> classes, Indices labels, Indices predictions) {
        int[] counts = new int[classes.size() * classes.size()];
        for (int i = 0; i < labels.shape().size(); i++) {
            counts[labels.get(i) * classes.size() + predictions.get(i)]++;
        }
        return new Confusion(classes, Indices.of(Shape.of(classes.size(), classes.size()), counts));
    }

    /** How many examples of one class were given another, or the same. */
    public int count(int truth, int predicted) {
        return counts.get(truth * classes.size() + predicted);
    }

    /** The counts, and the part of each class that is found (its recall). */
    public Table table() {
        return new Table(
                Lists.immutable.with("true class").newWithAll(classes).newWith("found"),
                Interval.zeroTo(classes.size() - 1)
                        .collect(truth -> {
                            ImmutableList<Integer> row = Interval.zeroTo(classes.size() - 1)
                                    .collect(predicted -> count(truth, predicted))
                                    .toImmutableList();
                            double all = row.sumOfInt(count -> count);
                            return Lists.immutable
                                    .with(classes.get(truth))
                                    .newWithAll(row.collect(String::valueOf))
                                    .newWith(Numbers.percent(count(truth, truth) / Math.max(all, 1)));
                        })
                        .toImmutableList());
    }
}
