package gradus.examples.cifar;

import gradus.autodiff.Tensor;
import gradus.nn.data.Cifar10;
import gradus.nn.layer.Linear;
import gradus.nn.report.Picture;
import gradus.nn.report.Report;
import gradus.plots.ImageGrid;
import java.util.stream.IntStream;

/** Part 3: the first weights of a unit are as many numbers as an image has, so they can be looked at as an image. */
record Filters(Training chosen, Training poor) {
    private static final int SHOWN = 60;
    private static final int COLUMNS = 12;

    void write(Report report) {
        Tensor chosenWeights = strongest(chosen);
        Tensor poorWeights = strongest(poor);
        report.section("3. First-layer weights")
                .text("Each unit of the hidden layer has a weight for the red, green and blue of every pixel."
                        + " Shown are the units with"
                        + " the largest weights (by the sum of squares), each in colors from its own least"
                        + " to its own largest weight:"
                        + " middle gray is about 0, a color is what the unit looks for, its complement what"
                        + " speaks against it.")
                .picture(
                        picture("filters", chosenWeights),
                        "The " + rows(chosenWeights)
                                + " strongest first-layer units of the chosen network, as color images.")
                .picture(
                        picture("filters-poor", poorWeights),
                        "The " + rows(poorWeights)
                                + " units with the largest weights after the training with the first settings.");
    }

    private static Picture picture(String name, Tensor weights) {
        return ImageGrid.colored(weights, Cifar10.SIDE, Cifar10.SIDE)
                .eachItsOwnRange()
                .columns(COLUMNS)
                .picture(name);
    }

    private static int rows(Tensor weights) {
        return Math.toIntExact(weights.shape().dim(0));
    }

    private static Tensor strongest(Training training) {
        Tensor weights = training.model()
                .layers()
                .selectInstancesOf(Linear.class)
                .getFirst()
                .weight()
                .value()
                .detach();
        double[] strengths = weights.square().sum(1).toDoubleArray();
        int[] order = IntStream.range(0, strengths.length)
                .boxed()
                .sorted((a, b) -> Double.compare(strengths[b], strengths[a]))
                .limit(SHOWN)
                .mapToInt(Integer::intValue)
                .toArray();
        return weights.indexSelect(0, gradus.autodiff.Indices.of(order));
    }
}
