package gradus.examples.lenet;

import java.util.Comparator;
import java.util.function.Function;
import java.util.stream.IntStream;
import module gradus.examples;

/** Looks into a network: its filters, what they find, and where it is wrong. */
final class Looks {
    private static final int AT_ONCE = 500;

    private Looks() {}

    /** The weights of a layer's outputs as images, gray for one channel, in color for three. */
    static ImageGrid filters(Sequential model, int layer) {
        Tensor weight = ((Conv2d) model.layers().get(layer)).weight().value().detach();
        Shape shape = weight.shape();
        Tensor rows = weight.reshape(shape.dim(0), -1);
        return (shape.dim(1) == 3
                        ? ImageGrid.colored(rows, shape.dim(2), shape.dim(3))
                        : ImageGrid.gray(rows, shape.dim(2), shape.dim(3)))
                .eachItsOwnRange();
    }

    /** What so many layers make of one image: a row for each channel. */
    static Tensor maps(Sequential model, int layers, Tensor image) {
        Layer first = new Sequential(model.layers().take(layers)).frozen();
        Tensor maps = first.forward(image, Mode.evaluation());
        return maps.reshape(maps.shape().dim(1), -1);
    }

    /** An image that is named wrongly. */
    private record Mistake(int place, int said, double confidence) {}

    /** The test images that are named wrongly with the greatest confidence, as a picture of that name. */
    static void mistakes(
            Findings f,
            String name,
            Training training,
            Dataset test,
            ImmutableList<String> classes,
            int most,
            Function<Tensor, ImageGrid> grid) {
        ImmutableList<Mistake> mistakes = mistakes(training.model(), test).take(most);
        f.value(name + "Any", mistakes.notEmpty());
        f.value(name + "Count", mistakes.size());
        if (mistakes.notEmpty()) {
            int[] places = mistakes.collectInt(Mistake::place).toArray();
            f.pictures(grid.apply(test.select(places).all().inputs())
                    .captions(mistakes.collect(
                            mistake -> classes.get(test.labels().get(mistake.place())) + " as "
                                    + classes.get(mistake.said()) + ", " + Numbers.percent(mistake.confidence())))
                    .picture(name));
        }
    }

    private static ImmutableList<Mistake> mistakes(Sequential model, Dataset test) {
        Layer frozen = model.frozen();
        MutableList<Mistake> mistakes = Lists.mutable.empty();
        int first = 0;
        for (Batch batch : test.batches(AT_ONCE)) {
            Tensor probabilities =
                    frozen.forward(batch.inputs(), Mode.evaluation()).softmax(-1);
            Indices said = probabilities.argMax(-1);
            double[] largest = probabilities.max(-1).toDoubleArray();
            int start = first;
            IntStream.range(0, batch.size())
                    .filter(i -> said.get(i) != batch.labels().get(i))
                    .forEach(i -> mistakes.add(new Mistake(start + i, said.get(i), largest[i])));
            first += batch.size();
        }
        return mistakes.sortThis(Comparator.comparingDouble(Mistake::confidence).reversed())
                .toImmutable();
    }
}
