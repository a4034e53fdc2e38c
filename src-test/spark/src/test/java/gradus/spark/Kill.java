package gradus.spark;

import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;
import gradus.nn.Sequential;
import gradus.nn.data.Dataset;
import gradus.nn.train.Epoch;
import gradus.nn.train.History;
import gradus.nn.train.Trainer;
import gradus.nn.train.TrainingListener;
import gradus.nn.train.TrainingStep;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** Halts the process of one worker, once in all attempts, at some point of a training. */
record Kill(String marker, Phase phase) implements Serializable {
    /** When. */
    enum Phase {
        MODEL,
        DATA,
        FORWARD,
        STEP,
        EPOCH,
        END
    }

    /** The first process that comes here makes a file and ends. */
    private void reach(Phase here) {
        if (here == phase) {
            try {
                Files.createFile(Path.of(marker));
                Runtime.getRuntime().halt(17);
            } catch (FileAlreadyExistsException _) {
                return;
            } catch (IOException problem) {
                throw new UncheckedIOException(problem);
            }
        }
    }

    Sequential model() {
        reach(Phase.MODEL);
        return Digits.model();
    }

    Dataset data() {
        reach(Phase.DATA);
        return Digits.data();
    }

    Trainer trainer(Layer model) {
        return Digits.trainer(new Dying(model, new AtomicInteger(), this)).listener(new Dead(this));
    }

    /** The model, whose twentieth forward pass is the last. */
    private record Dying(Layer model, AtomicInteger passes, Kill kill) implements Layer {
        @Override
        public Tensor forward(Tensor x, Mode mode) {
            if (passes.incrementAndGet() == 20) {
                kill.reach(Phase.FORWARD);
            }
            return model.forward(x, mode);
        }
    }

    private record Dead(Kill kill) implements TrainingListener {
        @Override
        public void step(TrainingStep step) {
            if (step.number() == 11) {
                kill.reach(Phase.STEP);
            }
        }

        @Override
        public void epoch(Epoch epoch) {
            if (epoch.number() == 3) {
                kill.reach(Phase.EPOCH);
            }
        }

        @Override
        public void finished(History history) {
            kill.reach(Phase.END);
        }
    }
}
