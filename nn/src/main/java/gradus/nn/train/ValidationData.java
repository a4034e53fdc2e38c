package gradus.nn.train;

import gradus.autodiff.ArgumentException;
import gradus.nn.data.Batch;
import gradus.nn.data.BatchesAhead;
import gradus.nn.data.Dataset;
import gradus.nn.data.StreamedDataset;
import java.util.Iterator;

/** The examples that a model is validated with. */
sealed interface ValidationData {
    /** The first ones, at most so many. */
    Batch first(int most);

    /** Those of a data set. */
    record Known(Dataset data) implements ValidationData {
        @Override
        public Batch first(int most) {
            return data.slice(0, Math.min(most, data.size())).all();
        }

        @Override
        public String toString() {
            return data.toString();
        }
    }

    /** Those that are read each time, in their order. */
    record Streamed(StreamedDataset data) implements ValidationData {
        @Override
        public Batch first(int most) {
            try (BatchesAhead batches = data.ahead(1).batches(most)) {
                Iterator<Batch> walk = batches.iterator();
                if (!walk.hasNext()) {
                    throw empty();
                }
                return walk.next();
            }
        }

        ArgumentException empty() {
            return new ArgumentException(
                    "Trainer.validation",
                    "at least one example",
                    "none in " + data,
                    "is the file empty, or the source done before?");
        }

        @Override
        public String toString() {
            return data.toString();
        }
    }
}
