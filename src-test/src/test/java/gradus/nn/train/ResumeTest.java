package gradus.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Randomness;
import gradus.nn.Layer;
import gradus.nn.Sequential;
import gradus.nn.data.Dataset;
import gradus.nn.files.DataException;
import gradus.nn.layer.Linear;
import gradus.nn.layer.ReLU;
import gradus.nn.layer.Tanh;
import gradus.nn.metrics.Accuracy;
import gradus.nn.optim.OnPlateau;
import gradus.nn.optim.Optimizer;
import gradus.nn.optim.SGD;
import gradus.nn.optim.Schedule;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A training goes on as it was, or not at all: other models and other settings are refused, and
 * nothing has changed then.
 */
class ResumeTest {
    private static final String REMEDY =
            "; to go on with other settings, resume with these and no more epochs, then train with the others";

    @TempDir
    private Path folder;

    private final Dataset data = Blobs.data(95, 1);

    private Path file() {
        return folder.resolve("run.checkpoint");
    }

    private Trainer trainer() {
        return trainer(Blobs.model());
    }

    private Trainer trainer(Sequential model) {
        return Blobs.trainer(model).epochs(2).checkpoint(file());
    }

    private Trainer with(Optimizer sgd, Sequential model) {
        return Trainer.of(model, Blobs.CROSS_ENTROPY, sgd)
                .batchSize(10)
                .epochs(3)
                .checkpoint(file());
    }

    private void refuses(Trainer trainer, String need, String got) {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> trainer.resume(data))
                .withMessage("Trainer.resume: needs " + need + ", as in " + file() + ", got " + got + REMEDY);
    }

    /** No epoch is good enough for it: it halves the rate after each but the first. */
    private Trainer plateau(Sequential model, Optimizer sgd) {
        return with(sgd, model)
                .onPlateau(OnPlateau.of(sgd).threshold(0.999).patience(0).factor(0.5));
    }

    @Test
    void anotherLearningRateIsRefused() {
        trainer().train(data);
        var model = Blobs.model();
        var sgd = Blobs.momentum(model).learningRate(0.001);
        refuses(with(sgd, model), "learning rate 0.1", "learning rate 0.001");
        assertThat(sgd.learningRate()).isEqualTo(0.001);
    }

    @Test
    void theRateThatWasSetIsComparedAndNotWhatBecameOfIt() {
        var model = Blobs.model();
        var sgd = Blobs.momentum(model);
        var trainer = plateau(model, sgd).epochs(3);
        trainer.train(data);
        assertThat(sgd.learningRate()).isLessThan(0.1);
        assertThat(trainer.epochs(4).resume(data).epochs()).as("itself").hasSize(4);
        var fresh = Blobs.model();
        assertThat(plateau(fresh, Blobs.momentum(fresh)).epochs(5).resume(data).epochs())
                .as("made anew, from a checkpoint of one that went on")
                .hasSize(5);
        var other = Blobs.model();
        refuses(
                plateau(other, Blobs.momentum(other).learningRate(0.2)).epochs(5),
                "learning rate 0.1",
                "learning rate 0.2");
    }

    @Test
    void otherSettingsAreRefusedByName() {
        trainer().seed(7).train(data);
        refuses(trainer(), "seed 7", "seed 0");
        refuses(
                trainer().seed(7).batchSize(16),
                "batch size 10, evaluation batch size 10",
                "batch size 16, evaluation batch size 16");
        refuses(
                trainer().seed(7).validation(Blobs.data(40, 2)),
                "measurements loss, learning rate, seconds, validation none",
                "measurements loss, validation loss, learning rate, seconds, validation Dataset of 40 with labels");
        refuses(
                trainer()
                        .seed(7)
                        .earlyStopping(EarlyStopping.patience(3)
                                .lowest("loss")
                                .minDelta(0.1)
                                .keepingLast()),
                "early stopping none",
                "early stopping lowest loss by more than 0.1, keeping the last");
        refuses(
                trainer().seed(7).inOrder().dropLast(),
                "data Dataset of 95 with labels",
                "data Dataset of 95 with labels, in order, without small batches");
        var model = Blobs.model();
        refuses(
                with(Blobs.momentum(model).rule(new SGD().momentum(0.5)), model).seed(7),
                "optimizer SGD(momentum 0.9)",
                "optimizer SGD(momentum 0.5)");
        var momentum = Blobs.momentum(model);
        refuses(
                with(momentum, model).seed(7).onPlateau(OnPlateau.of(momentum)),
                "onPlateau none",
                "onPlateau OnPlateau(factor 0.1, threshold 1.0E-4, least 0.0, patience 10, cool-down 0)");
        refuses(
                trainer().seed(7).schedule(Schedule.constant(0.1)),
                "learning rate 0.1",
                "learning rate set by a schedule");
    }

    @Test
    void otherDataAndOtherLayersAreRefused() {
        trainer().train(Blobs.data(94, 1));
        refuses(trainer(), "data Dataset of 94 with labels", "data Dataset of 95 with labels");
        trainer().train(data);
        var random = Randomness.seeded(5);
        refuses(
                trainer(Sequential.of(Linear.of(2, 8, random), new Tanh(), Linear.of(8, 2, random))),
                "model Sequential(Linear(2 -> 8), ReLU, Linear(8 -> 2))",
                "model Sequential(Linear(2 -> 8), Tanh, Linear(8 -> 2))");
    }

    @Test
    void howLongToTrainMayDiffer() {
        trainer()
                .earlyStopping(EarlyStopping.patience(1).lowest("loss").keepingLast())
                .train(data);
        var history = trainer()
                .epochs(9)
                .maxSteps(35)
                .earlyStopping(EarlyStopping.patience(5).lowest("loss").keepingLast())
                .listener(new TrainingListener() {})
                .resume(data);
        assertThat(history.stepLosses().size()).isEqualTo(35);
    }

    @Test
    void anotherScheduleIsRefused() {
        trainer().schedule(Schedule.linear(0.1, 0, 40)).train(data);
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> trainer()
                        .epochs(4)
                        .schedule(Schedule.linear(0.1, 0, 80))
                        .resume(data))
                .withMessage("Trainer.resume: needs a schedule with a learning rate of "
                        + Schedule.linear(0.1, 0, 40).at(19) + " for step 20, as in " + file() + ", got one with "
                        + Schedule.linear(0.1, 0, 80).at(19) + "; a schedule for a longer training is another one");
        assertThat(trainer()
                        .epochs(4)
                        .schedule(Schedule.linear(0.1, 0, 40))
                        .resume(data)
                        .epochs())
                .hasSize(4);
    }

    @Test
    void layersThatAreFunctionsHaveNoNameToCompare() {
        trainer(Sequential.of(doubled(), Blobs.model())).train(data);
        Layer same = (x, _) -> x.mul(2);
        assertThat(trainer(Sequential.of(same, Blobs.model()))
                        .epochs(3)
                        .resume(data)
                        .epochs())
                .hasSize(3);
    }

    private static Layer doubled() {
        return (x, _) -> x.mul(2);
    }

    @Test
    void aModelWithFewerLayersIsRefused() {
        trainer().train(data);
        var random = Randomness.seeded(5);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> trainer(Sequential.of(Linear.of(2, 8, random), new ReLU()))
                        .resume(data))
                .withMessage(file() + ": needs a model with model.2.weight, model.2.bias, got one without;"
                        + " was it made with another model?");
    }

    @Test
    void thereHasToBeAFile() {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Blobs.trainer(Blobs.model()).resume(data))
                .withMessage("Trainer.resume: needs a file to resume from, got none; checkpoint(file) names it");
    }

    @Test
    void aFolderThatIsMissingIsMade() {
        var deep = folder.resolve("no/such/folder/run");
        trainer().checkpoint(deep).train(data);
        assertThat(deep).isRegularFile();
        assertThat(deep.getParent()).isDirectoryContaining("glob:**/run").isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsRefusedBeforeTraining() throws Exception {
        var blocked = Files.writeString(folder.resolve("blocked"), "a file and no folder");
        var model = Blobs.model();
        var before = Blobs.values(model);
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(
                        () -> trainer(model).checkpoint(blocked.resolve("run")).train(data))
                .withMessageStartingWith("Trainer.checkpoint: needs a file that can be written, got "
                        + blocked.resolve("run") + " (java.nio.file.");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> trainer(model).checkpoint(folder).train(data))
                .withMessage("Trainer.checkpoint: needs a file, got the folder " + folder);
        assertThat(Blobs.values(model)).isEqualTo(before);
    }

    @Test
    void otherMeasurementsAreRefused() {
        trainer().metric("accuracy", Accuracy::of).train(data);
        refuses(
                trainer(),
                "measurements loss, accuracy, learning rate, seconds",
                "measurements loss, learning rate, seconds");
    }
}
