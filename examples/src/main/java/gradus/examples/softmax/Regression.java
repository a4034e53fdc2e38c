package gradus.examples.softmax;

import static gradus.nn.report.Numbers.brief;
import static gradus.nn.report.Numbers.percent;

import gradus.examples.shared.Charts;
import gradus.examples.shared.Charts.Scale;
import gradus.examples.shared.ImageSheet;
import gradus.examples.shared.Part;
import gradus.examples.shared.Run;
import gradus.nn.Linear;
import gradus.nn.Sequential;
import gradus.nn.data.Mnist;
import gradus.nn.report.Figures;
import gradus.nn.report.Report;
import gradus.nn.report.Table;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.LongLists;
import org.eclipse.collections.impl.list.Interval;

/** Part 1: softmax regression, 784-10. */
record Regression(Sequential model, Course course, int epochs, Descent descent) implements Part {

    static Regression train(Run run, Mnist mnist) {
        Descent descent =
                new Descent(run.options().learningRate(), run.options().batchSize());
        int epochs = run.options().epochs();
        Sequential model = Models.regression(run.random());
        Course course = descent.train(run, 1, "softmax regression", model, mnist.train(), mnist.test(), epochs);
        run.sayIfDiverged(
                course.points().getFirst().test().loss(), course.last().test().loss());
        run.model(
                model,
                run.provenance(mnist.origin())
                        .with("test accuracy", course.last().accuracy() + ""));
        return new Regression(model, course, epochs, descent);
    }

    Course.Point afterEpoch(int number) {
        return course.at(course.last().step() / epochs * number);
    }

    @Override
    public void addFigures(Figures figures) {
        figures.count("softmax_parameters", model.parameterCount(), "");
        figures.share("softmax_test_accuracy_epoch_1", afterEpoch(1).accuracy(), "");
        figures.share("softmax_test_accuracy", course.last().accuracy(), "91.6 to 92.0 % (PyTorch)");
        figures.share("softmax_best_test_accuracy", course.best().accuracy(), "");
        figures.number("softmax_test_loss", course.last().test().loss(), "");
    }

    @Override
    public void write(Run run, Report report) {
        report.section("1. Softmax regression")
                .text("One layer gives each image a score for each digit: 784 weights and a bias a digit, "
                        + model.parameterCount()
                        + " numbers in all. Softmax makes probabilities of the scores, and the loss is the cross-entropy, summed over"
                        + " the " + descent.batchSize() + " images of a step. Each step moves the weights by -"
                        + descent.rate() + " times the gradient of this sum.")
                .text(
                        "The test accuracy is measured after 1, 2, 3, ... steps and then more and more rarely: it changes in"
                                + " proportion to the logarithm of the steps rather than to their number. "
                                + progress())
                .picture(
                        Charts.curves(
                                "softmax-accuracy",
                                "step",
                                "test accuracy (%)",
                                Scale.LOGARITHMIC,
                                Scale.LINEAR,
                                course.overSteps()),
                        "Test accuracy over the steps, on a logarithmic axis: from "
                                + percent(course.at(0).accuracy())
                                + " before the first step to "
                                + percent(course.last().accuracy()) + " after "
                                + course.last().step() + ".")
                .table(epochTable(), "After each epoch.")
                .picture(
                        ImageSheet.gray(Mnist.SIDE, Mnist.SIDE)
                                .columns(5)
                                .eachItsOwnRange()
                                .picture(
                                        "softmax-weights",
                                        ((Linear) model.layers().getFirst())
                                                .weight()
                                                .value()
                                                .detach(),
                                        Interval.zeroTo(Mnist.CLASSES - 1)
                                                .collect(digit -> "score of " + digit)
                                                .toImmutableList()),
                        "The weights of each digit's score as an image: where ink raises the score it is bright, where ink lowers it, dark.")
                .text(limit());
    }

    private String progress() {
        return LongLists.immutable
                        .with(1, 10, 100, 1000)
                        .select(step -> step < course.last().step())
                        .collect(course::at)
                        .collect(point -> percent(point.accuracy()) + " after " + steps(point.step()))
                        .makeString("Here it is ", ", ", "")
                + ", and " + percent(course.last().accuracy()) + " at the end, after " + epochs
                + " epochs; the best of all "
                + course.points().size() + " measurements is "
                + percent(course.best().accuracy()) + " after "
                + steps(course.best().step()) + ".";
    }

    private static String steps(long count) {
        return count + (count == 1 ? " step" : " steps");
    }

    private String limit() {
        double first = afterEpoch(1).accuracy();
        double gained = 100 * (course.last().accuracy() - first);
        return "The first epoch brings " + percent(first) + ", all further ones together " + brief(gained)
                + " percentage points. A weighted sum of pixels cannot say that a stroke here counts only if there is none"
                + " there, so the rest is a limit of the model more than of its training; part 6 tests that with 11 hidden units.";
    }

    private Table epochTable() {
        return new Table(
                Lists.immutable.with("epoch", "steps", "test loss", "test accuracy"),
                Interval.oneTo(epochs)
                        .collect(number -> {
                            Course.Point point = afterEpoch(number);
                            return Lists.immutable.with(
                                    number + "",
                                    point.step() + "",
                                    brief(point.test().loss()),
                                    percent(point.accuracy()));
                        })
                        .toImmutableList());
    }
}
