package gradus.examples.softmax;

import static gradus.nn.report.Numbers.brief;
import static gradus.nn.report.Numbers.percent;

import gradus.examples.shared.MnistImages;
import gradus.examples.shared.Part;
import gradus.examples.shared.Run;
import gradus.examples.shared.Words;
import gradus.nn.Sequential;
import gradus.nn.data.Mnist;
import gradus.nn.layer.Linear;
import gradus.nn.report.Figures;
import gradus.nn.report.Report;
import gradus.nn.report.Table;
import gradus.plots.ImageGrid;
import gradus.plots.LineChart;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.impl.factory.primitive.LongLists;
import org.eclipse.collections.impl.list.Interval;

/**
 * Part 1: softmax regression, 784-10.
 *
 * @param whole whether it read all of MNIST
 */
record Regression(Sequential model, Course course, int epochs, Descent descent, boolean whole) implements Part {
    /** Further epochs that bring less than this part of what is missing to 100 % count as having brought little. */
    private static final double LITTLE = 0.2;

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
        return new Regression(model, course, epochs, descent, MnistImages.isWhole(mnist.train(), mnist.test()));
    }

    Course.Point afterEpoch(int number) {
        return course.at(course.last().step() / epochs * number);
    }

    @Override
    public void addFigures(Figures figures) {
        figures.count("softmax_parameters", model.parameterCount(), "");
        figures.share("softmax_test_accuracy_epoch_1", afterEpoch(1).accuracy(), "");
        figures.share("softmax_test_accuracy", course.last().accuracy(), "");
        figures.share("softmax_best_test_accuracy", course.best().accuracy(), "");
        figures.number("softmax_test_loss", course.last().test().loss(), "");
    }

    @Override
    public void write(Run run, Report report) {
        report.section("1. Softmax regression")
                .text("One layer gives each image a score for each digit: 784 weights and a bias a digit, "
                        + model.parameterCount()
                        + " numbers in all. Softmax makes probabilities of the scores, and the loss is the"
                        + " cross-entropy, summed over"
                        + " the " + descent.batchSize() + " images of a step. Each step moves the weights by -"
                        + descent.rate() + " times the gradient of this sum.")
                .text("The test accuracy is measured after 1, 2, 3, ... steps and then more and more rarely, and drawn"
                        + " over the logarithm of the steps, so that the first ones are seen too. "
                        + progress())
                .picture(
                        LineChart.of(course.overSteps())
                                .axes("step", "test accuracy (%)")
                                .logarithmicX()
                                .picture("softmax-accuracy"),
                        "Test accuracy over the steps, on a logarithmic axis: from "
                                + percent(course.at(0).accuracy())
                                + " before the first step to "
                                + percent(course.last().accuracy()) + " after "
                                + course.last().step() + ".")
                .table(epochTable(), "After each epoch.")
                .picture(
                        ImageGrid.gray(
                                        ((Linear) model.layers().getFirst())
                                                .weight()
                                                .value()
                                                .detach(),
                                        Mnist.SIDE,
                                        Mnist.SIDE)
                                .captions(Interval.zeroTo(Mnist.CLASSES - 1)
                                        .collect(digit -> "score of " + digit)
                                        .toImmutableList())
                                .columns(5)
                                .eachItsOwnRange()
                                .picture("softmax-weights"),
                        "The weights of each digit's score as an image: where ink raises the score it is bright, where"
                                + " ink lowers it, dark.")
                .text(limit());
    }

    private String progress() {
        return LongLists.immutable
                        .with(1, 10, 100, 1000)
                        .select(step -> step < course.last().step())
                        .collect(course::at)
                        .collect(point -> percent(point.accuracy()) + " after " + Words.counted(point.step(), "step"))
                        .makeString("Here it is ", ", ", "")
                + ", and " + percent(course.last().accuracy()) + " at the end, after "
                + Words.counted(epochs, "epoch") + "; the best of all "
                + course.points().size() + " measurements is "
                + percent(course.best().accuracy()) + " after "
                + Words.counted(course.best().step(), "step") + "."
                + orientation();
    }

    private String orientation() {
        return whole && (epochs == 2 || epochs == 3)
                ? " For orientation: PyTorch reaches 91.6 to 92.0 % in 2 to 3 epochs."
                : "";
    }

    private String limit() {
        double first = afterEpoch(1).accuracy();
        double missing = 1 - course.last().accuracy();
        double gained = course.last().accuracy() - first;
        String limit =
                " A weighted sum of pixels cannot say that a stroke here counts only if there is none there; part 6"
                        + " tests what 11 hidden units change.";
        if (epochs == 1) {
            return "With " + percent(first)
                    + " after the only epoch, this run does not show what further ones would bring." + limit;
        }
        return "The first epoch brings " + percent(first) + ", the further " + (epochs - 1) + " together "
                + Words.signedPoints(gained) + "; " + Words.points(missing) + " are missing to 100 %"
                + (Math.abs(gained) < LITTLE * missing
                        ? ", so the rest is a limit of the model more than of its training."
                        : ", and more training may still bring a part of them.")
                + limit;
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
