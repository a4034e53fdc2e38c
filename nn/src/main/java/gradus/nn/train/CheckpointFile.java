package gradus.nn.train;

import gradus.autodiff.ArgumentException;
import gradus.nn.files.AtomicFile;
import gradus.nn.files.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The place where checkpoints go. */
final class CheckpointFile {
    private CheckpointFile() {}

    /**
     * Makes the folder of a file, and refuses a place where none can be written, or a name of
     * another format: before hours of training, not after.
     */
    static void requireWritable(Path file) {
        if (Files.isDirectory(file)) {
            throw new ArgumentException("Trainer.checkpoint", "a file", "the folder " + file, "");
        }
        Safetensors.requireName("Trainer.checkpoint", file);
        try {
            AtomicFile.requirePlace(file);
        } catch (IOException e) {
            throw new ArgumentException("Trainer.checkpoint", "a file that can be written", file + " (" + e + ")", "");
        }
    }
}
