package gradus.nn.train;

import gradus.nn.data.Batches;
import gradus.nn.data.Dataset;
import gradus.nn.data.ShardedDataset;
import gradus.nn.data.StreamedDataset;
import gradus.nn.train.TrainingPlan.Material;

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

    /** The batches of a data set, in each epoch in this order. */
    Material of(Dataset data, int batchSize) {
        return new Material(
                (random, shards) -> {
                    Batches batches = (shuffles ? data.shuffled(random) : data).batches(batchSize);
                    return Steps.of(dropsLast ? batches.dropLast() : batches, shards);
                },
                words(data),
                ifEmpty(batchSize));
    }

    /** The same of a data set in parts, one for each shard. */
    Material of(ShardedDataset data, int batchSize) {
        return new Material(
                (random, shards) -> {
                    TrainerRules.requireParts(data, shards);
                    return PartSteps.of(data, batchSize, this, random);
                },
                words(data + " of " + data.sizes().makeString()),
                ifEmpty(batchSize));
    }

    /** The batches of a data set that is read meanwhile, in each epoch mixed in its window. */
    Material of(StreamedDataset data, int batchSize) {
        return new Material(
                (random, shards) -> Steps.of(data.batches(batchSize, shuffles ? random : null, dropsLast), shards),
                words(data),
                ifEmpty(batchSize));
    }

    private String words(Object data) {
        return data + (shuffles ? "" : ", in order") + (dropsLast ? ", without small batches" : "");
    }

    /** Batches that come in an order of their own. */
    Material of(EpochSource source, int batchSize) {
        return new Material(
                (random, shards) -> Steps.of(source.epoch(random), shards),
                "batches of an EpochSource",
                ifEmpty(batchSize));
    }

    /** Why there may be no batch. */
    private String ifEmpty(int batchSize) {
        return dropsLast ? "is the batch size of " + batchSize + " too large?" : "is the data set empty?";
    }
}
