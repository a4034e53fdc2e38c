package gradus.nn.train;

import gradus.autodiff.Tensor;
import gradus.nn.Model;
import gradus.nn.SeenInputs;
import gradus.nn.files.DataException;
import gradus.nn.files.Safetensors;
import gradus.nn.files.StoredTensor;
import gradus.nn.optim.SavedState;
import java.nio.file.Path;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.SortedMaps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.api.map.sorted.MutableSortedMap;
import org.jspecify.annotations.Nullable;

/**
 * All that a training needs to go on after an epoch as if it had not been interrupted. Random
 * numbers are not in it: they come from the seed and the number of the epoch. It is a safetensors
 * file, whose tensors are told apart by what their names begin with.
 *
 * @param settings those that the training began with
 * @param rate the learning rate after the last epoch; NaN where none was set
 * @param inputs what is known of those that the model was trained on
 */
record Checkpoint(
        RunSettings settings,
        double rate,
        ImmutableList<Epoch> epochs,
        ImmutableDoubleList stepLosses,
        Snapshot model,
        @Nullable Snapshot best,
        SavedState optimizer,
        @Nullable SavedState plateau,
        @Nullable SeenInputs inputs) {

    static final String FORMAT = "gradus checkpoint 2";

    void write(Path file, Model layers) {
        MutableList<StoredTensor> tensors = Lists.mutable.empty();
        add(tensors, "", model, layers);
        if (best != null) {
            add(tensors, CheckpointKey.BEST + "", best, layers);
        }
        tensors.add(StoredTensor.of(CheckpointKey.EPOCHS + "", table()));
        tensors.add(StoredTensor.of(CheckpointKey.LOSSES + "", Tensor.of(stepLosses.toArray())));
        MutableSortedMap<String, String> metadata = SortedMaps.mutable.empty();
        metadata.put(CheckpointKey.KIND + "", FORMAT);
        metadata.put(CheckpointKey.RATE + "", rate + "");
        settings.words().forEachKeyValue((name, words) -> metadata.put(CheckpointKey.SETTING.of(name), words));
        if (inputs != null) {
            metadata.put(CheckpointKey.INPUTS + "", inputs.toString());
        }
        add(metadata, tensors, CheckpointKey.OPTIMIZER, optimizer);
        if (plateau != null) {
            add(metadata, tensors, CheckpointKey.PLATEAU, plateau);
        }
        epochs.getLast().names().forEachWithIndex((name, index) -> metadata.put(CheckpointKey.COLUMN.of(index), name));
        metadata.put(CheckpointKey.DIGEST + "", CheckpointDigest.of(metadata, tensors));
        new Safetensors(metadata.toImmutable(), tensors.toImmutable()).write(file);
    }

    private static void add(
            MutableSortedMap<String, String> metadata,
            MutableList<StoredTensor> tensors,
            CheckpointKey whose,
            SavedState state) {
        metadata.put(whose.of(CheckpointKey.KIND), state.kind());
        state.numbers()
                .forEachKeyValue((name, number) -> metadata.put(whose.of(CheckpointKey.NUMBER.of(name)), number + ""));
        state.tensors().forEachKeyValue((name, tensor) -> tensors.add(StoredTensor.of(whose.of(name), tensor)));
    }

    private static void add(MutableList<StoredTensor> to, String prefix, Snapshot snapshot, Model layers) {
        layers.namedParameters()
                .zip(snapshot.parameters())
                .forEach(pair -> to.add(StoredTensor.of(
                        prefix + CheckpointKey.MODEL.of(pair.getOne().name()), pair.getTwo())));
        layers.namedBuffers()
                .zip(snapshot.buffers())
                .forEach(pair -> to.add(StoredTensor.of(
                        prefix + CheckpointKey.BUFFER.of(pair.getOne().name()), pair.getTwo())));
    }

    private Tensor table() {
        double[] numbers = epochs.asLazy()
                .flatCollect(epoch -> epoch.values().collect(value -> value))
                .collectDouble(Double::doubleValue)
                .toArray();
        return Tensor.of(numbers).reshape(epochs.size(), numbers.length / epochs.size());
    }

    /**
     * Reads a file for a model made like the saved one.
     *
     * @throws DataException if it is damaged, no checkpoint, or one of another model
     */
    static Checkpoint read(Path file, Model layers) {
        return new CheckpointReader(file, Safetensors.read(file).whole()).read(layers);
    }
}
