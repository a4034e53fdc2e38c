package gradus.examples.sigmoid;

import static gradus.examples.shared.Watch.VALIDATION_ACCURACY;
import static gradus.examples.sigmoid.DigitTraining.LOSS;
import static gradus.examples.sigmoid.DigitTraining.VALIDATION_LOSS;

import gradus.examples.shared.Run;
import gradus.examples.sigmoid.DigitTraining.Trained;
import module gradus.nn;
import module org.eclipse.collections.api;
import org.eclipse.collections.impl.list.Interval;

/** Part 5: the loss summed over each batch, four learning rates, three initializations each. */
record LearningRates(ImmutableList<Rate> rates) {
    private static final ImmutableList<Double> RATES = Lists.immutable.with(0.001, 0.003, 0.01, 0.03);
    private static final int INITIALIZATIONS = 3;

    /** An epoch of a learning rate: what was measured on the average. */
    record Row(double rate, int epoch, double loss, double validationLoss, double accuracy) {}

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

        ImmutableList<Row> rows() {
            return Interval.oneTo(epochs())
                    .collect(number -> new Row(
                            rate,
                            number,
                            epoch(number, LOSS).mean(),
                            epoch(number, VALIDATION_LOSS).mean(),
                            epoch(number, VALIDATION_ACCURACY).mean()))
                    .toImmutableList();
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
}
