package gradus.spark;

import gradus.nn.Layer;
import gradus.nn.Sequential;
import gradus.nn.train.Trainer;
import gradus.nn.train.TrainingListener;
import gradus.nn.train.TrainingStep;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A training of many epochs, of which one process is halted again and again, at other steps. */
record Soak(String folder, int restarts) implements Serializable {
    private static final int EPOCHS = 120;

    static String expected() {
        Sequential model = Digits.model();
        Digits.trainer(model).epochs(EPOCHS).shards(Digits.SHARDS).train(Digits.data());
        return Digits.hash(model);
    }

    Trainer trainer(Layer model) {
        return Digits.trainer(model).epochs(EPOCHS).listener(new Death(this));
    }

    /** Counts the steps of a process. */
    private static final class Death implements TrainingListener {
        private final Soak soak;
        private final long last;
        private int steps;

        Death(Soak soak) {
            this.soak = soak;
            this.last = 1 + soak.halted() % 9;
        }

        @Override
        public void step(TrainingStep step) {
            steps++;
            if (steps == last) {
                soak.halt();
            }
        }
    }

    private long halted() {
        int count = 0;
        while (Files.exists(marker(count))) {
            count++;
        }
        return count;
    }

    private Path marker(int number) {
        return Path.of(folder, "marker" + number);
    }

    private void halt() {
        long count = halted();
        if (count < restarts) {
            try {
                Files.createFile(marker((int) count));
                Runtime.getRuntime().halt(17);
            } catch (FileAlreadyExistsException _) { // the other process was first
                return;
            } catch (IOException problem) {
                throw new UncheckedIOException(problem);
            }
        }
    }
}
