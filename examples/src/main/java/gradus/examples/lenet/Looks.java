package gradus.examples.lenet;

import java.util.function.Function;
import module gradus.examples;

/** Looks into a network: its filters, what they find, and where it is wrong. */
final class Looks {
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

    /** The test images that are named wrongly with the greatest confidence, as a picture of that name. */
    static void mistakes(
            Findings f,
            String name,
            Training training,
            Dataset test,
            ImmutableList<String> classes,
            int most,
            Function<Tensor, ImageGrid> grid) {
        ImmutableList<Prediction> mistakes = Prediction.all(training.model(), test)
                .reject(Prediction::correct)
                .toSortedListBy(mistake -> -mistake.score())
                .take(most)
                .toImmutable();
        f.value(name + "Any", mistakes.notEmpty());
        f.value(name + "Count", mistakes.size());
        if (mistakes.notEmpty()) {
            int[] places = mistakes.collectInt(Prediction::place).toArray();
            f.pictures(grid.apply(test.select(places).all().inputs())
                    .captions(mistakes.collect(mistake -> caption(classes, mistake)))
                    .picture(name));
        }
    }

    private static String caption(ImmutableList<String> classes, Prediction mistake) {
        return classes.get(mistake.label()) + " as " + classes.get(mistake.predicted()) + ", "
                + Math.round(100 * mistake.score()) + " %";
    }
}
