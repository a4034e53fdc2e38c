package gradus.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.nn.Sequential;
import gradus.nn.data.Dataset;
import gradus.nn.files.DataException;
import gradus.nn.files.Safetensors;
import gradus.nn.optim.OnPlateau;
import gradus.nn.optim.Optimizer;
import gradus.nn.optim.SavedState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.eclipse.collections.api.factory.SortedMaps;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints that are damaged, or fit in part: nothing of them is restored. */
class DamagedCheckpointTest {
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

    @Test
    void aBitThatFlippedAnywhereIsNoticed() throws Exception {
        trainer().validation(data).earlyStopping(EarlyStopping.patience(9)).train(data);
        byte[] whole = Files.readAllBytes(file());
        for (int place = 0; place < whole.length; place += 7) {
            byte[] damaged = whole.clone();
            damaged[place] ^= (byte) (1 << place % 8);
            Files.write(file(), damaged);
            var model = Blobs.model();
            var again = trainer(model).validation(data).earlyStopping(EarlyStopping.patience(9));
            var before = Blobs.values(model);
            assertThatExceptionOfType(DataException.class)
                    .as("a flipped bit of byte " + place)
                    .isThrownBy(() -> again.resume(data))
                    .withMessageStartingWith(file() + "");
            assertThat(Blobs.values(model)).isEqualTo(before);
        }
        Files.write(file(), whole);
        assertThat(trainer()
                        .validation(data)
                        .earlyStopping(EarlyStopping.patience(9))
                        .resume(data)
                        .epochs())
                .hasSize(2);
    }

    @Test
    void aPartOfAFileIsRefused() throws Exception {
        trainer().train(data);
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(whole, whole.length / 2));
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> trainer().resume(data))
                .withMessageContaining("truncated?");
        Files.writeString(file(), "");
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> trainer().resume(data));
    }

    @Test
    void changedContentsAreDamage() {
        trainer().train(data);
        var saved = Safetensors.read(file());
        var metadata = saved.metadata().toSortedMap();
        metadata.put("optimizer.number.0.weight.step", "-3.0");
        new Safetensors(metadata.toImmutable(), saved.tensors()).write(file());
        assertDamaged("; the file is damaged");
        new Safetensors(
                        saved.metadata(),
                        saved.tensors().reject(tensor -> tensor.name().endsWith(".velocity")))
                .write(file());
        assertDamaged("; the file is damaged");
        metadata.put("kind", "gradus checkpoint 99");
        new Safetensors(metadata.toImmutable(), saved.tensors()).write(file());
        assertDamaged(": needs a gradus checkpoint 2, got gradus checkpoint 99; was it made by another version?");
    }

    private void assertDamaged(String end) {
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> trainer().resume(data))
                .withMessageStartingWith(file() + ": needs ")
                .withMessageEndingWith(end);
    }

    @Test
    void thereIsALossForEachStep() {
        var model = Blobs.model();
        trainer(model).train(data);
        var whole = Checkpoint.read(file(), model);
        new Checkpoint(
                        whole.settings(),
                        whole.rate(),
                        whole.epochs(),
                        DoubleLists.immutable.with(0.5),
                        whole.model(),
                        null,
                        whole.optimizer(),
                        null,
                        null)
                .write(file(), model);
        assertDamaged(": needs losses of at least 2 steps, got F64[1]");
    }

    /** The optimizer's state fits, the plateau's does not; and the other way round. */
    @Test
    void statesAreRestoredBothOrNeither() {
        var model = Blobs.model();
        plateau(model, Blobs.momentum(model)).train(data);
        var whole = Checkpoint.read(file(), model);
        var numbers = SortedMaps.mutable.of("worse", 0.5, "cooling", 0.0).toImmutable();
        assertNothingRestored(
                with(whole, whole.optimizer(), new SavedState("OnPlateau", numbers, SortedMaps.immutable.empty())),
                "a whole number of 0 or more for OnPlateau.restore, worse, got 0.5");
        var steps = whole.optimizer().numbers().toSortedMap();
        steps.put("0.weight.step", -3.0);
        assertNothingRestored(
                with(
                        whole,
                        new SavedState(
                                "SGD", steps.toImmutable(), whole.optimizer().tensors()),
                        new SavedState("OnPlateau", whole.plateau().numbers(), SortedMaps.immutable.empty())),
                "a whole number of 0 or more for SGD.restore, 0.weight.step, got -3.0");
    }

    private static Checkpoint with(Checkpoint whole, SavedState optimizer, SavedState plateau) {
        return new Checkpoint(
                whole.settings(),
                whole.rate(),
                whole.epochs(),
                whole.stepLosses(),
                whole.model(),
                null,
                optimizer,
                plateau,
                whole.inputs());
    }

    private void assertNothingRestored(Checkpoint checkpoint, String message) {
        var model = Blobs.model();
        checkpoint.write(file(), model);
        var sgd = Blobs.momentum(model);
        var trainer = plateau(model, sgd);
        var before = Blobs.values(model);
        assertThatExceptionOfType(DataException.class)
                .isThrownBy(() -> trainer.resume(data))
                .withMessage(file() + ": needs " + message);
        assertThat(Blobs.values(model)).isEqualTo(before);
        assertThat(sgd.state().tensors()).isEmpty();
        assertThat(sgd.learningRate()).isEqualTo(0.1);
        var rule = trainer.plan(ExampleOrder.USUAL.of(data, 1)).plateau();
        assertThat(rule.state().numbers().containsKey("best")).isFalse();
    }

    /** No epoch is good enough for it: it halves the rate after each but the first. */
    private Trainer plateau(Sequential model, Optimizer sgd) {
        return with(sgd, model)
                .onPlateau(OnPlateau.of(sgd).threshold(0.999).patience(0).factor(0.5));
    }
}
