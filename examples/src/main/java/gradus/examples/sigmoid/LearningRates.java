package gradus.examples.sigmoid;

import static gradus.examples.shared.Watch.VALIDATION_ACCURACY;
import static gradus.examples.sigmoid.DigitTraining.LOSS;
import static gradus.examples.sigmoid.DigitTraining.VALIDATION_LOSS;

import gradus.examples.sigmoid.DigitTraining.Trained;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
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
        /** The spread of what was measured in each epoch. */
        ImmutableList<Spread> epochs(String measured) {
            return Spread.ofEach(trainings.collect(trained -> trained.history().column(measured)));
        }

        /** The spread of the mean loss of an example over each so many steps after one another. */
        ImmutableList<Spread> steps(int part) {
            return Spread.ofEach(trainings.collect(trained -> Curves.means(trained.stepLosses(), part)));
        }

        Spread loss() {
            return epochs(LOSS).getLast();
        }

        Spread validationLoss() {
            return epochs(VALIDATION_LOSS).getLast();
        }

        Spread accuracy() {
            return epochs(VALIDATION_ACCURACY).getLast();
        }

        /** For each epoch the rate, the epoch's number, and the means of losses and accuracy. */
        ImmutableList<ImmutableList<Object>> rows() {
            var measured = Lists.immutable
                    .with(LOSS, VALIDATION_LOSS, VALIDATION_ACCURACY)
                    .collect(this::epochs);
            return measured.getFirst()
                    .collectWithIndex((_, i) -> Lists.immutable
                            .<Object>with(rate, i + 1)
                            .newWithAll(measured.collect(epochs -> epochs.get(i).mean())));
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
        int steps = rates.getFirst().trainings().getFirst().stepLosses().size();
        int part = Math.max(1, steps / PARTS);
        f.value("part", part);
        f.curves(
                "learning-rates",
                rates.collect(rate -> curve("rate " + rate.rate, rate.steps(part), 1, i -> (i + 0.5) * part)));
        // those whose epochs the assignment asks for
        ImmutableList<Rate> shown = Lists.immutable.with(rates.getFirst(), rates.getLast());
        f.curves(
                "epoch-losses",
                shown.flatCollect(rate -> Lists.immutable.with(
                        curve("training " + rate.rate, rate.epochs(LOSS), 1, i -> i + 1),
                        curve("validation " + rate.rate, rate.epochs(VALIDATION_LOSS), 1, i -> i + 1))));
        f.curves(
                "epoch-accuracies",
                shown.collect(rate -> curve("rate " + rate.rate, rate.epochs(VALIDATION_ACCURACY), 100, i -> i + 1)));
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

    /** Means with a band of their deviation, both times a unit. */
    private static Curve curve(String name, ImmutableList<Spread> spreads, int unit, IntToDoubleFunction place) {
        IntStream places = IntStream.range(0, spreads.size());
        return new Curve(
                name,
                DoubleLists.immutable.withAll(places.mapToDouble(place)),
                spreads.collectDouble(spread -> unit * spread.mean()),
                spreads.collectDouble(spread -> unit * spread.deviation()));
    }

    /** Every step: mean and deviation for each rate. */
    private Table steps() {
        ImmutableList<ImmutableList<Spread>> steps = rates.collect(rate -> rate.steps(1));
        Table.Columns<Integer> table = Table.over(
                        Interval.zeroTo(steps.getFirst().size() - 1).toImmutableList())
                .column("step", i -> i + 1);
        for (var pair : rates.zip(steps)) {
            double rate = pair.getOne().rate;
            ImmutableList<Spread> spreads = pair.getTwo();
            table = table.column("mean_" + rate, i -> (float) spreads.get(i).mean())
                    .column("deviation_" + rate, i -> (float) spreads.get(i).deviation());
        }
        return table.table();
    }
}
