package gradus.examples.mnist;

import static gradus.nn.report.Numbers.brief;
import static gradus.nn.report.Numbers.percent;

import gradus.autodiff.Indices;
import gradus.autodiff.Tensor;
import gradus.examples.shared.MnistImages;
import gradus.examples.shared.Run;
import gradus.nn.Sequential;
import gradus.nn.Summary;
import gradus.nn.data.Dataset;
import gradus.nn.data.Mnist;
import gradus.nn.metrics.Evaluation;
import gradus.nn.report.Figures;
import gradus.nn.report.Picture;
import gradus.nn.report.Report;
import gradus.nn.report.Table;
import gradus.nn.train.Epoch;
import gradus.nn.train.History;
import gradus.plots.Curve;
import gradus.plots.HeatMap;
import gradus.plots.ImageGrid;
import gradus.plots.LineChart;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;

/** What the program found, as figures, files and a report. */
record MnistResults(
        Run run, String origin, Dataset train, Dataset test, Sequential model, History history, Evaluation onTest) {
    /** What is measured besides the loss. */
    static final String ACCURACY = "accuracy";

    private static final String TEST_ACCURACY = "validation " + ACCURACY;
    private static final int MISREAD = 40;

    MnistResults(Run run, String origin, Dataset train, Dataset test, Sequential model, History history) {
        this(run, origin, train, test, model, history, Evaluation.of(model, test));
    }

    void write() {
        addFigures(run.figures());
        Report report = new Report(
                "Handwritten digits",
                "A 784-128-10 softplus network learns to read digits by gradient descent with momentum. Data: " + origin
                        + ". Seed " + run.options().seed() + ".");
        report.section("Figures").table(run.figures().table(), "The figures of this run.");
        network(report);
        training(report);
        result(report);
        run.report(report);
        run.model(
                model,
                run.provenance(origin).with("losses", history.column(Epoch.LOSS).makeString(" ")));
        run.file("epochs.csv", epochNumbers().csv());
    }

    private void addFigures(Figures figures) {
        Evaluation onTrain = Evaluation.of(model, train);
        run.sayIfDiverged(history.stepLosses().getFirst(), onTrain.loss());
        figures.count("parameters", model.parameterCount(), "");
        figures.share("train_accuracy", onTrain.accuracy(), "");
        figures.number("train_loss", onTrain.loss(), "");
        figures.share("test_accuracy", onTest.accuracy(), "");
        figures.number("test_loss", onTest.loss(), "");
    }

    private void network(Report report) {
        report.section("Network")
                .text("Each image is 28 x 28 pixels from 0 (background) to 1 (ink), row by row. The network gives a"
                        + " score for each digit; the loss is the mean cross-entropy of their softmax.")
                .listing(Summary.of(model, Mnist.SIDE * Mnist.SIDE).toString());
    }

    private void training(Report report) {
        ImmutableDoubleList numbers = history.epochs().collectDouble(Epoch::number);
        Picture loss = LineChart.of(
                        new Curve("training", numbers, history.column(Epoch.LOSS)),
                        new Curve("test", numbers, history.column(Epoch.VALIDATION_LOSS)))
                .axes("epoch", "cross-entropy (nats)")
                .picture("loss");
        Picture accuracy = LineChart.of(new Curve(
                        "test", numbers, history.epochs().collectDouble(epoch -> 100 * epoch.get(TEST_ACCURACY))))
                .axes("epoch", "test accuracy (%)")
                .picture("accuracy");
        report.section("Training")
                .text(train.size() + " images, in random order each epoch, in batches of "
                        + run.options().batchSize()
                        + "; momentum 0.9; the learning rate falls along a line from "
                        + run.options().learningRate()
                        + ".")
                .picture(loss, "Loss over the epochs; the training loss is that of each batch before its step.")
                .picture(accuracy, "Accuracy on the test images over the epochs.")
                .table(epochTable(), "After each epoch.");
    }

    private Table epochTable() {
        return Table.over(history.epochs())
                .column("epoch", Epoch::number)
                .column("training loss", epoch -> brief(epoch.loss()))
                .column("test loss", epoch -> brief(epoch.validationLoss()))
                .column("test accuracy", epoch -> percent(epoch.get(TEST_ACCURACY)))
                .table();
    }

    /** The same for other programs: every digit, and the accuracy as a part of 1. */
    private Table epochNumbers() {
        return Table.over(history.epochs())
                .column("epoch", Epoch::number)
                .column("training_loss", Epoch::loss)
                .column("test_loss", Epoch::validationLoss)
                .column("test_accuracy", epoch -> epoch.get(TEST_ACCURACY))
                .table();
    }

    private void result(Report report) {
        Picture matrix = HeatMap.of(MnistImages.DIGITS, onTest.confusion()).picture("confusion");
        Indices said = model.forward(test.all().inputs()).argMax(-1);
        Indices labels = test.labels();
        int[] wrong = IntStream.range(0, test.size())
                .filter(place -> said.get(place) != labels.get(place))
                .toArray();
        report.section("Result")
                .text((test.size() - wrong.length) + " of the " + test.size() + " test images are read correctly: "
                        + percent(onTest.accuracy()) + ".")
                .picture(
                        matrix,
                        "Confusion matrix of the test images: rows are true digits, columns what the network reads.")
                .table(
                        Table.of(MnistImages.DIGITS, onTest.confusion()),
                        "The same in numbers, with the part of each digit that is found.");
        if (wrong.length > 0) {
            int[] shown = java.util.Arrays.copyOf(wrong, Math.min(MISREAD, wrong.length));
            Tensor images = test.select(shown).all().inputs();
            Picture misread = ImageGrid.gray(images, Mnist.SIDE, Mnist.SIDE)
                    .captions(Lists.immutable.withAll(IntStream.of(shown)
                            .mapToObj(place -> labels.get(place) + " as " + said.get(place))
                            .toList()))
                    .picture("misread");
            report.section("Misread images")
                    .picture(
                            misread,
                            "The first " + shown.length
                                    + " of the misread test images, each with its label and what the network reads.");
        }
    }
}
