package gradus.nn.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Sequential;
import gradus.nn.data.Dataset;
import gradus.nn.data.Mnist;
import gradus.nn.layer.Dropout;
import gradus.nn.layer.Flatten;
import gradus.nn.layer.Linear;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PredictionTest {
    private static final Layer IDENTITY = new Flatten();

    @Test
    void eachExampleHasItsPrediction() {
        Tensor logits = Tensor.of(new double[][] {{0, Math.log(3)}, {Math.log(4), 0}, {0, 0}});
        var predictions = Prediction.all(IDENTITY, Dataset.of(logits, Indices.of(0, 0, 1)));
        assertThat(predictions.collectInt(Prediction::place).toArray()).containsExactly(0, 1, 2);
        assertThat(predictions.collectInt(Prediction::label).toArray()).containsExactly(0, 0, 1);
        assertThat(predictions.collectInt(Prediction::predicted).toArray()).containsExactly(1, 0, 0);
        assertThat(predictions.collectDouble(Prediction::score).toArray())
                .containsExactly(new double[] {0.75, 0.8, 0.5}, within(1e-15));
        assertThat(predictions.collect(Prediction::correct)).containsExactly(false, true, false);
    }

    /** More than a thousand examples, in evaluation mode, count as an evaluation counts them. */
    @Test
    void placesGoOnOverAllBatchesAndMistakesAreThoseOfTheEvaluation() {
        Dataset data = Mnist.generated(1100, 1, Randomness.seeded(5)).train();
        Layer model = Sequential.of(new Dropout(0.5), Linear.of(784, 10, Randomness.seeded(6)));
        var predictions = Prediction.all(model, data);
        assertThat(predictions.collectInt(Prediction::place).toArray())
                .isEqualTo(IntStream.range(0, 1100).toArray());
        assertThat(predictions.collectInt(Prediction::label).toArray())
                .isEqualTo(data.labels().toArray());
        assertThat(predictions.count(Prediction::correct))
                .isEqualTo((int) Evaluation.of(model, data).confusion().correct());
    }

    @Test
    void targetsAndNaNAreRefused() {
        Tensor outputs = Tensor.of(new double[][] {{0, Double.NaN}});
        assertThatThrownBy(() -> Prediction.all(IDENTITY, Dataset.of(outputs, outputs)))
                .isInstanceOf(ArgumentException.class)
                .hasMessageStartingWith("Prediction: needs examples with class labels");
        assertThatThrownBy(() -> Prediction.all(IDENTITY, Dataset.of(outputs, Indices.of(0))))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("NaN in row 0");
    }
}
