package gradus.examples.cifar;

import static gradus.nn.report.Numbers.brief;
import static gradus.nn.report.Numbers.percent;

import gradus.examples.cifar.Setup.Falling;
import gradus.examples.cifar.Setup.Start;
import gradus.examples.shared.Run;
import gradus.nn.layer.Linear;
import gradus.nn.metrics.Evaluation;
import gradus.nn.report.Figures;
import gradus.nn.report.Picture;
import gradus.nn.report.Report;
import gradus.nn.report.Table;
import gradus.nn.train.LayerStatistics;
import gradus.plots.Curve;
import gradus.plots.LineChart;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.list.Interval;

/**
 * Part 4: two to five layers, from the report's first weights and from ones that fit.
 *
 * @param reported short trainings with the report's weights and settings
 * @param collapsed what each layer of the deepest of them does with the validation images in the
 *     end
 * @param onlyWeights the deepest network with our settings but the report's first weights
 * @param fitting trainings with our settings
 * @param tests of those, in the same order
 */
record Depths(
        Images images,
        ImmutableList<Training> reported,
        LayerStatistics collapsed,
        Training onlyWeights,
        ImmutableList<Training> fitting,
        ImmutableList<Evaluation> tests) {
    private static final ImmutableList<Integer> ALL = Lists.immutable.with(2, 3, 4, 5);
    private static final int DEEPEST = 5;
    private static final int SHORT = 400;
    private static final double REPORTED_ACCURACY = 0.078;
    private static final Setup REPORTED =
            new Setup("", 2, 250, Start.TINY, 256, 0.002, new Falling.ByEpoch(0.88), 0, 0.2, SHORT, false);

    static Depths run(Run run, Images images) {
        Setup own = Tuning.own(run.options(), images);
        ImmutableList<Training> reported =
                ALL.collect(depth -> Training.run(run, images, REPORTED.deep(depth, ", the report's weights")));
        Training onlyWeights = Training.run(
                run,
                images,
                own.deep(DEEPEST, ", only its weights").from(Start.TINY_SCALED).along(SHORT));
        int steps = Math.max(1, own.steps() * 3 / 4);
        ImmutableList<Training> fitting = ALL.collect(
                depth -> Training.run(run, images, own.deep(depth, "").along(steps)));
        return new Depths(
                images,
                reported,
                reported.getLast().after(images),
                onlyWeights,
                fitting,
                fitting.collect(each -> each.test(images)));
    }

    void addFigures(Figures figures) {
        ALL.zip(tests)
                .forEach(pair -> figures.share(
                        "depth_" + pair.getOne() + "_test_accuracy",
                        pair.getTwo().accuracy(),
                        images.original() && pair.getOne() > 3 ? "7.8 %" : ""));
        ALL.zip(reported)
                .forEach(pair -> figures.number(
                        "depth_" + pair.getOne() + "_reported_weights_loss",
                        pair.getTwo().lastLoss(),
                        images.original() && pair.getOne() > 3 ? "2.30" : ""));
        figures.share("depth_5_reported_weights_dead_units", deadPart(collapsed), "");
        figures.number("depth_5_only_reported_weights_loss", onlyWeights.lastLoss(), "");
    }

    void write(Run run, Report report) {
        report.section("4. Deeper networks");
        collapse(report);
        layers(report);
        constantAnswer(report);
        trained(report);
        fitting.forEach(each -> run.file(
                "depth-" + each.setup().depth() + "-epochs.csv", each.history().csv()));
    }

    private void collapse(Report report) {
        report.subsection("Why deep networks collapsed")
                .text("Networks of 2, 3, 4 and 5 layers with the report's first weights (deviation 0.0001), its rate "
                        + REPORTED.learningRate() + " and its λ " + REPORTED.lambda() + ", for "
                        + reported.getFirst().setup().steps() + " steps. "
                        + ALL.zip(reported)
                                .collect(pair -> pair.getOne() + " layers end with a loss of "
                                        + brief(pair.getTwo().lastLoss()))
                                .makeString(", ")
                        + ". The natural logarithm of 10 is 2.303: a network with that loss gives all ten classes the"
                        + " same probability, whatever the image.")
                .picture(
                        LineChart.of(curves(
                                        reported,
                                        training -> training.lossCurve(
                                                training.setup().depth() + " layers")))
                                .axes("step", "cross-entropy (nats)")
                                .picture("collapse"),
                        "Loss of the training batches with the report's weights for each depth; curves that stay at"
                                + " 2.303 hide each other.");
    }

    private static Curve[] curves(ImmutableList<Training> trainings, Function<Training, Curve> curve) {
        return trainings.collect(curve::apply).toArray(new Curve[0]);
    }

    private void layers(Report report) {
        Training tiny = reported.getLast();
        Training he = fitting.getLast();
        report.text("What each layer of the network of five does with the validation images before the first"
                        + " step: the root mean"
                        + " square of its outputs, how much they differ from image to image, and the"
                        + " gradient of the loss"
                        + " that arrives there.")
                .listing(tiny.before().toString())
                .text("With the weights of He et al., for pixels divided by 64:")
                .listing(he.before().toString())
                .picture(
                        perLayer("layer-outputs", "difference between images", LayerStatistics.Row::spread),
                        "How much the outputs of each layer differ from image to image, before the first step.")
                .picture(
                        perLayer("layer-gradients", "root mean square of the gradient", LayerStatistics.Row::gradient),
                        "The gradient that arrives at each layer's outputs, before the first step.")
                .text(explanation(tiny));
    }

    /**
     * A number of each layer of the deepest network before the first step, with the report's
     * weights and with ones that fit.
     */
    private Picture perLayer(String name, String axis, ToDoubleFunction<LayerStatistics.Row> number) {
        return LineChart.of(
                        perLayer("the report's weights", reported.getLast().before(), number),
                        perLayer("weights of He et al.", fitting.getLast().before(), number))
                .axes("layer with weights", axis)
                .logarithmicY()
                .picture(name);
    }

    private String explanation(Training tiny) {
        return "A matrix of 250 columns with the deviation 0.0001 makes what it is given about 0.0001 √(250 / 2) ="
                + " 0.0011 times as"
                + " large, forwards and backwards alike. Five layers thus tell images apart by "
                + brief(linear(tiny.before()).getLast().spread())
                + " in their logits, and of the gradient of the logits, "
                + brief(linear(tiny.before()).getLast().gradient())
                + ", only " + brief(linear(tiny.before()).getFirst().gradient())
                + " arrives at the first layer. Meanwhile the penalty, whose pull does not depend on depth, goes"
                + " on: after "
                + tiny.setup().steps() + " steps the logits of different images differ by "
                + brief(linear(collapsed).getLast().spread()) + ", and "
                + percent(deadPart(collapsed)) + " of the hidden units are dead, that is 0 for every validation image."
                + " Only the biases of the last layer still learn, which is how frequent each class is. "
                + (onlyWeights.lastLoss() > StrictMath.log(images.classes().size()) - 0.01
                        ? "The first weights alone do it: t"
                        : "T")
                + "he same five layers with all of our settings but weights of deviation 0.0001 end with a loss of "
                + brief(onlyWeights.lastLoss()) + " after "
                + onlyWeights.setup().steps() + " steps, with weights that fit with "
                + brief(fitting.getLast().lossAt(onlyWeights.setup().steps())) + " after as many.";
    }

    private static double deadPart(LayerStatistics statistics) {
        var relu = statistics.rows().select(row -> row.layer().startsWith("ReLU"));
        return (double) relu.sumOfInt(LayerStatistics.Row::silent) / relu.sumOfInt(LayerStatistics.Row::units);
    }

    private static ImmutableList<LayerStatistics.Row> linear(LayerStatistics statistics) {
        return statistics.rows().select(row -> row.layer().startsWith(Linear.class.getSimpleName()));
    }

    private static Curve perLayer(
            String name, LayerStatistics statistics, ToDoubleFunction<LayerStatistics.Row> number) {
        var rows = linear(statistics);
        return new Curve(
                name,
                DoubleLists.immutable.withAll(Interval.oneTo(rows.size()).collectDouble(Integer::doubleValue)),
                rows.collectDouble(number::applyAsDouble));
    }

    /** What an accuracy of a network with one answer is. */
    private void constantAnswer(Report report) {
        int[] answers = images.classes().collectInt(_ -> 0).toArray();
        int[][] confusion = reported.getLast().validation().confusion().toArray();
        for (int[] row : confusion) {
            for (int said = 0; said < row.length; said++) {
                answers[said] += row[said];
            }
        }
        int last = images.lastThousand().size();
        var counts = images.lastThousand().classCounts();
        report.text("What it says of the validation images: "
                        + images.classes()
                                .collectWithIndex((name, label) -> name + " " + answers[label] + " times")
                                .select(line -> !line.contains(" 0 times"))
                                .makeString(", ")
                        + ". The accuracy of one answer is its share of the images. Among the last "
                        + last + " training images, with which one usually validates, there are:")
                .table(
                        new Table(
                                Lists.immutable.with("class", "images", "accuracy of always saying it"),
                                images.classes()
                                        .take(counts.size())
                                        .collectWithIndex((name, label) -> Lists.immutable.with(
                                                name,
                                                counts.get(label) + "",
                                                percent((double) counts.get(label) / last)))),
                        "Classes of the last " + last + " training images."
                                + (images.original() ? ofReport(counts, last) : ""));
    }

    /** Which class has the share that the report has as accuracy. */
    private String ofReport(ImmutableIntList counts, int of) {
        return images.classes()
                .collectWithIndex((name, label) -> counts.get(label) == Math.round(REPORTED_ACCURACY * of) ? name : "")
                .reject(String::isEmpty)
                .collect(name -> " The report's 7.8 % would be the share of " + name + ".")
                .makeString("");
    }

    private void trained(Report report) {
        report.subsection("All depths train")
                .text("The same networks with weights of He et al. and "
                        + Tuning.describe(fitting.getFirst().setup())
                        + ", the rate falling along a cosine, momentum 0.9, mirrored images: "
                        + ALL.zip(tests)
                                .collect(pair -> pair.getOne() + " layers "
                                        + percent(pair.getTwo().accuracy()))
                                .makeString(", ")
                        + " of the test images.")
                .picture(
                        LineChart.of(curves(
                                        fitting,
                                        training -> training.validationAccuracies(
                                                training.setup().depth() + " layers")))
                                .axes("epoch", "validation accuracy (%)")
                                .picture("depth-accuracy"),
                        "Validation accuracy over the epochs for each depth.")
                .table(
                        new Table(
                                Lists.immutable.with(
                                        "layers",
                                        "training loss",
                                        "training",
                                        "validation",
                                        "test",
                                        "the report's weights"),
                                ALL.collectWithIndex((depth, i) -> Lists.immutable.with(
                                        depth + "",
                                        brief(fitting.get(i).lastLoss()),
                                        percent(fitting.get(i).trainAccuracy()),
                                        percent(fitting.get(i).validation().accuracy()),
                                        percent(tests.get(i).accuracy()),
                                        percent(reported.get(i).validation().accuracy())))),
                        "Accuracies after the training; the last column is the validation accuracy of the short"
                                + " training with the report's weights.");
    }
}
