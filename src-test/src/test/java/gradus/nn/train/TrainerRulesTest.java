package gradus.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.nn.data.Dataset;
import gradus.nn.metrics.Accuracy;
import gradus.nn.optim.OnPlateau;
import gradus.nn.optim.Schedule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a trainer needs to make sense, and what it tells whom. */
class TrainerRulesTest {
    private final Dataset data = Blobs.data(30, 1);

    private static void refuses(Runnable call, String message) {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(call::run).withMessage(message);
    }

    @Test
    void earlyStoppingWatchesWhatIsMeasured() {
        var trainer = Blobs.trainer(Blobs.model()).metric("accuracy", Accuracy::of);
        String measured = "EarlyStopping: needs one of loss, accuracy, learning rate, seconds, got ";
        String validation = "validation(data) measures on a validation set";
        refuses(
                () -> trainer.earlyStopping(EarlyStopping.patience(1)).train(data),
                measured + "validation loss; " + validation);
        refuses(
                () -> trainer.earlyStopping(EarlyStopping.patience(1).highest("acuracy"))
                        .train(data),
                measured + "acuracy; metric(\"acuracy\", ...) would measure it");
        refuses(
                () -> trainer.earlyStopping(EarlyStopping.patience(1).highest("validation f1"))
                        .train(data),
                measured + "validation f1; " + validation + " and metric(\"f1\", ...) would measure it");
        refuses(
                () -> trainer.validation(data)
                        .earlyStopping(EarlyStopping.patience(1).highest("validation acuracy"))
                        .train(data),
                "EarlyStopping: needs one of loss, accuracy, validation loss, validation accuracy, learning rate,"
                        + " seconds, got validation acuracy; metric(\"acuracy\", ...) would measure it");
    }

    @Test
    void batchesThatAreTooLargeAreNamed() {
        refuses(
                () -> Blobs.trainer(Blobs.model()).batchSize(100).dropLast().train(data),
                "Trainer: needs at least one batch in an epoch, got none in epoch 1 of Dataset of 30 with labels,"
                        + " without small batches; is the batch size of 100 too large?");
    }

    @Test
    void aScheduleAndAPlateauDoNotGoTogether() {
        var model = Blobs.model();
        var sgd = Blobs.momentum(model);
        var plateau = OnPlateau.of(sgd);
        var schedule = Schedule.constant(0.1);
        String message =
                "Trainer: needs a schedule or onPlateau, got both; a schedule sets the rate of each step, so that"
                        + " lowering it has no effect";
        var trainer = Trainer.of(model, Blobs.CROSS_ENTROPY, sgd);
        refuses(
                () -> trainer.onPlateau(OnPlateau.of(Blobs.momentum(model))),
                "Trainer.onPlateau: needs a rule for the optimizer of the trainer, got one for another; give both the"
                        + " same object: OnPlateau.of(optimizer)");
        refuses(() -> trainer.onPlateau(plateau).schedule(schedule), message);
        refuses(
                () -> Trainer.of(model, Blobs.CROSS_ENTROPY, sgd)
                        .schedule(schedule)
                        .onPlateau(plateau),
                message);
    }

    /** The loss of the training falls, that of the validation, where all labels are wrong, grows. */
    @Test
    void thePlateauIsToldTheValidationLossIfThereIsOne() {
        assertThat(rateWithPlateau(null)).isEqualTo(0.1);
        assertThat(rateWithPlateau(Blobs.data(40, 2).mapLabels(label -> 1 - label)))
                .isEqualTo(0.1 * 0.5 * 0.5);
    }

    private double rateWithPlateau(@Nullable Dataset validation) {
        var model = Blobs.model();
        var sgd = Blobs.momentum(model);
        var trainer = Trainer.of(model, Blobs.CROSS_ENTROPY, sgd)
                .batchSize(10)
                .epochs(3)
                .onPlateau(OnPlateau.of(sgd).patience(0).factor(0.5));
        (validation == null ? trainer : trainer.validation(validation)).train(data);
        return sgd.learningRate();
    }

    /** Notes what it is told, and fails when it is told of a failure. */
    private record Noting(List<String> told) implements TrainingListener {
        @Override
        public void finished(History history) {
            told.add("finished");
        }

        @Override
        public void failed(Throwable cause) {
            told.add("failed: " + cause.getMessage());
            throw new IllegalStateException("the listener failed too");
        }
    }

    @Test
    void listenersAreToldOfAFailure() {
        var told = new ArrayList<String>();
        Objective broken = (_, _) -> {
            throw new IllegalStateException("on purpose");
        };
        var model = Blobs.model();
        var trainer = Trainer.of(model, broken, Blobs.momentum(model))
                .listener(new Noting(told))
                .listener(new Noting(told));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> trainer.train(data))
                .withMessage("on purpose")
                .satisfies(thrown -> assertThat(thrown.getSuppressed()).hasSize(2));
        assertThat(told).containsExactly("failed: on purpose", "failed: on purpose");
    }
}
