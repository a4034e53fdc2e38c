package gradus.examples.softmax;

import module gradus.examples;
import module java.base;
import org.eclipse.collections.impl.list.Interval;

/** Part 1: softmax regression, 784-10. */
record Regression(Course course, int epochs) {
    /** Further epochs that bring less than this part of what is missing to 100 % count as having brought little. */
    private static final double LITTLE = 0.2;

    /** The model before training. It gives logits: the loss has the softmax in it. */
    static Sequential untrained(RandomGenerator random) {
        return Sequential.of(Linear.of(Mnist.SIDE * Mnist.SIDE, Mnist.CLASSES, random));
    }

    static Regression train(Run run, Mnist mnist) {
        int epochs = run.options().epochs();
        Course course = Descent.of(run.options())
                .train(run, 1, "softmax regression", untrained(run.random()), mnist.train(), mnist.test(), epochs);
        run.sayIfDiverged(
                course.points().getFirst().evaluation().loss(),
                course.last().evaluation().loss());
        return new Regression(course, epochs);
    }

    /** What was measured at the end of each epoch. */
    ImmutableList<LearningCurve.Point> afterEpochs() {
        return Interval.oneTo(epochs)
                .collect(number -> course.at(course.last().step() / epochs * number))
                .toImmutableList();
    }

    void report(Findings f, boolean whole) {
        f.value("regression", this);
        f.count("softmax_parameters", course.model().parameterCount());
        f.share("softmax_test_accuracy_epoch_1", afterEpochs().getFirst().accuracy());
        f.share("softmax_test_accuracy", course.accuracy());
        f.share("softmax_best_test_accuracy", course.best().accuracy());
        f.number("softmax_test_loss", course.last().evaluation().loss());
        f.value("comparesWithPytorch", whole && (epochs == 2 || epochs == 3));
        f.value(
                "early",
                LongLists.immutable
                        .with(1, 10, 100, 1000)
                        .select(step -> step < course.last().step())
                        .collect(course::at));
        double missing = 1 - course.accuracy();
        double gained = course.accuracy() - afterEpochs().getFirst().accuracy();
        f.value("missing", missing);
        f.value("gained", gained);
        f.value("gainedLittle", Math.abs(gained) < LITTLE * missing);
        f.value("oneEpoch", epochs == 1);
        f.value("furtherEpochs", epochs - 1);
        f.curves("softmax-accuracy", course.overSteps());
        f.pictures(MnistImages.weights(course.model(), 5)
                .captions(MnistImages.DIGITS.collect(digit -> "score of " + digit))
                .picture("softmax-weights"));
    }
}
