package gradus.nn.train;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.ShapeException;
import gradus.nn.data.Dataset;
import gradus.nn.metrics.Accuracy;
import org.junit.jupiter.api.Test;

/** Settings that a trainer refuses. */
class TrainerSettingsTest {
    private final Dataset data = Blobs.data(95, 1);

    @Test
    void wrongSettingsAreRefused() {
        var trainer = Blobs.trainer(Blobs.model()).metric("accuracy", Accuracy::of);
        refuses(() -> trainer.epochs(0), "Trainer: needs 1 epoch or more, got 0");
        refuses(() -> trainer.batchSize(0), "Trainer: needs batches of 1 example or more, got 0");
        refuses(() -> trainer.evaluationBatchSize(-1), "Trainer: needs batches of 1 example or more, got -1");
        refuses(() -> trainer.maxSteps(0), "Trainer: needs 1 step or more, got 0");
        refuses(
                () -> trainer.metric("accuracy", Accuracy::of),
                "Trainer.metric: needs a name of its own, got 'accuracy' once more");
        refuses(
                () -> trainer.metric("loss", Accuracy::of),
                "Trainer.metric: needs a name of its own, got 'loss' once more");
        refuses(() -> trainer.validation(data.slice(0, 0)), "Trainer.validation: needs at least one example, got none");
        refuses(
                () -> trainer.train(data.slice(0, 0)),
                "Trainer: needs at least one batch in an epoch, got none in epoch 1 of Dataset of 0 with labels;"
                        + " is the data set empty?");
        refuses(() -> EarlyStopping.patience(0), "EarlyStopping: needs a patience of 1 epoch or more, got 0");
        refuses(
                () -> EarlyStopping.patience(1).minDelta(-1),
                "EarlyStopping.minDelta: needs a finite difference of 0 or more, got -1.0");
    }

    @Test
    void aLossForEachExampleIsRefused() {
        var model = Blobs.model();
        var trainer = Trainer.of(model, (y, batch) -> y.crossEntropy(batch.labels()), Blobs.momentum(model));
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> trainer.train(data))
                .withMessage("Trainer: needs a loss that is a single number, got [32]; reduce it with mean() or sum()");
    }

    private static void refuses(Runnable call, String message) {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(call::run).withMessage(message);
    }
}
