package gradus.examples.softmax;

import static gradus.nn.report.Numbers.percent;

import gradus.autodiff.Indices;
import gradus.autodiff.Tensor;
import gradus.examples.shared.Part;
import gradus.examples.shared.Run;
import gradus.nn.Layer;
import gradus.nn.data.Dataset;
import gradus.nn.data.Mnist;
import gradus.nn.report.Figures;
import gradus.nn.report.Report;
import gradus.nn.report.Table;
import gradus.plots.ImageGrid;
import java.util.Locale;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.list.Interval;

/** Part 2: for each class, the misclassified test images of which the model is most sure. */
record Mistakes(Dataset test, ImmutableList<Reading> readings) implements Part {
    private static final int SHOWN = 10;

    /**
     * What the model reads at a place of the test images; its score is the probability that softmax gives to what it
     * says.
     */
    record Reading(int place, int truth, int said, double score) {
        boolean wrong() {
            return said != truth;
        }
    }

    static Mistakes find(Layer model, Dataset test) {
        Tensor probabilities = model.forward(test.all().inputs()).softmax(-1);
        Indices said = probabilities.argMax(-1);
        double[] scores = probabilities.max(-1).toDoubleArray();
        Indices labels = test.labels();
        return new Mistakes(
                test,
                Lists.immutable.withAll(IntStream.range(0, test.size())
                        .mapToObj(place -> new Reading(place, labels.get(place), said.get(place), scores[place]))
                        .toList()));
    }

    private ImmutableList<Reading> wrong() {
        return readings.select(Reading::wrong);
    }

    /** The misclassified images of a class, the highest score first. */
    ImmutableList<Reading> of(int truth) {
        return wrong().select(reading -> reading.truth == truth)
                .toSortedListBy(reading -> -reading.score)
                .toImmutable();
    }

    private static double meanScore(ImmutableList<Reading> several) {
        return several.collectDouble(Reading::score).averageIfEmpty(Double.NaN);
    }

    @Override
    public void addFigures(Figures figures) {
        figures.count("mistakes", wrong().size(), "");
        figures.number("mistakes_mean_score", meanScore(wrong()), "");
        figures.number("correct_mean_score", meanScore(readings.reject(Reading::wrong)), "");
        for (int digit = 0; digit < Mnist.CLASSES; digit++) {
            ImmutableList<Reading> mistakes = of(digit);
            figures.count("mistakes_of_" + digit, mistakes.size(), "");
            figures.number(
                    "mistakes_of_" + digit + "_highest_score",
                    mistakes.collectDouble(Reading::score).maxIfEmpty(Double.NaN),
                    "");
        }
    }

    @Override
    public void write(Run run, Report report) {
        report.section("2. The most confident mistakes").text(summary());
        for (int digit = 0; digit < Mnist.CLASSES; digit++) {
            write(report, digit);
        }
        run.file("mistakes.csv", listing().csv());
    }

    private String summary() {
        ImmutableList<Reading> wrong = wrong();
        long sure = wrong.count(reading -> reading.score > 0.9);
        if (wrong.isEmpty()) {
            return "None of the " + readings.size() + " test images is misread by the model of part 1.";
        }
        return wrong.size() + " of " + readings.size()
                + " test images are misread by the model of part 1. The score of an image is the probability that it"
                + " gives to the"
                + " digit that it reads, on average " + percent(meanScore(wrong)) + " where it is wrong"
                + (wrong.size() == readings.size()
                        ? ""
                        : ", " + percent(meanScore(readings.reject(Reading::wrong))) + " where it is right")
                + "; it is above 90 % for "
                + sure + " of the mistakes. Below are, for each digit, the " + SHOWN
                + " misread images with the highest score; beside each what was read, and the score.";
    }

    private void write(Report report, int digit) {
        ImmutableList<Reading> mistakes = of(digit);
        long all = readings.count(reading -> reading.truth == digit);
        if (mistakes.isEmpty()) {
            report.text("Digit " + digit + ": none of " + all + " images is misread.");
            return;
        }
        ImmutableList<Reading> shown = mistakes.take(SHOWN);
        int[] places = shown.collectInt(Reading::place).toArray();
        report.picture(
                ImageGrid.gray(test.select(places).all().inputs(), Mnist.SIDE, Mnist.SIDE)
                        .captions(shown.collect(Mistakes::label))
                        .columns(SHOWN / 2)
                        .picture("mistakes-" + digit),
                "Digit " + digit + ": " + mistakes.size() + " of " + all + " images are misread, " + commonest(mistakes)
                        + ". "
                        + (shown.size() < mistakes.size() ? "The " + shown.size() + " with the highest score" : "All")
                        + ", from " + percent(shown.getFirst().score) + " down to "
                        + percent(shown.getLast().score) + ".");
    }

    private static String label(Reading reading) {
        return String.format(Locale.ROOT, "as %d, %.1f %%", reading.said, 100 * reading.score);
    }

    private static String commonest(ImmutableList<Reading> mistakes) {
        var counts = mistakes.collect(Reading::said).toBag();
        int said = counts.topOccurrences(1).getFirst().getOne();
        return "most often as " + said + " (" + counts.occurrencesOf(said) + ")";
    }

    private Table listing() {
        return new Table(
                Lists.immutable.with("test_image", "label", "read_as", "score"),
                Interval.zeroTo(Mnist.CLASSES - 1)
                        .flatCollect(this::of)
                        .collect(mistake -> Lists.immutable.with(
                                mistake.place + "", mistake.truth + "", mistake.said + "", mistake.score + ""))
                        .toImmutableList());
    }
}
