package gradus.examples.softmax;

import gradus.examples.shared.Run;
import module gradus.nn;
import module java.base;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.list.Interval;

/** Part 1: softmax regression, 784-10. */
record Regression(Sequential model, Course course, int epochs) {
    /** The model before training. It gives logits: the loss has the softmax in it. */
    static Sequential untrained(RandomGenerator random) {
        return Sequential.of(Linear.of(Mnist.SIDE * Mnist.SIDE, Mnist.CLASSES, random));
    }

    static Regression train(Run run, Mnist mnist) {
        int epochs = run.options().epochs();
        Sequential model = untrained(run.random());
        Course course = Descent.of(run.options())
                .train(run, 1, "softmax regression", model, mnist.train(), mnist.test(), epochs);
        run.sayIfDiverged(
                course.points().getFirst().test().loss(), course.last().test().loss());
        return new Regression(model, course, epochs);
    }

    /** What was measured at the end of each epoch. */
    ImmutableList<Course.Point> afterEpochs() {
        return Interval.oneTo(epochs)
                .collect(number -> course.at(course.last().step() / epochs * number))
                .toImmutableList();
    }
}
