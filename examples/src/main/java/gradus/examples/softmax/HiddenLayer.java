package gradus.examples.softmax;

import static gradus.nn.report.Numbers.brief;
import static gradus.nn.report.Numbers.percent;

import gradus.autodiff.Tensor;
import gradus.examples.shared.MnistImages;
import gradus.examples.shared.Options;
import gradus.examples.shared.Part;
import gradus.examples.shared.Run;
import gradus.examples.shared.Words;
import gradus.nn.Sequential;
import gradus.nn.data.Mnist;
import gradus.nn.layer.Linear;
import gradus.nn.report.Figures;
import gradus.nn.report.Numbers;
import gradus.nn.report.Report;
import gradus.nn.report.Table;
import gradus.plots.ImageGrid;
import gradus.plots.LineChart;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;

/**
 * Part 6: a hidden layer of 11 ReLU units, beside the same without ReLU and the regression of part 1, all trained
 * alike.
 *
 * @param active the part of the test images for which each hidden unit is above 0
 * @param orientation whether the assignment's figure is of the same data and settings
 */
record HiddenLayer(
        Trained hidden, Trained withoutReLU, Trained regression, ImmutableDoubleList active, boolean orientation)
        implements Part {
    /** How many times the epochs of part 1. */
    private static final int EPOCHS = 2;

    private static final double HARDLY_ANY = 0.01;

    /** A model and how its training went. */
    record Trained(Sequential model, Course course) {
        static Trained train(Run run, Mnist mnist, String name, Sequential model) {
            Options options = run.options();
            return new Trained(
                    model,
                    new Descent(options.learningRate(), options.batchSize(), true)
                            .train(run, 6, name, model, mnist.train(), mnist.test(), EPOCHS * options.epochs()));
        }

        double accuracy() {
            return course.last().accuracy();
        }

        ImmutableList<String> row() {
            return Lists.immutable.with(
                    course.name(),
                    model.parameterCount() + "",
                    brief(course.last().test().loss()),
                    percent(accuracy()),
                    percent(course.best().accuracy()));
        }
    }

    static HiddenLayer train(Run run, Mnist mnist) {
        Trained hidden = Trained.train(run, mnist, "784-11-10, ReLU", Models.hidden(run.random()));
        return new HiddenLayer(
                hidden,
                Trained.train(run, mnist, "784-11-10 without ReLU", Models.hiddenWithoutReLU(run.random())),
                Trained.train(run, mnist, "784-10", Models.regression(run.random())),
                active(hidden.model, mnist),
                MnistImages.isWhole(mnist.train(), mnist.test()));
    }

    private static ImmutableDoubleList active(Sequential model, Mnist mnist) {
        Tensor hidden =
                model.layers().getFirst().forward(mnist.test().all().inputs()).detach();
        return DoubleLists.immutable.with(
                hidden.greater(0).toTensor(hidden.dtype()).mean(0).toDoubleArray());
    }

    @Override
    public void addFigures(Figures figures) {
        figures.count("hidden_parameters", hidden.model.parameterCount(), "");
        figures.share("hidden_test_accuracy", hidden.accuracy(), "");
        figures.share("hidden_best_test_accuracy", hidden.course.best().accuracy(), "");
        figures.number("hidden_test_loss", hidden.course.last().test().loss(), "");
        figures.share("hidden_without_relu_test_accuracy", withoutReLU.accuracy(), "");
        figures.count("hidden_dead_units", dead(), "");
    }

    /** Units that are above 0 for hardly any test image. */
    private int dead() {
        return active.count(part -> part < HARDLY_ANY);
    }

    @Override
    public void write(Run run, Report report) {
        report.section("6. A hidden layer of 11 ReLU units")
                .text("784-11-10: the images are reduced to 11 numbers, and the scores are computed from those, "
                        + hidden.model.parameterCount()
                        + " parameters instead of " + regression.model.parameterCount()
                        + ". Loss and batches are as in part 1, the epochs twice as many; the learning rate begins as"
                        + " there and falls along a line to 0."
                        + (orientation ? " The assignment expects about 93 to 94 %." : ""))
                .picture(
                        LineChart.of(
                                        hidden.course.overSteps(),
                                        withoutReLU.course.overSteps(),
                                        regression.course.overSteps())
                                .axes("step", "test accuracy (%)")
                                .logarithmicX()
                                .picture("hidden-accuracy"),
                        "Test accuracy over the steps: with 11 ReLU units, with the same units without ReLU, and"
                                + " without a hidden layer.")
                .table(table(), "After the last step.")
                .text(why())
                .picture(
                        ImageGrid.gray(
                                        ((Linear) hidden.model.layers().getFirst())
                                                .weight()
                                                .value()
                                                .detach(),
                                        Mnist.SIDE,
                                        Mnist.SIDE)
                                .captions(active.collect(Numbers::percent))
                                .columns(6)
                                .eachItsOwnRange()
                                .picture("hidden-weights"),
                        "The weights of the hidden units as images, brighter where ink raises the unit; below each, for"
                                + " how many of the test images it is above 0.");
    }

    private Table table() {
        return new Table(
                Lists.immutable.with("model", "parameters", "test loss", "test accuracy", "best on the way"),
                Lists.immutable.with(hidden.row(), withoutReLU.row(), regression.row()));
    }

    private String why() {
        double gained = hidden.accuracy() - regression.accuracy();
        double fromUnits = withoutReLU.accuracy() - regression.accuracy();
        return "The hidden layer changes the test accuracy by " + Words.signedPoints(gained)
                + " against none. Is it the additional "
                + (hidden.model.parameterCount() - regression.model.parameterCount())
                + " parameters? The same network without ReLU has all of them, but two linear maps are one: it changes"
                + " the accuracy by "
                + Words.signedPoints(fromUnits) + ". "
                + (gained > fromUnits
                        ? "The rest, " + Words.signedPoints(gained - fromUnits)
                                + ", is the bend of the ReLU: it lets a unit count for some images and be off for"
                                + " others."
                        : "So in this run the bend of the ReLU has gained nothing.")
                + " The units are above 0 for " + percent(active.min()) + " to " + percent(active.max())
                + " of the test images, as the numbers below the images say; " + dead() + " of the " + active.size()
                + " are dead or nearly so, above 0 for less than " + percent(HARDLY_ANY) + ".";
    }
}
