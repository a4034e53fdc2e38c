package gradus.examples.softmax;

import module gradus.examples;
import module java.base;
import org.eclipse.collections.impl.list.Interval;

/** Part 2: for each class, the misclassified test images of which the model is most sure. */
record Mistakes(Dataset test, ImmutableList<Prediction> all, ImmutableList<OfDigit> ofDigits) {

    static Mistakes find(Layer model, Dataset test) {
        ImmutableList<Prediction> all = Prediction.all(model, test);
        return new Mistakes(
                test,
                all,
                Interval.zeroTo(Mnist.CLASSES - 1)
                        .collect(digit -> OfDigit.of(digit, all.select(reading -> reading.label() == digit)))
                        .toImmutableList());
    }

    /** The mistakes of a digit, the highest score first, and how many images of it there are. */
    record OfDigit(int digit, int all, ImmutableList<Prediction> mistakes) {
        private static final int SHOWN = 10;

        static OfDigit of(int digit, ImmutableList<Prediction> readings) {
            ImmutableList<Prediction> mistakes = readings.reject(Prediction::correct)
                    .toSortedListBy(reading -> -reading.score())
                    .toImmutable();
            return new OfDigit(digit, readings.size(), mistakes);
        }

        boolean none() {
            return mistakes.isEmpty();
        }

        /** Those with the highest score. */
        ImmutableList<Prediction> shown() {
            return mistakes.take(SHOWN);
        }

        boolean hasMore() {
            return mistakes.size() > SHOWN;
        }

        /** As which digit its images are misread most often. */
        int mostOften() {
            return said().topOccurrences(1).getFirst().getOne();
        }

        int times() {
            return said().occurrencesOf(mostOften());
        }

        private ImmutableBag<Integer> said() {
            return mistakes.countBy(Prediction::predicted);
        }

        private static String caption(Prediction mistake) {
            return String.format(Locale.ROOT, "as %d, %.1f %%", mistake.predicted(), 100 * mistake.score());
        }

        private void report(Findings f, Dataset test) {
            String name = "mistakes_of_" + digit;
            f.count(name, mistakes.size());
            f.number(
                    name + "_highest_score",
                    none() ? Double.NaN : mistakes.getFirst().score());
            if (!none()) {
                Dataset images =
                        test.select(shown().collectInt(Prediction::place).toArray());
                f.pictures(MnistImages.grid(images.all().inputs(), 5)
                        .captions(shown().collect(OfDigit::caption))
                        .picture("mistakes-" + digit));
            }
        }
    }

    void report(Run run) {
        Findings f = run.findings();
        ImmutableList<Prediction> wrong = all.reject(Prediction::correct);
        ImmutableList<Prediction> right = all.select(Prediction::correct);
        f.count("mistakes", wrong.size());
        f.number("mistakes_mean_score", meanScore(wrong));
        f.number("correct_mean_score", meanScore(right));
        f.value("readings", this);
        f.value("sure", wrong.count(reading -> reading.score() > 0.9));
        f.value("noMistake", wrong.isEmpty());
        f.value("anyRight", right.notEmpty());
        ofDigits.forEach(digit -> digit.report(f, test));
        Table table = Table.over(ofDigits.flatCollect(OfDigit::mistakes))
                .column("test_image", Prediction::place)
                .column("label", Prediction::label)
                .column("read_as", Prediction::predicted)
                .column("score", Prediction::score)
                .table();
        run.file("mistakes.csv", table.csv());
    }

    private static double meanScore(ImmutableList<Prediction> several) {
        return several.collectDouble(Prediction::score).averageIfEmpty(Double.NaN);
    }
}
