package gradus.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Randomness;
import gradus.nn.Sequential;
import gradus.nn.data.Batch;
import gradus.nn.data.Dataset;
import gradus.nn.data.RingsAndClouds;
import gradus.nn.layer.Linear;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.metrics.Evaluation;
import gradus.nn.optim.SGD;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;

class LearningCurveTest {
    private final Dataset train = RingsAndClouds.generated(40, Randomness.seeded(1));
    private final Dataset test = RingsAndClouds.generated(20, Randomness.seeded(2));
    private final Sequential model =
            Sequential.of(Linear.of(DType.F64, 2, RingsAndClouds.CLASSES, Randomness.seeded(3)));
    private final LearningCurve curve = new LearningCurve(model, test);

    private Trainer trainer() {
        return Trainer.of(
                        model,
                        (y, batch) -> new CrossEntropy().mean(y, batch.labels()),
                        new SGD().of(model).learningRate(0.1))
                .listener(curve);
    }

    private long[] steps(UnaryOperator<Trainer> settings) {
        settings.apply(trainer()).train(train);
        return curve.points().collectLong(LearningCurve.Point::step).toArray();
    }

    @Test
    void measurementsGrowRareAndMeetTheEndOfEachEpoch() {
        assertThat(steps(trainer -> trainer.epochs(2).batchSize(2)))
                .containsExactly(
                        0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 18, 22, 27, 33, 41, 51, 61, 71, 81, 91, 100, 110, 120,
                        130, 140, 150, 160, 170, 180, 190, 200);
    }

    @Test
    void shortEpochsCountAsOne() {
        assertThat(steps(trainer -> trainer.epochs(10).batchSize(100)))
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 18, 20);
    }

    @Test
    void theEndIsMeasuredWhereverItIs() {
        assertThat(steps(trainer -> trainer.epochs(2).batchSize(2).maxSteps(48)))
                .endsWith(41, 48);
        assertThat(curve.points().getLast().evaluation()).isEqualTo(Evaluation.of(model, test));
    }

    @Test
    void epochsOfUnknownLengthAreNoBound() {
        ImmutableList<Batch> batches = Lists.immutable.withAll(train.batches(2));
        trainer().epochs(1).train(_ -> batches);
        assertThat(curve.points().collectLong(LearningCurve.Point::step).toArray())
                .endsWith(41, 51, 63, 78, 97, 100);
    }

    @Test
    void pointsAreOfTheModelAtTheirStep() {
        Evaluation untrained = Evaluation.of(model, test);
        trainer().epochs(3).batchSize(10).train(train);
        var points = curve.points();
        assertThat(points.getFirst().evaluation()).isEqualTo(untrained);
        assertThat(points.getFirst().seconds()).isZero();
        assertThat(points.getLast().accuracy())
                .isEqualTo(Evaluation.of(model, test).accuracy())
                .isGreaterThan(untrained.accuracy());
        assertThat(points.collectDouble(LearningCurve.Point::seconds).toArray()).isSorted();
    }

    @Test
    void anEmptyDataSetIsRefused() {
        assertThatThrownBy(() -> new LearningCurve(model, test.slice(0, 0)))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("at least one example");
    }

    @Test
    void itsTextIsTheLastPoint() {
        steps(trainer -> trainer.epochs(2).batchSize(2).maxSteps(48));
        String accuracy = String.format(
                Locale.ROOT, "%.2f %%", 100 * curve.points().getLast().accuracy());
        assertThat(curve).hasToString("LearningCurve of 18 points, the last: step 48, accuracy " + accuracy);
    }
}
