package gradus.examples.softplus;

import static gradus.examples.shared.Numbers.brief;
import static gradus.examples.shared.Numbers.percent;

import gradus.autodiff.Graph;
import gradus.autodiff.Indices;
import gradus.autodiff.Tensor;
import gradus.examples.shared.Charts;
import gradus.examples.shared.Charts.Curve;
import gradus.examples.shared.Confusion;
import gradus.examples.shared.Figures;
import gradus.examples.shared.Picture;
import gradus.examples.shared.Report;
import gradus.examples.shared.Run;
import gradus.examples.shared.Table;
import gradus.examples.softplus.FiveClasses.Sample;
import gradus.nn.Layer;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.list.Interval;

/** What the program found, as figures, files and a report. */
record SoftplusResults(
        Run run,
        Sample train,
        Sample test,
        Layer untrained,
        ImmutableList<ParameterCheck> checks,
        ImmutableList<Training> trainings,
        Training chosen,
        Optimum optimum) {

    private static final Grid REGIONS = new Grid(190, 7.5);

    void write() {
        addFigures(run.figures());
        Report report = new Report(
                "A softplus network in the plane",
                "Assignment D: a network of 101 parameters learns five classes of points, three of them overlapping rings, by"
                        + " steepest descent over all points at once. Seed "
                        + run.options().seed() + ".");
        report.section("Figures")
                .table(run.figures().table(), "The figures that the assignment asks for, beside its report's.");
        data(report);
        network(report);
        gradientCheck(report);
        learningRates(report);
        result(report);
        limit(report);
        run.file("report.html", report.html());
        run.file("losses.csv", losses().csv());
    }

    private void addFigures(Figures figures) {
        figures.count("parameters", untrained.parameterCount(), "101");
        figures.number(
                "gradient_check_largest_relative_error",
                ParameterCheck.worst(checks).relativeError(),
                "");
        figures.share("train_accuracy", chosen.accuracy(train), "65.75 %");
        figures.share("test_accuracy", chosen.accuracy(test), "66 %");
        figures.number("train_loss", chosen.finalLoss(), "");
        figures.number("test_loss", Training.loss(chosen.model(), test).item(), "0.702");
        figures.share("expected_accuracy", expectedAccuracy(), "");
        figures.share("bayes_accuracy", optimum.accuracy(), "");
        figures.number("bayes_loss", optimum.loss(), "");
    }

    private double expectedAccuracy() {
        return optimum.accuracyOf(chosen.predict(optimum.grid().midpoints()));
    }

    private void data(Report report) {
        report.section("Data")
                .text(
                        "The original data are lost. These stand in for them: five classes, equally likely, of which three are rings"
                                + " around each other that overlap and two are well separated clouds; " + train.size()
                                + " points for training and " + test.size() + " for the test, as many of each class.")
                .listing(FiveClasses.FORMULA)
                .text(
                        "I₀ is the modified Bessel function; the density of a ring is Rice's distribution of the distance r, spread"
                                + " evenly over the angle. The densities are known, so the best possible accuracy is known too: see the last"
                                + " section.");
    }

    private void network(Report report) {
        Graph graph = Graph.of(Training.loss(untrained, train));
        Table parameters = new Table(
                Lists.immutable.with("parameter", "shape", "numbers"),
                untrained
                        .namedParameters()
                        .collect(named -> Lists.immutable.with(
                                named.name(),
                                named.parameter().value().shape().toString(),
                                named.parameter().value().shape().size() + "")));
        report.section("Network")
                .text(
                        "Two inputs, twelve hidden units with softplus, five scores; softmax and cross-entropy are one operator that"
                                + " takes the scores.")
                .table(parameters, "The " + untrained.parameterCount() + " parameters.")
                .text("The graph of the loss over all training points, as the library recorded it:")
                .listing(graph.text());
        run.file("graph.dot", graph.dot());
    }

    private void gradientCheck(Report report) {
        ParameterCheck worst = ParameterCheck.worst(checks);
        Table byParameter = new Table(
                Lists.immutable.with("parameter", "numbers", "largest relative error"),
                untrained.namedParameters().collect(named -> {
                    var own = checks.select(check -> check.name().equals(named.name()));
                    return Lists.immutable.with(
                            named.name(),
                            own.size() + "",
                            brief(ParameterCheck.worst(own).relativeError()));
                }));
        report.section("Gradient check")
                .text(
                        "The gradient of the loss over the whole training set, at the first weights, beside central differences of"
                                + " fourth order in double precision, for every single parameter. The largest relative error is "
                                + brief(worst.relativeError()) + ", at number " + worst.position() + " of "
                                + worst.name()
                                + ": gradient " + worst.gradient() + ", difference " + worst.difference() + ".")
                .table(byParameter, "The relative error is |gradient - difference| by the larger of the two.");
        Table all = new Table(
                Lists.immutable.with("parameter", "position", "gradient", "difference", "relative_error"),
                checks.collect(check -> Lists.immutable.with(
                        check.name(),
                        check.position() + "",
                        check.gradient() + "",
                        check.difference() + "",
                        check.relativeError() + "")));
        run.file("gradient-check.csv", all.csv());
    }

    private void learningRates(Report report) {
        ImmutableDoubleList epochs = DoubleLists.immutable.withAll(
                IntStream.rangeClosed(0, run.options().epochs()).asDoubleStream());
        Picture compared = Charts.curves(
                "learning-rates",
                "epoch",
                "training loss (nats)",
                trainings
                        .collect(training -> new Curve("rate " + training.learningRate(), epochs, training.losses()))
                        .toArray(new Curve[0]));
        Picture curve = Charts.curves(
                "loss", "epoch", "training loss (nats)", new Curve("training loss", epochs, chosen.losses()));
        run.file(compared);
        run.file(curve);
        report.section("Learning rates")
                .text("The same first weights, " + run.options().epochs() + " epochs with each learning rate.")
                .picture(compared, "Training loss over the epochs for each learning rate.")
                .table(rates(), "After " + run.options().epochs() + " epochs.")
                .section("Loss")
                .picture(curve, "Training loss with the learning rate " + chosen.learningRate() + ".");
    }

    private Table rates() {
        return new Table(
                Lists.immutable.with(
                        "learning rate", "training loss", "training accuracy", "test loss", "test accuracy"),
                trainings.collect(training -> Lists.immutable.with(
                        training.learningRate() + "",
                        brief(training.finalLoss()),
                        percent(training.accuracy(train)),
                        brief(Training.loss(training.model(), test).item()),
                        percent(training.accuracy(test)))));
    }

    private Table losses() {
        return new Table(
                Lists.immutable
                        .with("epoch")
                        .newWithAll(trainings.collect(training -> "rate_" + training.learningRate())),
                Interval.zeroTo(run.options().epochs())
                        .collect(epoch -> Lists.immutable
                                .with(epoch + "")
                                .newWithAll(trainings.collect(
                                        training -> training.losses().get(epoch) + "")))
                        .toImmutableList());
    }

    private void result(Report report) {
        Confusion confusion = Confusion.of(FiveClasses.NAMES, test.labels(), chosen.predict(test.points()));
        Picture matrix = Charts.confusion("confusion", confusion);
        Indices regions = chosen.predict(REGIONS.midpoints());
        Picture plane = Charts.regions(
                "regions",
                new Charts.Regions(regions, REGIONS.side(), -REGIONS.halfWidth(), REGIONS.halfWidth()),
                FiveClasses.NAMES.zipWithIndex().collect(each -> points(each.getOne(), each.getTwo())));
        run.file(matrix);
        run.file(plane);
        report.section("Result")
                .text("Training accuracy " + percent(chosen.accuracy(train)) + ", test accuracy "
                        + percent(chosen.accuracy(test)) + ", test loss "
                        + brief(Training.loss(chosen.model(), test).item()) + " nats.")
                .picture(
                        matrix,
                        "Confusion matrix of the test points: rows are true classes, columns what the network says.")
                .table(confusion.table(), "The same in numbers, with the part of each class that is found.")
                .picture(
                        plane, "The plane in the colours of the classes that the network gives, with the test points.");
    }

    private Charts.Points points(String name, int label) {
        Tensor points = test.ofClass(label).points();
        return new Charts.Points(name, column(points, 0), column(points, 1));
    }

    private static ImmutableDoubleList column(Tensor points, int axis) {
        return DoubleLists.immutable.with(points.select(1, axis).toDoubleArray());
    }

    private void limit(Report report) {
        double best = optimum.accuracy();
        double error = Math.abs(best
                - new Optimum(new Grid(optimum.grid().side() / 2, optimum.grid().halfWidth())).accuracy());
        report.section("How good can it get?")
                .text("Whoever knew the true densities and always named the most probable class would be right for "
                        + percent(best)
                        + " of all points (Bayes' accuracy, integrated over the plane; half as fine a grid changes it by "
                        + brief(error)
                        + "), with a cross-entropy of " + brief(optimum.loss())
                        + " nats. No classifier does better on average, whatever its size and training.")
                .text(
                        "The trained network, integrated in the same way over the whole distribution and not only over the test points,"
                                + " is right for " + percent(expectedAccuracy()) + ": "
                                + brief(100 * (best - expectedAccuracy()))
                                + " percentage points below the best. What is missing to 100 % is the overlap of the rings and not"
                                + " a lack of training; the confusion matrix shows that the errors are among the three rings.");
    }
}
