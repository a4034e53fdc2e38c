package gradus.examples.sigmoid;

import static gradus.examples.shared.Watch.VALIDATION_ACCURACY;
import static gradus.examples.sigmoid.DigitTraining.LOSS;
import static gradus.examples.sigmoid.DigitTraining.VALIDATION_LOSS;

import gradus.examples.sigmoid.DigitTraining.Trained;
import java.util.function.IntFunction;
import module gradus.examples;
import org.eclipse.collections.impl.list.Interval;

/** Part 5: the loss summed over each batch, four learning rates, three initializations each. */
record LearningRates(ImmutableList<Rate> rates) {
    private static final ImmutableList<Double> RATES = Lists.immutable.with(0.001, 0.003, 0.01, 0.03);
    private static final int INITIALIZATIONS = 3;

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

        Spread loss() {
            return epoch(epochs(), LOSS);
        }

        Spread validationLoss() {
            return epoch(epochs(), VALIDATION_LOSS);
        }

        Spread accuracy() {
            return epoch(epochs(), VALIDATION_ACCURACY);
        }

        /** For each epoch the rate, the epoch's number, and the means of losses and accuracy. */
        ImmutableList<ImmutableList<Object>> rows() {
            var measured = Lists.immutable.with(LOSS, VALIDATION_LOSS, VALIDATION_ACCURACY);
            return Interval.oneTo(epochs())
                    .toImmutableList()
                    .collect(number -> Lists.immutable
                            .<Object>with(rate, number)
                            .newWithAll(
                                    measured.collect(name -> epoch(number, name).mean())));
        }

        int steps() {
            return trainings.getFirst().stepLosses().size();
        }

        /** The mean loss of an example over the steps {@code from} to before {@code to}. */
        Spread steps(int from, int to) {
            return new Spread(trainings.collectDouble(trained -> Interval.fromTo(from, to - 1)
                    .collectDouble(trained.stepLosses()::get)
                    .average()));
        }
    }

    static LearningRates train(Run run, DigitData digits) {
        return new LearningRates(RATES.collect(rate -> train(run, digits, rate)));
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

    /** The highest mean accuracy on the test images. */
    double bestTest() {
        return rates.collectDouble(rate -> rate.test.mean()).max();
    }

    void report(Run run) {
        Findings f = run.findings();
        rates.forEach(rate -> figures(f, rate));
        f.value("rates", rates);
        int part = Math.max(1, rates.getFirst().steps() / PARTS);
        f.value("part", part);
        f.curves("learning-rates", rates.collect(rate -> steps(rate, part)));
        // those whose epochs the assignment asks for
        ImmutableList<Rate> shown = Lists.immutable.with(rates.getFirst(), rates.getLast());
        f.curves(
                "epoch-losses",
                shown.flatCollect(rate -> Lists.immutable.with(
                        epochs("training " + rate.rate, rate, LOSS, 1),
                        epochs("validation " + rate.rate, rate, VALIDATION_LOSS, 1))));
        f.curves(
                "epoch-accuracies", shown.collect(rate -> epochs("rate " + rate.rate, rate, VALIDATION_ACCURACY, 100)));
        f.value("rateEpochs", shown.flatCollect(Rate::rows));
        f.value("meanOfSum", 0.03 / run.options().batchSize());
        Rate best = rates.maxBy(rate -> rate.accuracy().mean());
        f.value("best", best);
        ImmutableList<Spread> accuracies = rates.collect(Rate::accuracy);
        f.value(
                "gap",
                best.accuracy().mean() - accuracies.collectDouble(Spread::mean).min());
        f.value("deviation", accuracies.collectDouble(Spread::deviation).max());
        Table epochs = new Table(
                Lists.immutable.with("rate", "epoch", "training_loss", "validation_loss", "validation_accuracy"),
                rates.flatCollect(Rate::rows).collect(row -> row.collect(String::valueOf)));
        run.file("learning-rate-epochs.csv", epochs.csv());
        run.file("learning-rate-steps.csv", steps().csv());
    }

    private static void figures(Findings f, Rate rate) {
        String name = "summed_rate_" + rate.rate;
        f.number(name + "_train_loss", rate.loss().mean());
        f.number(name + "_validation_loss", rate.validationLoss().mean());
        f.share(name + "_validation_accuracy", rate.accuracy().mean());
        f.share(name + "_validation_accuracy_deviation", rate.accuracy().deviation());
        f.share(name + "_test_accuracy", rate.test.mean());
    }

    private static Curve steps(Rate rate, int part) {
        ImmutableList<Integer> ends =
                Interval.fromToBy(part, rate.steps(), part).toImmutableList();
        return curve("rate " + rate.rate, ends, -part / 2.0, end -> rate.steps(end - part, end), 1);
    }

    private static Curve epochs(String name, Rate rate, String measured, double unit) {
        ImmutableList<Integer> numbers = Interval.oneTo(rate.epochs()).toImmutableList();
        return curve(name, numbers, 0, number -> rate.epoch(number, measured), unit);
    }

    /** Means with a band of their deviation. */
    private static Curve curve(
            String name, ImmutableList<Integer> places, double shift, IntFunction<Spread> at, double unit) {
        ImmutableList<Spread> spreads = places.collect(at::apply);
        return new Curve(
                name,
                places.collectDouble(place -> place + shift),
                spreads.collectDouble(spread -> unit * spread.mean()),
                spreads.collectDouble(spread -> unit * spread.deviation()));
    }

    /** Every step: mean and deviation for each rate. */
    private Table steps() {
        Table.Columns<Integer> table = Table.over(
                        Interval.oneTo(rates.getFirst().steps()).toImmutableList())
                .column("step", step -> step);
        for (Rate rate : rates) {
            table = table.column("mean_" + rate.rate, step ->
                            (float) rate.steps(step - 1, step).mean())
                    .column("deviation_" + rate.rate, step ->
                            (float) rate.steps(step - 1, step).deviation());
        }
        return table.table();
    }
}
