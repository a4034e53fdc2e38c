package gradus.nn.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Metrics beside their definitions, counted the long way, and in another order of the examples. */
class MetricsProperties {
    private static final int CLASSES = 4;

    @Property
    void topCountsAsSortingDoes(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int count) {
        var random = Randomness.seeded(seed);
        double[][] logits = coarse(count, random);
        int[] labels = labels(count, CLASSES, random);
        for (int k = 1; k <= CLASSES; k++) {
            int right = 0;
            for (int i = 0; i < count; i++) {
                double[] row = logits[i];
                var best = IntStream.range(0, CLASSES)
                        .boxed()
                        .sorted((a, b) -> Double.compare(row[b], row[a]))
                        .limit(k)
                        .toList();
                right += best.contains(labels[i]) ? 1 : 0;
            }
            assertThat(Accuracy.top(k, Tensor.of(logits), Indices.of(labels))).isEqualTo((double) right / count);
        }
        assertThat(Accuracy.top(1, Tensor.of(logits), Indices.of(labels)))
                .isEqualTo(Accuracy.of(Tensor.of(logits), Indices.of(labels)));
    }

    @Property
    void scoresCountAsTheirDefinitionsSay(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int count) {
        var random = Randomness.seeded(seed);
        int[] actual = labels(count, CLASSES, random);
        int[] predicted = labels(count, CLASSES, random);
        var scores = ClassScores.of(ConfusionMatrix.of(Indices.of(actual), Indices.of(predicted), CLASSES));
        for (int c = 0; c < CLASSES; c++) {
            int label = c;
            double found = count(count, i -> actual[i] == label && predicted[i] == label);
            double taken = count(count, i -> predicted[i] == label);
            double there = count(count, i -> actual[i] == label);
            var score = scores.classes().get(c);
            assertThat(score.precision()).isEqualTo(taken == 0 ? 0 : found / taken);
            assertThat(score.recall()).isEqualTo(there == 0 ? 0 : found / there);
            double sum = score.precision() + score.recall();
            double harmonic = sum == 0 ? 0 : 2 * score.precision() * score.recall() / sum;
            assertThat(score.f1()).isCloseTo(harmonic, within(1e-15));
        }
        assertThat(scores.micro().f1()).isEqualTo((double) count(count, i -> actual[i] == predicted[i]) / count);
    }

    @Property
    void theAreaIsThePartOfPairsInOrder(@ForAll long seed, @ForAll @IntRange(min = 2, max = 30) int count) {
        var random = Randomness.seeded(seed);
        double[] scores = random.ints(count, 0, 6).asDoubleStream().toArray();
        int[] labels = labels(count, 2, random);
        labels[0] = 0;
        labels[1] = 1;
        double inOrder = 0;
        int pairs = 0;
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < count; j++) {
                if (labels[i] == 1 && labels[j] == 0) {
                    pairs++;
                    inOrder += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }
        var curve = RocCurve.of(Tensor.of(scores), Indices.of(labels));
        assertThat(curve.area()).isEqualTo(inOrder / pairs);
        for (var point : curve.points()) {
            double positives = count(count, i -> labels[i] == 1);
            double passed = count(count, i -> labels[i] == 1 && scores[i] >= point.threshold());
            assertThat(point.truePositiveRate()).isEqualTo(passed / positives);
        }
        double trapezoids = 0;
        for (int i = 1; i < curve.points().size(); i++) {
            var left = curve.points().get(i - 1);
            var right = curve.points().get(i);
            trapezoids += (right.falsePositiveRate() - left.falsePositiveRate())
                    * (right.truePositiveRate() + left.truePositiveRate())
                    / 2;
        }
        assertThat(curve.area()).isCloseTo(trapezoids, within(1e-14));
    }

    @Property
    void calibrationGathersAsItsDefinitionSays(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 30) int count,
            @ForAll @IntRange(min = 1, max = 20) int bins) {
        var random = Randomness.seeded(seed);
        var probabilities = Tensor.of(coarse(count, random)).softmax(-1);
        int[] labels = labels(count, CLASSES, random);
        var calibration = Calibration.of(probabilities, Indices.of(labels), bins);
        double[] confidences = probabilities.max(-1).toDoubleArray();
        int[] predicted = probabilities.argMax(-1).toArray();
        double error = 0;
        for (var bin : calibration.bins()) {
            int[] inside = IntStream.range(0, count)
                    .filter(i -> confidences[i] > bin.from() && confidences[i] <= bin.to())
                    .toArray();
            assertThat(bin.examples()).isEqualTo(inside.length);
            double sure = Arrays.stream(inside).mapToDouble(i -> confidences[i]).sum();
            double right =
                    Arrays.stream(inside).filter(i -> predicted[i] == labels[i]).count();
            error += Math.abs(right - sure) / count;
        }
        assertThat(calibration.expectedError()).isCloseTo(error, within(1e-14));
    }

    @Property
    void theOrderOfTheExamplesMakesNoDifference(@ForAll long seed, @ForAll @IntRange(min = 2, max = 40) int count) {
        var random = Randomness.seeded(seed);
        var outputs = Tensor.normal(DType.F64, Shape.of(count, CLASSES), 0, 3, random);
        var labels = Indices.of(labels(count, CLASSES, random));
        var order = random.permutation(count);
        var moved = outputs.indexSelect(0, order);
        var movedLabels =
                Indices.of(Arrays.stream(order.toArray()).map(labels::get).toArray());
        assertThat(Calibration.of(moved.softmax(-1), movedLabels, 7))
                .isEqualTo(Calibration.of(outputs.softmax(-1), labels, 7));
        assertThat(RegressionErrors.of(moved, moved.mul(0.3).indexSelect(1, Indices.of(1, 0, 3, 2))))
                .isEqualTo(RegressionErrors.of(outputs, outputs.mul(0.3).indexSelect(1, Indices.of(1, 0, 3, 2))));
    }

    @Property
    void sumsAreRoundedOnce(
            @ForAll @Size(max = 30) double @DoubleRange(min = -1e300, max = 1e300) [] numbers, @ForAll long seed) {
        var random = Randomness.seeded(seed);
        var sum = new ExactSum();
        var exact = BigDecimal.ZERO;
        for (double number : numbers) {
            double scaled = number * StrictMath.scalb(1.0, -random.nextInt(900));
            sum.add(scaled);
            exact = exact.add(new BigDecimal(scaled));
        }
        assertThat(sum.value()).isEqualTo(exact.doubleValue());
    }

    /** Numbers with many ties. */
    private static double[][] coarse(int count, Randomness random) {
        return IntStream.range(0, count)
                .mapToObj(_ -> random.ints(CLASSES, -3, 4).asDoubleStream().toArray())
                .toArray(double[][]::new);
    }

    private static int[] labels(int count, int classes, Randomness random) {
        return IntStream.range(0, count).map(_ -> random.nextInt(classes)).toArray();
    }

    private static long count(int count, IntPredicate holds) {
        return IntStream.range(0, count).filter(holds).count();
    }
}
