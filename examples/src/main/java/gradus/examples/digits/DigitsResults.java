package gradus.examples.digits;

import static gradus.nn.report.Numbers.brief;
import static gradus.nn.report.Numbers.percent;

import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.examples.shared.Run;
import gradus.nn.Summary;
import gradus.nn.data.Batch;
import gradus.nn.loss.BinaryCrossEntropyWithLogits;
import gradus.nn.report.Report;
import gradus.nn.report.Table;
import gradus.nn.train.Epoch;
import gradus.plots.Curve;
import gradus.plots.LineChart;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.list.Interval;

/** What the program found, as figures, files and a report. */
record DigitsResults(
        Run run,
        ReportData data,
        ImmutableList<Descent> descents,
        ImmutableList<StepSizes> stepSizes,
        OneLayer oneLayer,
        ImmutableList<ImmutableList<Row>> tables,
        Diagnoses diagnoses,
        Corrected corrected,
        Experiments experiments) {

    void write() {
        ExperimentsReport experimentsReport = new ExperimentsReport(experiments);
        new DigitsFigures(this).addTo(run.figures());
        experimentsReport.addFigures(run.figures());
        Report report = new Report(
                "Gradient descent, and small digits from large ones",
                "Assignment C: gradient descent on a surface; gradients beside differences; seven trainings of an"
                        + " old report, replayed from its seed"
                        + " alone, what went wrong in three of them, and the network put right. Data: " + data.origin()
                        + ".");
        report.section("Figures").table(run.figures().table(), "The figures that the assignment asks for.");
        surface(report);
        differences(report);
        oneLayer(report);
        runs(report);
        new DiagnosesReport(diagnoses, tables).write(report);
        broadcasting(report);
        correctedNetwork(report);
        experimentsReport.write(report);
        run.report(report);
        run.model(corrected.model(), run.provenance(data.origin()).with("momentum", DigitsProgram.MOMENTUM + ""));
        run.file("report-runs.csv", allRuns().csv());
    }

    private void surface(Report report) {
        report.section("1. Gradient descent on a surface")
                .text("f(x, y) = x² + y² + x (y + 2) + cos 3x, from (3, 2). The gradients come from the graph that"
                        + " Gradus records; over all these"
                        + " points they are within "
                        + brief(descents.flatCollect(Descent::path)
                                .collectDouble(Descent.Point::distanceFromFormula)
                                .max())
                        + " of 2x - 3 sin 3x + y + 2 and x + 2y.");
        descents.forEachWithIndex((descent, i) -> {
            ImmutableDoubleList heights = descent.path().collectDouble(Descent.Point::height);
            report.picture(
                            Surface.picture("descent-" + (i + 1), descent),
                            "The path of " + descent.name() + " over the contours of f; it ends at height "
                                    + brief(descent.end().height()) + ".")
                    .picture(
                            LineChart.of(new Curve(descent.name(), steps(heights.size()), heights))
                                    .axes("step", "f(x, y)")
                                    .picture("descent-" + (i + 1) + "-heights"),
                            "The height after each step of " + descent.name() + ".");
        });
        report.text("The short step ends in the valley that it reaches first, where the slope vanishes: "
                + brief(descents.get(0).end().height())
                + ". The long one of constant size crosses the ridge, to a height of " + brief(lowest(descents.get(1)))
                + ", but is too long to settle there and ends at "
                + brief(descents.get(1).end().height())
                + ". The one that begins long and shrinks crosses it and settles, at "
                + brief(descents.get(2).end().height()) + ".");
    }

    private static double lowest(Descent descent) {
        return descent.path().collectDouble(Descent.Point::height).min();
    }

    private static ImmutableDoubleList steps(int count) {
        return DoubleLists.immutable.withAll(IntStream.range(0, count).asDoubleStream());
    }

    private void differences(Report report) {
        report.section("2. Gradients beside differences")
                .text("Each gradient beside the central difference (f(x + h) - f(x - h)) / 2h, for steps h from"
                        + " 0.1 to 10⁻¹²: the largest error of any"
                        + " element, relative to the largest number in the gradient. Where h is large the"
                        + " curve of f makes the error (it falls with h²); where it is small the"
                        + " difference of two nearly"
                        + " equal numbers is rounded (the error grows with 1/h). The valley between is"
                        + " where a check belongs.")
                .picture(
                        LineChart.of(stepSizes.collect(
                                        sizes -> new Curve(sizes.name(), StepSizes.STEPS, sizes.errors())))
                                .axes("step h", "largest relative error")
                                .logarithmicX()
                                .logarithmicY()
                                .picture("step-sizes"),
                        "The error over the step size, both on logarithmic axes: V-shaped where the function is"
                                + " curved; ReLU is straight on each side of its kink, so a large step does no harm.")
                .table(errors(), "The error at the best step, and at " + StepSizes.REPORTED_STEP + ".")
                .text("The original report's worst errors are 8.9e-7 for dx and 1.7e-6 for dW.")
                .picture(
                        LineChart.of(ActivationCurves.of("sigmoid", Tensor::sigmoid))
                                .axes("x", "")
                                .picture("sigmoid"),
                        "The sigmoid and its gradient, which is largest, 1/4, at 0 and vanishes on both sides.")
                .picture(
                        LineChart.of(ActivationCurves.of("ReLU", Tensor::relu))
                                .axes("x", "")
                                .picture("relu"),
                        "ReLU and its gradient: 0 below 0, 1 above.");
    }

    private Table errors() {
        return new Table(
                Lists.immutable.with("function", "best step", "error there", "error at " + StepSizes.REPORTED_STEP),
                stepSizes.collect(sizes -> Lists.immutable.with(
                        sizes.name(), brief(sizes.bestStep()), brief(sizes.best()), brief(sizes.atReportedStep()))));
    }

    private void oneLayer(Report report) {
        report.section("3. One layer")
                .text("The sigmoid of w x + b beside the label 1, all drawn by NumPy's default generator with seed"
                        + " 12345, which Gradus replays: the loss is "
                        + oneLayer.loss() + ".")
                .table(
                        new Table(
                                Lists.immutable.with("element of x", "gradient", "(σ(w x + b) - 1) w by hand"),
                                Interval.zeroTo(oneLayer.gradient().size() - 1)
                                        .collect(i -> Lists.immutable.with(
                                                i + "",
                                                oneLayer.gradient().get(i) + "",
                                                oneLayer.byHand().get(i) + ""))
                                        .toList()
                                        .toImmutable()),
                        "The gradient of the loss with respect to x.");
    }

    private void runs(Report report) {
        report.section("4. The seven runs of the report")
                .text("Everything follows from the seed: the order of the images, the first weights, and so each"
                        + " of these numbers. Losses and accuracies are"
                        + " means over minibatches, of the training batches each before its step.");
        if (!data.isReal()) {
            report.text("This run is on generated images, so the tables are not those of the report.");
        }
        tables.forEachWithIndex((table, i) -> report.table(
                new Table(
                        Lists.immutable.with(
                                "epoch", "training loss", "training accuracy", "test loss", "test accuracy"),
                        table.collect(Row::cells)),
                "Run " + (i + 1) + ": " + Plan.ALL.get(i).description() + "."));
        report.picture(
                LineChart.of(tables.zipWithIndex()
                                .collect(table -> new Curve(
                                        "run " + (table.getTwo() + 1),
                                        table.getOne().collectDouble(Row::epoch),
                                        table.getOne().collectDouble(Row::testAccuracy))))
                        .axes("epoch", "test accuracy")
                        .picture("runs"),
                "Test accuracy of the seven runs over the epochs.");
    }

    /** All tables in one, as the assignment wants them. */
    private Table allRuns() {
        return new Table(
                Lists.immutable.with("run", "epoch", "loss_train", "accuracy_train", "loss_test", "accuracy_test"),
                tables.zipWithIndex()
                        .flatCollect(table -> table.getOne()
                                .collect(row -> Lists.immutable
                                        .with(table.getTwo() + 1 + "")
                                        .newWithAll(row.cells()))));
    }

    private void broadcasting(Report report) {
        Plan plan = Plan.ALL.get(4);
        Batch batch = data.train().slice(0, plan.batchSize()).all();
        report.section("Thirty-two outputs for one label")
                .text("The linear networks of runs 5 and 6 end in 32 outputs, which the report compared with one"
                        + " label by silent broadcasting: 32 logistic"
                        + " regressions that all learn the same, and an accuracy averaged over them. Gradus"
                        + " refuses that:")
                .listing(refusal(plan.network(ReportData.generator()).forward(batch.inputs()), batch.targets()))
                .text("The replay asks for it with broadcasting(). What was meant is a network with one output:"
                        + " the corrected network below.");
    }

    private static String refusal(Tensor logits, Tensor labels) {
        try {
            return "accepted: " + new BinaryCrossEntropyWithLogits().mean(logits, labels);
        } catch (ShapeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private void correctedNetwork(Report report) {
        ImmutableDoubleList epochs = corrected.history().epochs().collectDouble(Epoch::number);
        report.section("5. The corrected network")
                .text("One output, weights by He et al. (ICCV 2015), binary cross-entropy from the logits and"
                        + " averaged over the batch, a new order each epoch,"
                        + " momentum 0.9: " + percent(corrected.accuracy()) + " of the "
                        + data.test().size()
                        + " test images are right, with a loss of "
                        + brief(corrected.testLoss()) + ".")
                .listing(Summary.of(corrected.model(), 64).toString())
                .picture(
                        LineChart.of(
                                        new Curve(
                                                "training",
                                                epochs,
                                                corrected.history().column(Epoch.LOSS)),
                                        new Curve(
                                                "test",
                                                epochs,
                                                corrected.history().column(Epoch.VALIDATION_LOSS)))
                                .axes("epoch", "binary cross-entropy (nats)")
                                .picture("corrected-loss"),
                        "Loss of the corrected network over the epochs.")
                .picture(
                        LineChart.of(
                                        new Curve(
                                                "training",
                                                epochs,
                                                corrected.history().column(Corrected.ACCURACY)),
                                        new Curve(
                                                "test",
                                                epochs,
                                                corrected.history().column("validation " + Corrected.ACCURACY)))
                                .axes("epoch", "accuracy")
                                .picture("corrected-accuracy"),
                        "Accuracy of the corrected network over the epochs.");
    }
}
