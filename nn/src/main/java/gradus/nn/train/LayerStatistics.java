package gradus.nn.train;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Gradients;
import gradus.autodiff.GradusException;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;
import gradus.nn.Sequential;
import gradus.nn.data.Batch;
import gradus.nn.data.Dataset;
import java.util.Locale;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;

/**
 * What each layer of a model does with a data set, to find out why one does not learn: how large
 * its outputs and their gradients are, and how many of its units never say anything. Scales that
 * shrink or grow from layer to layer tell of an initialization that does not fit; units of a {@link
 * gradus.nn.layer.ReLU} that are 0 for every example are dead: nothing flows back through them.
 *
 * {@snippet lang = java :
 * LayerStatistics.of(model, (y, batch) -> new CrossEntropy().mean(y, batch.labels()), data);
 * // layer                 units  silent   output  spread  gradient
 * // 0  Linear(64 -> 32)      32   0.0 %    1.012   0.043  1.31e-03
 * // 1  ReLU                  32  25.0 %    0.498   0.021  1.90e-03
 * // 2  Linear(32 -> 1)        1   0.0 %    0.731   0.112  2.01e-02
 * }
 *
 * @param rows in the order of the layers, those of nested {@link Sequential}s one by one
 */
public record LayerStatistics(ImmutableList<Row> rows) {
    private static final int BATCH = 500;

    /**
     * A layer on all examples.
     *
     * @param name its place in the model, such as {@code 2}, as in the names of its parameters
     * @param layer its description
     * @param units how many numbers it gives for an example
     * @param silent how many of them are 0 for every example
     * @param output the root of the mean square of its outputs
     * @param spread the root of the mean square of how far outputs are from their unit's mean: 0
     *     where a unit says the same of every example
     * @param gradient the root of the mean square of the gradients of the objective's sum over the
     *     batches with respect to its outputs
     */
    public record Row(String name, String layer, int units, int silent, double output, double spread, double gradient) {
        /** The part of its units that are 0 for every example, 0 to 1. */
        public double silentPart() {
            return (double) silent / units;
        }
    }

    private record Origin(String name, Layer layer) {}

    /**
     * Applies the model in evaluation mode and the objective to all examples, 500 at a time.
     *
     * @throws ArgumentException if there are no examples or no layers
     * @throws ShapeException if a layer gives something that is not {@code [n, ...]}
     */
    public static LayerStatistics of(Sequential model, Objective objective, Dataset data) {
        ImmutableList<Origin> places = places("", model);
        if (data.size() == 0 || places.isEmpty()) {
            throw new ArgumentException(
                    "LayerStatistics",
                    "at least one layer and one example",
                    GradusException.counted(places.size(), "layer") + " and "
                            + GradusException.counted(data.size(), "example"),
                    "");
        }
        ImmutableList<UnitSums> sums = places.collect(_ -> new UnitSums());
        for (Batch batch : data.batches(BATCH)) {
            add(places, objective, batch, sums);
        }
        return new LayerStatistics(places.zip(sums)
                .collect(pair -> pair.getTwo()
                        .row(pair.getOne().name, pair.getOne().layer.description())));
    }

    private static ImmutableList<Origin> places(String prefix, Sequential model) {
        return model.layers()
                .zipWithIndex()
                .flatCollect(pair -> pair.getOne() instanceof Sequential inner
                        ? places(prefix + pair.getTwo() + ".", inner)
                        : Lists.immutable.with(new Origin(prefix + pair.getTwo(), pair.getOne())));
    }

    private static void add(
            ImmutableList<Origin> places, Objective objective, Batch batch, ImmutableList<UnitSums> sums) {
        MutableList<Tensor> outputs = Lists.mutable.empty();
        Tensor x = batch.inputs().asVariable();
        for (Origin place : places) {
            Tensor y = place.layer.forward(x, Mode.evaluation());
            // what has no parameters and lets no gradient through has outputs with gradients all the same
            x = y.isTracked() ? y : y.asVariable();
            if (x.shape().rank() == 0 || x.shape().dim(0) != batch.size()) {
                throw new ShapeException(
                        "LayerStatistics",
                        "outputs [" + batch.size() + ", ...] of layer " + place.name,
                        x.shape().toString(),
                        "");
            }
            outputs.add(x);
        }
        Gradients gradients = objective.of(x, batch).gradientsKeeping(outputs.toArray(new Tensor[0]));
        sums.zip(outputs).forEach(pair -> pair.getOne().add(pair.getTwo(), gradients.of(pair.getTwo()), batch.size()));
    }

    /** The table. */
    @Override
    public String toString() {
        int width = rows.collectInt(row -> title(row).length()).max();
        return ("%-" + width + "s  %6s  %7s  %9s  %9s  %9s\n")
                        .formatted("layer", "units", "silent", "output", "spread", "gradient")
                + rows.collect(row -> String.format(
                                Locale.ROOT,
                                "%-" + width + "s  %6d  %5.1f %%  %9.3g  %9.3g  %9.3g\n",
                                title(row),
                                row.units,
                                100 * row.silentPart(),
                                row.output,
                                row.spread,
                                row.gradient))
                        .makeString("");
    }

    private static String title(Row row) {
        return row.name + "  " + row.layer;
    }
}
