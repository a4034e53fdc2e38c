package gradus.examples.sigmoid;

import gradus.examples.shared.Run;
import gradus.examples.shared.Watch;
import gradus.examples.shared.Words;
import java.util.random.RandomGenerator;
import module gradus.nn;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;

/**
 * Part 3: the 2-3-2 network learns which points are inside of an ellipse, one point at a time.
 *
 * @param firstLengths of the weights of each hidden unit, before the training
 */
record EllipseTraining(Ellipse data, double rate, Sequential model, String firstLengths, History history) {
    private static final double RATE = 0.01;

    /** Few points take longer steps to leave the plateau behind. */
    private static final double QUICK_RATE = 0.2;

    private static final int TRAIN = 60_000;
    private static final int VALIDATION = 10_000;
    private static final int REPORT_SEED = 0;
    private static final Initializer FIRST_WEIGHTS = Initializer.normal(0, 1);

    /** The first points of each part of the report's 70,000; the others are drawn all the same. */
    private static Ellipse draw(int points) {
        Ellipse all = Ellipse.generated(TRAIN, VALIDATION, NumpyRandomState.seeded(REPORT_SEED));
        return new Ellipse(
                all.train().slice(0, Math.min(points, TRAIN)), all.validation().slice(0, Math.min(points, VALIDATION)));
    }

    static EllipseTraining train(Run run, int points) {
        Ellipse data = draw(points);
        double rate = run.options().quick() ? QUICK_RATE : RATE;
        RandomGenerator random = run.random();
        Sequential model = Sequential.of(
                Linear.of(DType.F64, 2, 3, FIRST_WEIGHTS, random),
                new Sigmoid(),
                Linear.of(DType.F64, 3, 2, FIRST_WEIGHTS, random));
        String firstLengths = lengths(model);
        Optimizer descent = new SGD().of(model.parameters()).learningRate(rate);
        int epochs = run.options().epochs();
        try (Progress progress =
                run.progress("3. ellipse", (long) epochs * data.train().size())) {
            History history = Trainer.of(model, (y, batch) -> new CrossEntropy().mean(y, batch.labels()), descent)
                    .epochs(epochs)
                    .batchSize(1)
                    .evaluationBatchSize(DigitTraining.EVALUATED_AT_ONCE)
                    .seed(run.options().seed())
                    .metric(Watch.ACCURACY, Accuracy::of)
                    .validation(data.validation())
                    .listener(new Watch(progress))
                    .train(data.train());
            return new EllipseTraining(data, rate, model, firstLengths, history);
        }
    }

    /** How steep each hidden unit is: the length of its weights. */
    static String lengths(Sequential model) {
        Tensor weights = model.parameters().getFirst().value().detach();
        return DoubleLists.immutable
                .with(weights.square().sum(1).sqrt().toDoubleArray())
                .collect(Words::rounded)
                .makeString();
    }

    double accuracy() {
        return history.last().get(Watch.VALIDATION_ACCURACY);
    }
}
