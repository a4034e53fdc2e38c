package gradus.examples.mnist;

import gradus.examples.shared.Curves;
import gradus.examples.shared.Findings;
import gradus.examples.shared.MnistImages;
import gradus.examples.shared.Run;
import gradus.examples.shared.Watch;
import java.util.stream.IntStream;
import module gradus.plots;
import module org.eclipse.collections.api;

/** What the program found, for its {@code report.txt}. */
record MnistReport(Run run, Mnist mnist) {
    private static final int MISREAD = 40;

    void write(Sequential model, History history, Evaluation onTrain) {
        Evaluation onTest = Evaluation.of(model, mnist.test());
        Findings f = run.findings();
        f.count("parameters", model.parameterCount());
        f.share("train_accuracy", onTrain.accuracy());
        f.number("train_loss", onTrain.loss());
        f.share("test_accuracy", onTest.accuracy());
        f.number("test_loss", onTest.loss());
        f.value("mnist", mnist);
        f.value("summary", Summary.of(model, Mnist.SIDE * Mnist.SIDE));
        f.value("epochs", history.epochs());
        f.value("right", onTest.confusion().correct());
        f.curves("loss", Curves.losses(history, "test"));
        f.curves("accuracy", Curves.percent("test", history, Watch.VALIDATION_ACCURACY));
        f.pictures(HeatMap.of(MnistImages.DIGITS, onTest.confusion()).picture("confusion"));
        f.value("confusionTable", Table.of(MnistImages.DIGITS, onTest.confusion()));
        misread(f, model, mnist.test());
        Table epochs = Table.over(history.epochs())
                .column("epoch", Epoch::number)
                .column("training_loss", Epoch::loss)
                .column("test_loss", Epoch::validationLoss)
                .column("test_accuracy", epoch -> epoch.get(Watch.VALIDATION_ACCURACY))
                .table();
        run.file("epochs.csv", epochs.csv());
    }

    /** The first test images that are not read correctly, each with its label and what is read. */
    private static void misread(Findings f, Sequential model, Dataset test) {
        Indices said = model.forward(test.all().inputs()).argMax(-1);
        Indices labels = test.labels();
        int[] shown = IntStream.range(0, test.size())
                .filter(place -> said.get(place) != labels.get(place))
                .limit(MISREAD)
                .toArray();
        f.value("anyMisread", shown.length > 0);
        f.value("misreadShown", shown.length);
        if (shown.length > 0) {
            ImmutableList<String> names =
                    IntLists.immutable.with(shown).collect(place -> labels.get(place) + " as " + said.get(place));
            f.pictures(ImageGrid.gray(test.select(shown).all().inputs(), Mnist.SIDE, Mnist.SIDE)
                    .captions(names)
                    .picture("misread"));
        }
    }
}
