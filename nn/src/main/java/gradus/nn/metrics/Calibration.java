package gradus.nn.metrics;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Indices;
import gradus.autodiff.Tensor;
import java.util.Locale;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.list.primitive.IntInterval;

/**
 * Whether a classifier is right as often as it says: examples are gathered in bins by the
 * probability of the class that they were taken for. Guo et al., ICML 2017. The sums are exact, so
 * that the order of the examples makes no difference.
 *
 * @param bins from low to high confidence, of equal width
 */
public record Calibration(ImmutableList<Bin> bins) {

    /**
     * The examples taken for a class with a probability above {@code from}, up to and including
     * {@code to}.
     *
     * @param examples how many
     * @param confidence the mean of their probabilities; NaN without examples
     * @param accuracy the part of them that was taken for what they are; NaN without examples
     */
    public record Bin(double from, double to, int examples, double confidence, double accuracy) {
        /** How far confidence and accuracy are apart; 0 without examples. */
        public double gap() {
            return examples == 0 ? 0 : Math.abs(accuracy - confidence);
        }
    }

    /**
     * Gathers probabilities {@code [..., classes]}, of which the largest counts, and labels {@code
     * [...]}.
     *
     * @throws gradus.autodiff.ShapeException unless there is one label for each row
     * @throws gradus.autodiff.IndexException if a label is not in {@code 0 <= label < classes}
     * @throws ArgumentException if there are none, a number is not in 0 to 1, or there is no bin
     */
    public static Calibration of(Tensor probabilities, Indices labels, int bins) {
        Rows.requireLabels("Calibration", "probabilities", probabilities, labels);
        if (bins < 1) {
            throw new ArgumentException("Calibration", "1 bin or more", bins + "", "");
        }
        if (probabilities.shape().size() == 0) {
            throw new ArgumentException("Calibration", "at least one example", "none", "");
        }
        requireProbabilities(probabilities);
        int classes = probabilities.shape().dim(-1);
        for (int label : labels.toArray()) {
            Rows.requireClass("Calibration", label, classes);
        }
        return gather(probabilities.max(-1).toDoubleArray(), probabilities.argMax(-1), labels, bins);
    }

    private static void requireProbabilities(Tensor probabilities) {
        for (double number : probabilities.toDoubleArray()) {
            if (!(number >= 0 && number <= 1)) {
                throw new ArgumentException(
                        "Calibration", "probabilities from 0 to 1", number + "", "softmax(-1) makes them of logits");
            }
        }
    }

    private static Calibration gather(double[] confidences, Indices predicted, Indices labels, int bins) {
        int[] examples = new int[bins];
        int[] right = new int[bins];
        ImmutableList<ExactSum> sums =
                IntInterval.zeroTo(bins - 1).collect(_ -> new ExactSum()).toImmutableList();
        for (int i = 0; i < confidences.length; i++) {
            int bin = bin(confidences[i], bins);
            examples[bin]++;
            right[bin] += predicted.get(i) == labels.get(i) ? 1 : 0;
            sums.get(bin).add(confidences[i]);
        }
        return new Calibration(sums.collectWithIndex((sum, bin) -> new Bin(
                edge(bin, bins),
                edge(bin + 1, bins),
                examples[bin],
                sum.value() / examples[bin],
                (double) right[bin] / examples[bin])));
    }

    private static double edge(int bin, int bins) {
        return (double) bin / bins;
    }

    /** The bin whose edges hold the confidence: the product may round to the wrong side of one. */
    private static int bin(double confidence, int bins) {
        int bin = Math.clamp((long) Math.ceil(confidence * bins) - 1, 0, bins - 1);
        if (bin > 0 && confidence <= edge(bin, bins)) {
            return bin - 1;
        }
        return bin < bins - 1 && confidence > edge(bin + 1, bins) ? bin + 1 : bin;
    }

    /**
     * The expected calibration error: the mean over the examples of how far confidence and accuracy
     * of their bin are apart, 0 to 1.
     */
    public double expectedError() {
        return bins.sumOfDouble(bin -> bin.gap() * bin.examples) / bins.sumOfInt(Bin::examples);
    }

    /** The largest gap of a bin, 0 to 1. */
    public double largestError() {
        return bins.collectDouble(Bin::gap).max();
    }

    /** A table with a line for each bin. */
    @Override
    public String toString() {
        return "confidence     examples  confidence  accuracy\n"
                + bins.collect(bin -> String.format(
                                Locale.ROOT,
                                "%.3f to %.3f  %8d  %10.4f  %8.4f\n",
                                bin.from,
                                bin.to,
                                bin.examples,
                                bin.confidence,
                                bin.accuracy))
                        .makeString("")
                + String.format(Locale.ROOT, "expected calibration error %.4f\n", expectedError());
    }
}
