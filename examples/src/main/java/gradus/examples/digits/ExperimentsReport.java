package gradus.examples.digits;

import static gradus.nn.report.Numbers.brief;
import static gradus.nn.report.Numbers.percent;

import gradus.examples.digits.Experiments.BatchSize;
import gradus.examples.digits.Experiments.Start;
import gradus.examples.digits.Experiments.Trial;
import gradus.nn.report.Figures;
import gradus.nn.report.Report;
import gradus.nn.report.Table;
import gradus.nn.train.Epoch;
import gradus.plots.Curve;
import gradus.plots.LineChart;
import java.math.BigDecimal;
import java.util.Locale;
import org.eclipse.collections.api.factory.Lists;

/** The part of the report about one setting changed at a time. */
record ExperimentsReport(Experiments experiments) {

    void addFigures(Figures figures) {
        experiments
                .rates()
                .forEach(trial -> figures.share(
                        "rate_" + plain(trial.rate()) + "_test_accuracy",
                        trial.result().accuracy(),
                        ""));
        experiments.batchSizes().forEach(size -> {
            figures.share(
                    "batch_" + size.size() + "_test_accuracy",
                    size.compared().result().accuracy(),
                    "");
            figures.number("batch_" + size.size() + "_gradient_noise", size.noise(), "");
        });
        Lists.immutable
                .with("he_zero", "he_random", "zero_zero", "equal_zero", "equal_random")
                .zip(experiments.starts())
                .forEach(pair -> figures.share(
                        "start_" + pair.getOne() + "_test_accuracy",
                        pair.getTwo().result().accuracy(),
                        ""));
    }

    void write(Report report) {
        report.section("6. Too low, too high, too small, too large")
                .text("The corrected network by plain gradient descent, each time with one setting changed; the same"
                        + " first weights and the same number of epochs.")
                .table(rateTable(), "Learning rates, with batches of " + Experiments.BATCH + ".")
                .picture(
                        LineChart.of(experiments.rates().collect(trial -> curve("rate " + plain(trial.rate()), trial)))
                                .axes("epoch", "training loss (nats)")
                                .logarithmicY()
                                .picture("learning-rates"),
                        "Training loss for each learning rate, on a logarithmic axis.")
                .text(rates())
                .table(sizeTable(), "Batch sizes: noise and time, the latter with the rate " + Experiments.RATE + ".")
                .picture(
                        LineChart.of(experiments
                                        .batchSizes()
                                        .collect(size -> curve("batches of " + size.size(), size.compared())))
                                .axes("epoch", "training loss (nats)")
                                .logarithmicY()
                                .picture("batch-sizes"),
                        "Training loss for each batch size, on a logarithmic axis, with the rate " + Experiments.RATE
                                + ".")
                .table(accuracyTable(), "Test accuracy for each batch size with four learning rates.")
                .text(tooSmall())
                .text(tooLarge())
                .section("Weights that start at 0")
                .table(startTable(), "First weights and biases, the first gradients, and what became of them.")
                .text(starts());
    }

    /** Such as 0.0001 and 100. */
    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    private static Curve curve(String name, Trial trial) {
        return new Curve(
                name,
                trial.result().history().epochs().collectDouble(Epoch::number),
                trial.result().history().column(Epoch.LOSS));
    }

    private Table rateTable() {
        return new Table(
                Lists.immutable.with("learning rate", "steps", "training loss", "test loss", "test accuracy"),
                experiments
                        .rates()
                        .collect(trial -> Lists.immutable.with(
                                plain(trial.rate()),
                                trial.steps() + "",
                                brief(trial.result().trainLoss()),
                                brief(trial.result().testLoss()),
                                percent(trial.result().accuracy()))));
    }

    private String rates() {
        Trial low = experiments.rates().getFirst();
        Trial high = experiments.rates().getLast();
        Trial best = experiments.rates().maxBy(trial -> trial.result().accuracy());
        return "The best of these is " + plain(best.rate()) + " with "
                + percent(best.result().accuracy()) + ". With " + plain(low.rate())
                + " the training loss is still " + brief(low.result().trainLoss()) + " after " + low.steps()
                + " steps. With " + plain(high.rate()) + " it is "
                + brief(high.result().trainLoss()) + ", and the test accuracy "
                + percent(high.result().accuracy()) + ".";
    }

    private Table sizeTable() {
        return new Table(
                Lists.immutable.with(
                        "batch size",
                        "steps",
                        "noise of a gradient",
                        "seconds an epoch",
                        "epochs to " + percent(Experiments.GOAL),
                        "seconds to it"),
                experiments
                        .batchSizes()
                        .collect(size -> Lists.immutable.with(
                                size.size() + "",
                                size.compared().steps() + "",
                                brief(size.noise()),
                                seconds(size.secondsAnEpoch()),
                                size.epochsToGoal() > 0 ? size.epochsToGoal() + "" : "never",
                                size.epochsToGoal() > 0 ? seconds(size.secondsToGoal()) : "never")));
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.4f", seconds);
    }

    private Table accuracyTable() {
        return new Table(
                Lists.immutable
                        .with("batch size")
                        .newWithAll(Experiments.RATES_OF_SIZES.collect(rate -> "rate " + plain(rate))),
                experiments
                        .batchSizes()
                        .collect(size -> Lists.immutable
                                .with(size.size() + "")
                                .newWithAll(size.trials()
                                        .collect(trial -> percent(trial.result().accuracy())))));
    }

    private String tooSmall() {
        BatchSize one = experiments.batchSizes().getFirst();
        BatchSize some = experiments.batchesOf(Experiments.BATCH);
        String large = plain(Experiments.LARGE_RATE);
        double oneAtLarge = one.at(Experiments.LARGE_RATE).result().accuracy();
        double someAtLarge = some.at(Experiments.LARGE_RATE).result().accuracy();
        return "Too small: the gradient of one image is " + brief(one.noise())
                + " times as far from that of all images as the latter is long; of " + some.size() + " images it is "
                + brief(some.noise()) + " times. Noise is borne where steps are short: with the rate "
                + Experiments.RATE + " batches of one end at " + accuracy(one.compared()) + ", those of " + some.size()
                + " at " + accuracy(some.compared()) + ", in " + one.compared().steps() + " and "
                + some.compared().steps() + " steps. With the rate " + large + " they end at " + percent(oneAtLarge)
                + " and " + percent(someAtLarge)
                + (oneAtLarge < someAtLarge ? ": one image is too noisy for such steps. " : ". ")
                + "And they cost time: an epoch takes " + seconds(one.secondsAnEpoch()) + " s, with batches of "
                + some.size() + " " + seconds(some.secondsAnEpoch()) + " s" + toGoal(one, some) + ".";
    }

    private static String toGoal(BatchSize one, BatchSize some) {
        return one.epochsToGoal() > 0 && some.epochsToGoal() > 0
                ? "; the way to " + percent(Experiments.GOAL) + " takes " + seconds(one.secondsToGoal()) + " s and "
                        + seconds(some.secondsToGoal()) + " s"
                : "";
    }

    private String tooLarge() {
        BatchSize all = experiments.batchSizes().getLast();
        return "Too large: the gradient of all images has no noise, but there are only "
                + all.compared().steps()
                + " steps, and the training loss is still "
                + brief(all.compared().result().trainLoss()) + ". Of the four"
                + " rates the best, " + plain(all.best().rate()) + ", brings it to " + accuracy(all.best()) + ".";
    }

    private static String accuracy(Trial trial) {
        return percent(trial.result().accuracy());
    }

    private Table startTable() {
        return new Table(
                Lists.immutable.with(
                        "start",
                        "first gradient, first weights",
                        "first gradient, first biases",
                        "different hidden units",
                        "test accuracy"),
                experiments
                        .starts()
                        .collect(start -> Lists.immutable.with(
                                start.name(),
                                brief(start.weightGradient()),
                                brief(start.biasGradient()),
                                start.different() + "",
                                percent(start.result().accuracy()))));
    }

    private String starts() {
        Start zeroBiases = experiments.starts().get(0);
        Start randomBiases = experiments.starts().get(1);
        Start zero = experiments.starts().get(2);
        Start equal = experiments.starts().get(3);
        Start equalRandom = experiments.starts().get(4);
        return "With weights of 0 every hidden unit gives 0 and passes no gradient back: the largest number in the"
                + " first layer's gradient is " + zero.weightGradient() + ", and only the last bias learns ("
                + accuracy(zero) + "). With weights that are equal but not 0 there are gradients, but every hidden"
                + " unit gets the same one: after the training the number of different ones among them is "
                + equal.different()
                + ". Biases of 0 do no such harm: what has to differ from unit to unit is something,"
                + " and random weights do already. With them " + zeroBiases.different()
                + " hidden units are different and the test accuracy is " + accuracy(zeroBiases) + " from biases of 0, "
                + randomBiases.different() + " and " + accuracy(randomBiases)
                + " from random ones. The gradient of the biases is another one (its largest number "
                + brief(zeroBiases.biasGradient()) + " and " + brief(randomBiases.biasGradient())
                + "), but there is one either way. Random biases can even stand in for random weights: from equal"
                + " weights"
                + " and random biases " + equalRandom.different() + " units become different, and "
                + accuracy(equalRandom) + " of the test images are right, where equal weights and biases of 0 end at "
                + accuracy(equal) + ".";
    }

    private static String accuracy(Start start) {
        return percent(start.result().accuracy());
    }
}
