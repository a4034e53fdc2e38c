package gradus.examples.digits;

import static gradus.nn.report.Numbers.brief;
import static gradus.nn.report.Numbers.percent;

import gradus.examples.digits.Diagnoses.Breaking;
import gradus.examples.digits.Diagnoses.Dying;
import gradus.examples.digits.Diagnoses.Shrinking;
import gradus.nn.report.Report;
import gradus.nn.report.Table;
import gradus.nn.train.LayerStatistics;
import gradus.plots.Curve;
import gradus.plots.LineChart;
import java.util.stream.IntStream;
import org.eclipse.collections.api.block.function.primitive.DoubleFunction;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;

/** The part of the report about the three runs that its author could not explain. */
record DiagnosesReport(Diagnoses diagnoses, ImmutableList<ImmutableList<Row>> tables) {

    void write(Report report) {
        dying(report, diagnoses.dying());
        breaking(report, diagnoses.breaking());
        shrinking(report, diagnoses.shrinking());
    }

    private void dying(Report report, Dying dying) {
        report.section("Why run 4 never learns")
                .text("A hidden unit with ReLU that gives 0 for every training image has no gradient, and so never"
                        + " changes again. How many of the "
                        + dying.hidden()
                        + " hidden units still give anything, after each step of the first epoch:")
                .picture(
                        LineChart.of(Curve.from0("alive", dying.alive().collectDouble(Integer::intValue)))
                                .axes("step", "hidden units alive")
                                .picture("run-4-alive"),
                        "Hidden units of run 4 that give more than 0 for at least one training image.")
                .text(
                        dying.deadAfter() >= 0
                                ? "After step " + dying.deadAfter()
                                        + " none is left: the largest number in the gradient of the first layer is"
                                        + " then "
                                        + dying.largestGradient()
                                        + ". Only the last bias goes on learning, and it learns how many labels are"
                                        + " 1. The gradient is summed over the batch, so"
                                        + " 40 images make a step 40/15 times as long as 15 do, and the first few"
                                        + " throw the units beyond where any image"
                                        + " reaches them."
                                : "In this run " + dying.alive().getLast() + " units lived through the epoch.")
                .text("With a learning rate 15/40 as large, so that a step is as long as in run 2, the same"
                        + " network and batches reach a test accuracy of "
                        + percent(dying.gentler().getLast().testAccuracy()) + ".");
    }

    private void breaking(Report report, Breaking breaking) {
        report.section("Why run 3 ends in NaN");
        if (!breaking.broke()) {
            report.text("In this run it did not, as no output was rounded to 0 or 1: the images are others than the"
                    + " report's, or the epochs fewer.");
            return;
        }
        report.text("In epoch " + breaking.epoch() + ", minibatch " + breaking.step() + ", a logit is "
                        + breaking.logit()
                        + ". Its sigmoid is " + breaking.output()
                        + " in double precision, exactly; the label is " + breaking.label()
                        + ". The loss then holds "
                        + (breaking.label() == breaking.output()
                                ? "0 times the logarithm of 0, which is NaN"
                                : "the logarithm of 0")
                        + ", and its derivative (y - t) / (y (1 - y)) divides by 0. All parameters were numbers "
                        + (breaking.parametersIntact()
                                ? "until then; after that step they are NaN, and so is all that follows."
                                : "no more even before."))
                .text("Computed from the logit, log(1 + eˣ) - t x, the loss of the same network is a number, and"
                        + " its derivative is σ(x) - t. The same run"
                        + " with the same learning rate and weights then goes on to a test accuracy of "
                        + percent(breaking.onLogits().getLast().testAccuracy()) + ":")
                .picture(
                        LineChart.of(
                                        losses("of logits", breaking.onLogits()).drawnBroad(),
                                        losses("of probabilities", tables.get(2)))
                                .axes("epoch", "test loss (nats)")
                                .picture("run-3"),
                        "Test loss of run 3: computed from logits (broad), and over it of probabilities, as the"
                                + " report did, with a cross at the last epoch in which it is"
                                + " a number.");
    }

    private void shrinking(Report report, Shrinking shrinking) {
        report.section("Why the first epochs of run 7 are flat")
                .text("The weights are drawn from ±√(6 / (in · out)), which is far smaller than ±√(6 / in). Forwards"
                        + " each linear layer gives less than the one before; backwards the gradient arrives at its"
                        + " outputs smaller from layer to layer. The gradient of a layer's weights is made of products"
                        + " of the two, what comes in and what comes back, and so is small in all of them. Root mean"
                        + " squares before the first step, over all training images:")
                .table(
                        new Table(
                                Lists.immutable.with(
                                        "layer", "outputs", "gradient", "outputs, He et al.", "gradient, He et al."),
                                shrinking
                                        .layers()
                                        .zip(shrinking.heLayers())
                                        .zipWithIndex()
                                        .collect(layer -> cells(
                                                layer.getTwo() + 1,
                                                layer.getOne().getOne(),
                                                layer.getOne().getTwo()))),
                        "How large the outputs of each linear layer are, and the gradient of an image's loss with"
                                + " respect to them.")
                .picture(
                        LineChart.of(
                                        sizes("outputs", shrinking.layers(), LayerStatistics.Row::output),
                                        sizes("gradient", shrinking.layers(), LayerStatistics.Row::gradient),
                                        sizes("outputs, He et al.", shrinking.heLayers(), LayerStatistics.Row::output),
                                        sizes(
                                                "gradient, He et al.",
                                                shrinking.heLayers(),
                                                LayerStatistics.Row::gradient))
                                .axes("linear layer", "root mean square")
                                .logarithmicY()
                                .picture("run-7-layers"),
                        "The same on a logarithmic axis: with the report's first weights outputs shrink forwards, to"
                                + " the right, and gradients backwards, to the left.")
                .picture(
                        LineChart.of(
                                        trainLosses("the report's first weights", tables.getLast()),
                                        trainLosses("weights by He et al.", shrinking.he()))
                                .axes("epoch", "training loss (nats)")
                                .picture("run-7"),
                        "Training loss of run 7 over the epochs, with the report's first weights and with larger ones,"
                                + " all else the same.")
                .text("The first epoch ends at a training loss of "
                        + brief(shrinking.he().getFirst().trainLoss()) + " with weights by He et al., at "
                        + brief(tables.getLast().getFirst().trainLoss()) + " with the report's.");
    }

    private static ImmutableList<String> cells(int number, LayerStatistics.Row small, LayerStatistics.Row large) {
        return Lists.immutable.with(
                number + "",
                brief(small.output()),
                brief(small.gradient()),
                brief(large.output()),
                brief(large.gradient()));
    }

    private static Curve sizes(
            String name, ImmutableList<LayerStatistics.Row> layers, DoubleFunction<LayerStatistics.Row> size) {
        return new Curve(
                name,
                DoubleLists.immutable.withAll(
                        IntStream.rangeClosed(1, layers.size()).asDoubleStream()),
                layers.collectDouble(size));
    }

    private static Curve losses(String name, ImmutableList<Row> epochs) {
        return new Curve(name, epochs.collectDouble(Row::epoch), epochs.collectDouble(Row::testLoss));
    }

    private static Curve trainLosses(String name, ImmutableList<Row> epochs) {
        return new Curve(name, epochs.collectDouble(Row::epoch), epochs.collectDouble(Row::trainLoss));
    }
}
