package gradus.nn.train;

import gradus.nn.data.Batches;
import gradus.nn.data.Dataset;

/**
 * In which order a training takes the examples of a data set.
 *
 * @param shuffles whether it is a new one in each epoch
 * @param dropsLast whether the last batch is left out where it is smaller
 */
record ExampleOrder(boolean shuffles, boolean dropsLast) {
    static final ExampleOrder USUAL = new ExampleOrder(true, false);

    ExampleOrder steady() {
        return new ExampleOrder(false, dropsLast);
    }

    ExampleOrder withoutLast() {
        return new ExampleOrder(shuffles, true);
    }

    /** The batches of each epoch. */
    EpochSource epochsOf(Dataset data, int batchSize) {
        return random -> {
            Batches batches = (shuffles ? data.shuffled(random) : data).batches(batchSize);
            return dropsLast ? batches.dropLast() : batches;
        };
    }

    /** A data set that is taken so. */
    String inWords(Dataset data) {
        return data + (shuffles ? "" : ", in order") + (dropsLast ? ", without small batches" : "");
    }

    /** Why there may be no batch. */
    String hintOnNoBatches(int batchSize) {
        return dropsLast ? "is the batch size of " + batchSize + " too large?" : "is the data set empty?";
    }
}
