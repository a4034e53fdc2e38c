package gradus.examples.softmax;

import gradus.examples.shared.Run;
import module gradus.nn;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.list.Interval;

/** Part 1: softmax regression, 784-10. */
record Regression(Sequential model, Course course, int epochs) {
    static Regression train(Run run, Mnist mnist) {
        int epochs = run.options().epochs();
        Sequential model = Models.regression(run.random());
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
