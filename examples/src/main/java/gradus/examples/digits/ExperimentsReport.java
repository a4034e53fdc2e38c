package gradus.examples.digits;

import static gradus.nn.report.Numbers.brief;
import static gradus.nn.report.Numbers.percent;

import gradus.examples.digits.Experiments.Start;
import gradus.examples.digits.Experiments.Trial;
import gradus.examples.shared.Charts;
import gradus.examples.shared.Charts.Curve;
import gradus.nn.report.Report;
import gradus.nn.report.Table;
import java.util.Locale;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/** The part of the report about one setting changed at a time. */
record ExperimentsReport(Experiments experiments) {

    void write(Report report) {
        report.section("6. Too low, too high, too small, too large")
                .text(
                        "The corrected network by plain gradient descent, each time with one setting changed; the same first weights and the same number of epochs.")
                .table(trials("learning rate", experiments.rates()), "Learning rates.")
                .picture(
                        Charts.curves(
                                "learning-rates",
                                "epoch",
                                "training loss (nats)",
                                Charts.Scale.LINEAR,
                                Charts.Scale.LOGARITHMIC,
                                curves("rate ", experiments.rates())),
                        "Training loss for each learning rate, on a logarithmic axis: too low hardly moves, too high jumps about or leaves the range of what can be learned.")
                .text(rates())
                .table(trials("batch size", experiments.batchSizes()), "Batch sizes, with the learning rate 0.1.")
                .picture(
                        Charts.curves(
                                "batch-sizes",
                                "epoch",
                                "training loss (nats)",
                                Charts.Scale.LINEAR,
                                Charts.Scale.LOGARITHMIC,
                                curves("batch ", experiments.batchSizes())),
                        "Training loss for each batch size, on a logarithmic axis: large batches make few steps in an epoch.")
                .text(batches())
                .section("Weights that start at 0")
                .table(starts(), "First weights, the first gradients, and what became of them.")
                .text(zeros());
    }

    private static Table trials(String setting, ImmutableList<Trial> trials) {
        return new Table(
                Lists.immutable.with(setting, "steps", "seconds", "training loss", "test loss", "test accuracy"),
                trials.collect(trial -> Lists.immutable.with(
                        setting.equals("batch size") ? (int) trial.setting() + "" : trial.setting() + "",
                        trial.steps() + "",
                        String.format(Locale.ROOT, "%.2f", trial.seconds()),
                        brief(trial.result().last().trainLoss()),
                        brief(trial.result().last().testLoss()),
                        percent(trial.result().last().testAccuracy()))));
    }

    private static Curve[] curves(String prefix, ImmutableList<Trial> trials) {
        return trials.collect(trial -> new Curve(
                        prefix
                                + (trial.setting() == Math.rint(trial.setting())
                                        ? (int) trial.setting() + ""
                                        : trial.setting() + ""),
                        trial.result().epochs().collectDouble(Epoch::number),
                        trial.result().epochs().collectDouble(Epoch::trainLoss)))
                .toArray(new Curve[0]);
    }

    private String rates() {
        Trial low = experiments.rates().getFirst();
        Trial high = experiments.rates().getLast();
        Trial best = experiments.rates().maxBy(trial -> trial.result().last().testAccuracy());
        return "The best of these is " + best.setting() + " with "
                + percent(best.result().last().testAccuracy()) + ". With " + low.setting()
                + " the training loss is still " + brief(low.result().last().trainLoss()) + " after " + low.steps()
                + " steps: it would need many times as many. With " + high.setting() + " it is "
                + brief(high.result().last().trainLoss()) + ", and the test accuracy "
                + percent(high.result().last().testAccuracy())
                + ": each step overshoots.";
    }

    private String batches() {
        Trial one = experiments.batchSizes().getFirst();
        Trial all = experiments.batchSizes().getLast();
        return "One image at a time makes " + one.steps() + " steps and takes " + brief(one.seconds())
                + " s; the gradient of one image is a noisy guess, and the test"
                + " loss ends at " + brief(one.result().last().testLoss()) + ". All images at once make " + all.steps()
                + " steps in " + brief(all.seconds())
                + " s, each exact, but so few of them that the training loss is still "
                + brief(all.result().last().trainLoss()) + ".";
    }

    private Table starts() {
        return new Table(
                Lists.immutable.with(
                        "start",
                        "first gradient, first weights",
                        "first gradient, last bias",
                        "different hidden units",
                        "test accuracy"),
                experiments
                        .starts()
                        .collect(start -> Lists.immutable.with(
                                start.name(),
                                brief(start.firstGradient()),
                                brief(start.biasGradient()),
                                start.different() + "",
                                percent(start.result().last().testAccuracy()))));
    }

    private String zeros() {
        Start zero = experiments.starts().get(1);
        Start equal = experiments.starts().get(2);
        return "With weights of 0 every hidden unit gives 0 and passes no gradient back: the largest number in the first layer's gradient is "
                + brief(zero.firstGradient()) + ", and only the last bias learns ("
                + percent(zero.result().last().testAccuracy())
                + "). With weights that are equal but not 0 there are gradients, but every hidden unit gets the same one: after the training the number of different"
                + " ones among them is " + equal.different()
                + ". A bias of 0 does no such harm: units differ by their weights already, and the gradient of a"
                + " bias does not depend on its value, as the first row shows ("
                + brief(experiments.starts().getFirst().biasGradient()) + ").";
    }
}
