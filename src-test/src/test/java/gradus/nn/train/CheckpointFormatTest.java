package gradus.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.Randomness;
import gradus.nn.Sequential;
import gradus.nn.files.Safetensors;
import gradus.nn.layer.BatchNorm;
import gradus.nn.layer.Linear;
import gradus.nn.layer.ReLU;
import java.nio.file.Path;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The names in a checkpoint are those of files written before, and such a file is still read. */
class CheckpointFormatTest {
    private static final Path BEFORE = Path.of("src/test/resources/gradus/nn/train/checkpoint-2.gradus");

    @TempDir
    private Path folder;

    private static Sequential model() {
        var random = Randomness.seeded(1);
        return Sequential.of(Linear.of(2, 3, random), BatchNorm.of(3), new ReLU(), Linear.of(3, 2, random));
    }

    /** Two epochs of three steps, with validation, early stopping and a rule for plateaus. */
    @Test
    void aFileWrittenBeforeIsRead() {
        var checkpoint = Checkpoint.read(BEFORE, model());
        assertThat(checkpoint.epochs()).hasSize(2);
        assertThat(checkpoint.epochs().getLast().names())
                .containsExactly(
                        "loss", "accuracy", "validation loss", "validation accuracy", "learning rate", "seconds");
        assertThat(checkpoint.stepLosses().size()).isEqualTo(6);
        assertThat(checkpoint.rate()).isEqualTo(0.1);
        assertThat(checkpoint.settings().words()).hasSize(11);
        assertThat(checkpoint.settings().words().get("seed")).isEqualTo("7");
        assertThat(checkpoint.model().parameters().getFirst().toFloatArray())
                .containsExactly(-0.30942738f, 0.4786578f, -1.0291977f, -0.82957053f, 0.055399004f, 0.445717f);
        assertThat(checkpoint.model().buffers()).hasSize(3);
        assertThat(checkpoint.best().parameters()).hasSize(6);
        assertThat(checkpoint.best().buffers()).hasSize(3);
        assertThat(checkpoint.optimizer().kind()).isEqualTo("SGD");
        assertThat(checkpoint.optimizer().count("0.weight.step")).isEqualTo(6);
        assertThat(checkpoint.optimizer().tensors()).hasSize(6);
        assertThat(checkpoint.plateau().number("best")).isEqualTo(0.692436416943868);
    }

    @Test
    void theNamesStay() {
        var file = folder.resolve("again.gradus");
        var model = model();
        Checkpoint.read(BEFORE, model).write(file, model);
        var before = Safetensors.read(BEFORE).whole();
        var after = Safetensors.read(file).whole();
        assertThat(after.metadata()).isEqualTo(before.metadata());
        assertThat(after.tensors().collect(stored -> stored.name() + stored.type()))
                .containsExactlyElementsOf(before.tensors().collect(stored -> stored.name() + stored.type()));
    }

    @Test
    void aKeyTellsItsNamesApart() {
        assertThat(Lists.immutable.with(CheckpointKey.values()).collect(CheckpointKey::toString))
                .doesNotHaveDuplicates();
        String name = CheckpointKey.OPTIMIZER.of(CheckpointKey.NUMBER.of("0.weight.step"));
        assertThat(name).isEqualTo("optimizer.number.0.weight.step");
        assertThat(CheckpointKey.OPTIMIZER.begins(name)).isTrue();
        assertThat(CheckpointKey.PLATEAU.begins(name)).isFalse();
        assertThat(CheckpointKey.OPTIMIZER.rest(name)).isEqualTo("number.0.weight.step");
    }
}
