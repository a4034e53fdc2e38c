package gradus.examples.softmax;

import gradus.examples.shared.Findings;
import gradus.examples.shared.MnistImages;
import gradus.examples.shared.Run;
import module gradus.nn;
import module java.base;
import module org.eclipse.collections.api;
import org.eclipse.collections.impl.list.Interval;

/** Part 2: for each class, the misclassified test images of which the model is most sure. */
record Mistakes(Dataset test, ImmutableList<Reading> all, ImmutableList<OfDigit> ofDigits) {
    /**
     * What the model reads at a place of the test images; its score is the probability that softmax gives to what it
     * says.
     */
    record Reading(int place, int truth, int said, double score) {
        boolean wrong() {
            return said != truth;
        }

        String label() {
            return String.format(Locale.ROOT, "as %d, %.1f %%", said, 100 * score);
        }
    }

    static Mistakes find(Layer model, Dataset test) {
        Tensor probabilities = model.forward(test.all().inputs()).softmax(-1);
        Indices said = probabilities.argMax(-1);
        double[] scores = probabilities.max(-1).toDoubleArray();
        Indices labels = test.labels();
        ImmutableList<Reading> all = Lists.immutable.fromStream(IntStream.range(0, test.size())
                .mapToObj(place -> new Reading(place, labels.get(place), said.get(place), scores[place])));
        return new Mistakes(
                test,
                all,
                Lists.immutable.fromStream(IntStream.range(0, Mnist.CLASSES)
                        .mapToObj(digit -> OfDigit.of(digit, all.select(reading -> reading.truth == digit)))));
    }

    /** The mistakes of a digit, the highest score first, and how many images of it there are. */
    record OfDigit(int digit, int all, ImmutableList<Reading> mistakes) {
        private static final int SHOWN = 10;

        static OfDigit of(int digit, ImmutableList<Reading> readings) {
            ImmutableList<Reading> mistakes = readings.select(Reading::wrong)
                    .toSortedListBy(reading -> -reading.score)
                    .toImmutable();
            return new OfDigit(digit, readings.size(), mistakes);
        }

        boolean none() {
            return mistakes.isEmpty();
        }

        /** Those with the highest score. */
        ImmutableList<Reading> shown() {
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
            return mistakes.countBy(Reading::said);
        }

        private void report(Findings f, Dataset test) {
            String name = "mistakes_of_" + digit;
            f.count(name, mistakes.size());
            f.number(name + "_highest_score", none() ? Double.NaN : mistakes.getFirst().score);
            if (!none()) {
                Dataset images = test.select(shown().collectInt(Reading::place).toArray());
                f.pictures(MnistImages.grid(images.all().inputs(), 5)
                        .captions(shown().collect(Reading::label))
                        .picture("mistakes-" + digit));
            }
        }
    }

    void report(Run run) {
        Findings f = run.findings();
        ImmutableList<Reading> wrong = all.select(Reading::wrong);
        ImmutableList<Reading> right = all.reject(Reading::wrong);
        f.count("mistakes", wrong.size());
        f.number("mistakes_mean_score", meanScore(wrong));
        f.number("correct_mean_score", meanScore(right));
        f.value("readings", this);
        f.value("sure", wrong.count(reading -> reading.score > 0.9));
        f.value("noMistake", wrong.isEmpty());
        f.value("anyRight", right.notEmpty());
        ofDigits.forEach(digit -> digit.report(f, test));
        Table table = Table.over(ofDigits.flatCollect(OfDigit::mistakes))
                .column("test_image", Reading::place)
                .column("label", Reading::truth)
                .column("read_as", Reading::said)
                .column("score", Reading::score)
                .table();
        run.file("mistakes.csv", table.csv());
    }

    private static double meanScore(ImmutableList<Reading> several) {
        return several.collectDouble(Reading::score).averageIfEmpty(Double.NaN);
    }
}
