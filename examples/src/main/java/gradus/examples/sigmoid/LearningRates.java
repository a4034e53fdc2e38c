package gradus.examples.sigmoid;

import static gradus.examples.sigmoid.Watch.LOSS;
import static gradus.examples.sigmoid.Watch.VALIDATION_ACCURACY;
import static gradus.examples.sigmoid.Watch.VALIDATION_LOSS;
import static gradus.nn.report.Numbers.percent;

import gradus.examples.shared.Part;
import gradus.examples.shared.Run;
import gradus.examples.shared.Words;
import gradus.examples.sigmoid.DigitTraining.Trained;
import gradus.nn.metrics.Evaluation;
import gradus.nn.report.Figures;
import gradus.nn.report.Numbers;
import gradus.nn.report.Picture;
import gradus.nn.report.Report;
import gradus.nn.report.Table;
import gradus.nn.train.Spread;
import gradus.plots.Curve;
import gradus.plots.LineChart;
import java.util.Locale;
import java.util.function.DoubleFunction;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.impl.list.Interval;

/**
 * Part 5: the loss summed over each batch, four learning rates, three initializations each.
 *
 * @param orientation whether PyTorch's figure is of the same data and settings
 */
record LearningRates(ImmutableList<Rate> rates, int batchSize, boolean orientation) implements Part {
    private static final ImmutableList<Double> RATES = Lists.immutable.with(0.001, 0.003, 0.01, 0.03);
    private static final int INITIALIZATIONS = 3;

    /** Those whose epochs the assignment asks for. */
    private static final ImmutableList<Double> SHOWN = Lists.immutable.with(0.001, 0.03);

    /** The loss is drawn as means over so many parts of the training: single batches hide the curve in their noise. */
    private static final int PARTS = 220;

    /**
     * A learning rate, the trainings with it, one for each initialization, and how accurate they are in the end on the
     * test images.
     */
    record Rate(double rate, ImmutableList<Trained> trainings, Spread test) {
        int epochs() {
            return trainings.getFirst().history().epochs().size();
        }

        /** What was measured in an epoch, counted from 1. */
        Spread epoch(int number, String measured) {
            return new Spread(trainings.collectDouble(
                    trained -> trained.history().epochs().get(number - 1).get(measured)));
        }

        Spread last(String measured) {
            return epoch(epochs(), measured);
        }

        /** The mean loss of an example over the steps {@code from} to before {@code to}. */
        Spread steps(int from, int to) {
            return new Spread(trainings.collectDouble(trained -> Interval.fromTo(from, to - 1)
                    .collectDouble(trained.stepLosses()::get)
                    .average()));
        }

        int stepCount() {
            return trainings.getFirst().stepLosses().size();
        }

        /** How many steps make a point of the curve. */
        int partLength() {
            return Math.max(1, stepCount() / PARTS);
        }

        Curve stepCurve() {
            ImmutableList<Integer> ends =
                    Interval.fromToBy(partLength(), stepCount(), partLength()).toImmutableList();
            ImmutableList<Spread> spreads = ends.collect(end -> steps(end - partLength(), end));
            return curve("rate " + rate, ends.collectDouble(end -> end - partLength() / 2.0), spreads, 1);
        }

        Curve epochCurve(String name, String measured, double unit) {
            Interval numbers = Interval.oneTo(epochs());
            return curve(
                    name,
                    numbers.toImmutableList().collectDouble(Integer::doubleValue),
                    numbers.toImmutableList().collect(number -> epoch(number, measured)),
                    unit);
        }

        private static Curve curve(String name, ImmutableDoubleList x, ImmutableList<Spread> spreads, double unit) {
            return new Curve(
                    name,
                    x,
                    spreads.collectDouble(spread -> unit * spread.mean()),
                    spreads.collectDouble(spread -> unit * spread.deviation()));
        }
    }

    static LearningRates train(Run run, DigitData digits) {
        return new LearningRates(
                RATES.collect(rate -> train(run, digits, rate)),
                run.options().batchSize(),
                DigitTraining.comparesWithPytorch(run, digits));
    }

    /** The highest mean accuracy on the test images. */
    double bestTest() {
        return rates.collectDouble(rate -> rate.test().mean()).max();
    }

    private static Rate train(Run run, DigitData digits, double rate) {
        DigitTraining training =
                new DigitTraining(true, rate, 0, false, run.options().epochs());
        ImmutableList<Trained> trainings = Interval.oneTo(INITIALIZATIONS)
                .collect(number -> training.train(
                        run,
                        "5. learning rate " + rate + ", initialization " + number,
                        run.options().seed() + number - 1,
                        digits.train(),
                        digits.validation()))
                .toImmutableList();
        Spread test = new Spread(trainings.collectDouble(
                trained -> Evaluation.of(trained.model(), digits.test()).accuracy()));
        return new Rate(rate, trainings, test);
    }

    @Override
    public void addFigures(Figures figures) {
        rates.forEach(rate -> {
            String name = "summed_rate_" + rate.rate();
            figures.number(name + "_train_loss", rate.last(LOSS).mean(), "");
            figures.number(name + "_validation_loss", rate.last(VALIDATION_LOSS).mean(), "");
            figures.share(
                    name + "_validation_accuracy",
                    rate.last(VALIDATION_ACCURACY).mean(),
                    "");
            figures.share(
                    name + "_validation_accuracy_deviation",
                    rate.last(VALIDATION_ACCURACY).deviation(),
                    "");
            figures.share(name + "_test_accuracy", rate.test().mean(), "");
        });
    }

    @Override
    public void write(Run run, Report report) {
        ImmutableList<Rate> shown = rates.select(rate -> SHOWN.contains(rate.rate()));
        Picture steps = LineChart.of(array(rates.collect(Rate::stepCurve)))
                .axes("step", "cross-entropy of an example (nats)")
                .logarithmicY()
                .picture("learning-rates");
        Picture losses = LineChart.of(array(shown.flatCollect(rate -> Lists.immutable.with(
                        rate.epochCurve("training " + rate.rate(), LOSS, 1),
                        rate.epochCurve("validation " + rate.rate(), VALIDATION_LOSS, 1)))))
                .axes("epoch", "cross-entropy of an example (nats)")
                .picture("epoch-losses");
        Picture accuracies = LineChart.of(
                        array(shown.collect(rate -> rate.epochCurve("rate " + rate.rate(), VALIDATION_ACCURACY, 100))))
                .axes("epoch", "validation accuracy (%)")
                .picture("epoch-accuracies");
        run.file("learning-rate-steps.csv", stepTable().csv());
        run.file(
                "learning-rate-epochs.csv",
                epochTable(rates, value -> value + "").csv());
        report.section("5. Learning rates")
                .text(about())
                .picture(
                        steps,
                        "Loss over the steps for each learning rate, on a logarithmic scale: the mean over "
                                + INITIALIZATIONS
                                + " initializations, with a band of one standard deviation. Each point is the mean of "
                                + rates.getFirst().partLength() + " consecutive steps.")
                .table(lastTable(), "After the last epoch: means and standard deviations over the initializations.")
                .text(finding())
                .picture(
                        losses,
                        "Training and validation loss after each epoch, for the lowest and the highest learning rate."
                                + " The training loss is the mean over the epoch's steps, and so of weights half an"
                                + " epoch older.")
                .picture(
                        accuracies,
                        "Validation accuracy after each epoch, for the lowest and the highest learning rate.")
                .table(
                        epochTable(shown, Numbers::brief),
                        "The same in numbers: means over the initializations; accuracies as parts of 1.");
    }

    private static Curve[] array(ImmutableList<Curve> curves) {
        return curves.toArray(new Curve[0]);
    }

    private String about() {
        return "The same network, plain gradient descent, batches of " + batchSize
                + ", " + Words.counted(rates.getFirst().epochs(), "epoch")
                + "; the loss of a batch is the sum over its examples, as in the original"
                + " report. Each learning rate is run from the same " + INITIALIZATIONS
                + " initializations and through the same batches in the same order, so that what differs is the rate,"
                + " and what spreads is due to the initialization.";
    }

    private String finding() {
        ImmutableList<Spread> accuracies = rates.collect(rate -> rate.last(VALIDATION_ACCURACY));
        Spread best = accuracies.maxBy(Spread::mean);
        Spread worst = accuracies.minBy(Spread::mean);
        return "A sum over " + batchSize + " examples has a gradient " + batchSize
                + " times that of the mean: these rates are " + batchSize
                + " times as large as they look beside part 4, where 0.03 on the mean loss is what "
                + Numbers.brief(0.03 / batchSize) + " would be here. The highest validation accuracy, "
                + percent(best.mean()) + ", comes with the rate "
                + rates.get(accuracies.indexOf(best)).rate()
                + "; the lowest is " + Words.points(best.mean() - worst.mean())
                + " below, while the standard deviation over the initializations is at most "
                + Words.points(accuracies.collectDouble(Spread::deviation).max()) + "."
                + (orientation
                        ? " For orientation: PyTorch, with this network, the summed loss and the rate 0.03, reads 96.9"
                                + " % of the test images after 5 epochs."
                        : "");
    }

    private Table lastTable() {
        return new Table(
                Lists.immutable.with(
                        "learning rate", "training loss", "validation loss", "validation accuracy", "test accuracy"),
                rates.collect(rate -> Lists.immutable.with(
                        rate.rate() + "",
                        loss(rate.last(LOSS)),
                        loss(rate.last(VALIDATION_LOSS)),
                        accuracy(rate.last(VALIDATION_ACCURACY)),
                        accuracy(rate.test()))));
    }

    private static String loss(Spread spread) {
        return String.format(Locale.ROOT, "%.4f ± %.4f", spread.mean(), spread.deviation());
    }

    private static String accuracy(Spread spread) {
        return percent(spread.mean()) + " ± " + percent(spread.deviation());
    }

    private static Table epochTable(ImmutableList<Rate> rates, DoubleFunction<String> text) {
        return new Table(
                Lists.immutable.with("rate", "epoch", "training_loss", "validation_loss", "validation_accuracy"),
                rates.flatCollect(rate -> Interval.oneTo(rate.epochs())
                        .collect(epoch -> Lists.immutable
                                .with(rate.rate() + "", epoch + "")
                                .newWithAll(Lists.immutable
                                        .with(LOSS, VALIDATION_LOSS, VALIDATION_ACCURACY)
                                        .collect(measured -> text.apply(
                                                rate.epoch(epoch, measured).mean()))))));
    }

    /** Every step: mean and deviation for each rate. */
    private Table stepTable() {
        return new Table(
                Lists.immutable
                        .with("step")
                        .newWithAll(rates.flatCollect(
                                rate -> Lists.immutable.with("mean_" + rate.rate(), "deviation_" + rate.rate()))),
                Interval.oneTo(rates.getFirst().stepCount())
                        .collect(step -> Lists.immutable.with(step + "").newWithAll(rates.flatCollect(rate -> {
                            Spread spread = rate.steps(step - 1, step);
                            return Lists.immutable.with((float) spread.mean() + "", (float) spread.deviation() + "");
                        })))
                        .toImmutableList());
    }
}
