package gradus.examples.sigmoid;

import static gradus.examples.shared.Watch.VALIDATION_ACCURACY;
import static gradus.examples.sigmoid.DigitTraining.LOSS;
import static gradus.examples.sigmoid.DigitTraining.VALIDATION_LOSS;

import gradus.examples.shared.Curves;
import gradus.examples.shared.Findings;
import gradus.examples.shared.MnistImages;
import gradus.examples.shared.Run;
import gradus.examples.sigmoid.LearningRates.Rate;
import gradus.examples.sigmoid.LearningRates.Row;
import java.util.function.IntFunction;
import module gradus.plots;
import module org.eclipse.collections.api;
import org.eclipse.collections.impl.list.Interval;

/** What the program found, for its {@code report.txt}. */
record SigmoidReport(Run run, DigitData digits, Findings f) {
    private static final int AVERAGED_STEPS = 150;
    private static final int SHOWN_POINTS = 1500;
    private static final int CELLS = 200;

    /** The loss is drawn as means over so many parts of the training: single batches hide the curve in their noise. */
    private static final int PARTS = 220;

    /** An accuracy this close to that of always saying the same counts as equal to it. */
    private static final double CLOSE = 0.02;

    /** Of single precision: a few units of its seventh digit, by the largest of the numbers that are added. */
    private static final double ROUNDING = 1e-5;

    SigmoidReport(Run run, DigitData digits) {
        this(run, digits, run.findings());
        f.value("digits", digits);
        f.value("comparesWithPytorch", digits.comparesWithPytorch(run));
    }

    void localDerivatives(LocalDerivatives found) {
        double largest = Math.max(found.jacobian(), Math.max(found.probabilities(), found.logits()));
        f.value("isRounding", largest < 1e-12);
        f.value("listing", found.listing());
        f.number("softmax_jacobian_largest_difference", found.jacobian());
        f.number("cross_entropy_gradient_largest_relative_difference", found.probabilities());
        f.number("logits_gradient_largest_difference", found.logits());
    }

    void smallNetwork(SmallNetwork small) {
        f.value("small", small);
        f.value("smallTable", small.table());
        f.exact("small_loss", small.loss(), "");
        for (var derivative : small.derivatives().select(each -> each.name().matches("d[Wb]."))) {
            int columns = derivative.columns();
            boolean matrix = derivative.autodiff().shape().rank() == 2;
            derivative.numbers().forEachWithIndex((value, i) -> {
                String place = (matrix ? "_" + i / columns : "") + "_" + i % columns;
                String reported = derivative.reportedNumbers().get(i % columns);
                f.exact("small_" + derivative.name() + place, value, reported);
            });
        }
    }

    void ellipse(EllipseTraining ellipse) {
        var history = ellipse.history();
        Dataset validation = ellipse.data().validation();
        f.value("ellipse", ellipse);
        counts("ellipse_train_label_", ellipse.data().train());
        counts("ellipse_validation_label_", validation);
        f.number("ellipse_train_loss", history.last().loss());
        f.number("ellipse_validation_loss", history.last().validationLoss());
        var counts = validation.classCounts();
        double majority = (double) counts.max() / validation.size();
        f.share("ellipse_validation_majority", majority);
        f.share("ellipse_validation_accuracy", ellipse.accuracy());
        int learned = history.epochs().detectIndex(epoch -> epoch.get(VALIDATION_ACCURACY) > majority + CLOSE);
        f.value("majorityLabel", counts.indexOf(counts.max()));
        f.value("onThePlateau", learned < 0 ? history.epochs().size() : learned);
        f.value("atOnce", learned == 0);
        f.value("stuck", learned < 0);
        f.value("lastLengths", EllipseTraining.lengths(ellipse.model()));
        int part = Math.min(AVERAGED_STEPS, history.stepLosses().size());
        f.curves("ellipse-steps", Curves.means("training", history.stepLosses(), part));
        f.curves("ellipse-epochs", Curves.losses(history, "validation"));
        run.file("ellipse-epochs.csv", history.csv());
        int shown = Math.min(SHOWN_POINTS, validation.size());
        f.value("shown", shown);
        f.pictures(DecisionRegions.of(
                        Window.around(1),
                        points -> ellipse.model().forward(points).argMax(-1))
                .cells(CELLS)
                .points(Points.byClass(Lists.immutable.with("inside", "outside"), validation.slice(0, shown)))
                .picture("ellipse-regions"));
    }

    private void counts(String name, Dataset data) {
        data.classCounts().forEachWithIndex((count, label) -> f.count(name + label, count));
    }

    void slowAndBatched(SlowAndBatched found) {
        SlowAndBatched.Way slow = found.slow();
        SlowAndBatched.Way batched = found.batched();
        f.value("ways", found);
        f.value("meanRate", SlowAndBatched.RATE);
        f.count("slow_and_batched_compared_batches", found.comparison().batches());
        f.number(
                "slow_and_batched_largest_gradient_difference",
                found.comparison().difference());
        f.number("slow_and_batched_largest_gradient", found.comparison().gradient());
        f.count("slow_examples_per_second", Math.round(slow.speed()));
        f.count("batched_examples_per_second", Math.round(batched.speed()));
        double alone = slow.validation().getLast().loss();
        double together = batched.validation().get(slow.epochs() - 1).loss();
        f.number("slow_validation_loss", alone);
        f.number("batched_validation_loss", together);
        f.share(
                "mean_rate_" + SlowAndBatched.RATE + "_test_accuracy",
                batched.test().accuracy());
        f.value("oneBatch", found.comparison().batches() == 1);
        f.value(
                "areRounded",
                found.comparison().difference() <= ROUNDING * found.comparison().gradient());
        f.value("apart", Math.abs(alone - together));
        f.value("samePlace", Math.abs(alone - together) < 1e-3 * together);
        f.value("timesAsFast", batched.speed() / slow.speed());
        f.value("faster", batched.speed() / slow.speed() > 1.5);
        f.value(
                "epochsOfWays",
                Interval.oneTo(batched.epochs())
                        .toImmutableList()
                        .flatCollect(epoch -> Lists.immutable
                                .with(slow, batched)
                                .select(way -> epoch <= way.epochs())
                                .collect(way -> Lists.immutable.with(
                                        epoch, way.name(), way.validation().get(epoch - 1)))));
    }

    void learningRates(LearningRates found) {
        ImmutableList<Rate> rates = found.rates();
        rateFigures(rates);
        f.value("rates", rates);
        int part = Math.max(1, rates.getFirst().steps() / PARTS);
        f.value("part", part);
        f.curves("learning-rates", rates.collect(rate -> steps(rate, part)));
        // those whose epochs the assignment asks for
        ImmutableList<Rate> shown = Lists.immutable.with(rates.getFirst(), rates.getLast());
        f.curves(
                "epoch-losses",
                shown.flatCollect(rate -> Lists.immutable.with(
                        epochs("training " + rate.rate(), rate, LOSS, 1),
                        epochs("validation " + rate.rate(), rate, VALIDATION_LOSS, 1))));
        f.curves(
                "epoch-accuracies",
                shown.collect(rate -> epochs("rate " + rate.rate(), rate, VALIDATION_ACCURACY, 100)));
        f.value("rateEpochs", shown.flatCollect(Rate::rows));
        f.value("meanOfSum", 0.03 / run.options().batchSize());
        Rate best = rates.maxBy(rate -> rate.accuracy().mean());
        f.value("best", best);
        f.value(
                "gap",
                best.accuracy().mean()
                        - rates.collectDouble(rate -> rate.accuracy().mean()).min());
        f.value(
                "deviation",
                rates.collectDouble(rate -> rate.accuracy().deviation()).max());
        Table epochs = Table.over(rates.flatCollect(Rate::rows))
                .column("rate", Row::rate)
                .column("epoch", Row::epoch)
                .column("training_loss", Row::loss)
                .column("validation_loss", Row::validationLoss)
                .column("validation_accuracy", Row::accuracy)
                .table();
        run.file("learning-rate-epochs.csv", epochs.csv());
        run.file("learning-rate-steps.csv", steps(rates).csv());
    }

    private void rateFigures(ImmutableList<Rate> rates) {
        rates.forEach(rate -> {
            String name = "summed_rate_" + rate.rate();
            f.number(name + "_train_loss", rate.loss().mean());
            f.number(name + "_validation_loss", rate.validationLoss().mean());
            f.share(name + "_validation_accuracy", rate.accuracy().mean());
            f.share(name + "_validation_accuracy_deviation", rate.accuracy().deviation());
            f.share(name + "_test_accuracy", rate.test().mean());
        });
    }

    private static Curve steps(Rate rate, int part) {
        ImmutableList<Integer> ends =
                Interval.fromToBy(part, rate.steps(), part).toImmutableList();
        return curve("rate " + rate.rate(), ends, -part / 2.0, end -> rate.steps(end - part, end), 1);
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
    private static Table steps(ImmutableList<Rate> rates) {
        Table.Columns<Integer> table = Table.over(
                        Interval.oneTo(rates.getFirst().steps()).toImmutableList())
                .column("step", step -> step);
        for (Rate rate : rates) {
            table = table.column("mean_" + rate.rate(), step ->
                            (float) rate.steps(step - 1, step).mean())
                    .column("deviation_" + rate.rate(), step ->
                            (float) rate.steps(step - 1, step).deviation());
        }
        return table.table();
    }

    void finalNetwork(FinalNetwork last, double before) {
        var history = last.trained().history();
        double accuracy = last.test().accuracy();
        f.exact("final_learning_rate", last.chosen().rate(), "");
        f.share("final_validation_accuracy", last.chosen().accuracy());
        f.number("final_test_loss", last.test().loss());
        f.share("final_test_accuracy", accuracy, digits.isWhole() ? "98 %" : "");
        f.value(
                "candidates",
                last.candidates()
                        .collect(each -> Lists.immutable.with(
                                each.rate() + (each.equals(last.chosen()) ? " (chosen)" : ""), each)));
        f.value("momentum", FinalNetwork.MOMENTUM);
        f.value("finalEpochs", history.epochs().size());
        f.value("summary", Summary.of(last.trained().model(), Mnist.SIDE * Mnist.SIDE));
        f.value("before", before);
        f.value("gained", accuracy > before);
        f.value("gain", accuracy - before);
        f.curves("final-loss", Curves.overEpochs("training", history, LOSS));
        f.pictures(HeatMap.of(MnistImages.DIGITS, last.test().confusion()).picture("confusion"));
        f.value("confusionTable", Table.of(MnistImages.DIGITS, last.test().confusion()));
        run.file("final-epochs.csv", history.csv());
    }
}
