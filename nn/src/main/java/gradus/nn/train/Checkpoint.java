package gradus.nn.train;

import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.NamedBuffer;
import gradus.nn.NamedParameter;
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
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.jspecify.annotations.Nullable;

/**
 * All that a training needs to go on after an epoch as if it had not been interrupted. Random numbers are not in it: they come from the seed and the
 * number of the epoch. It is a safetensors file, whose tensors are told apart by what their names begin with.
 */
record Checkpoint(
        long seed,
        ImmutableList<Epoch> epochs,
        ImmutableDoubleList stepLosses,
        Snapshot model,
        @Nullable Snapshot best,
        SavedState optimizer,
        @Nullable SavedState plateau) {

    private static final String MODEL = "model.";
    private static final String BUFFER = "buffer.";
    private static final String BEST = "best.";
    private static final String OPTIMIZER = "optimizer.";
    private static final String PLATEAU = "plateau.";
    private static final String NUMBER = "number.";
    private static final String KIND = "kind";
    private static final String COLUMN = "column.";

    void write(Path file, Layer layers) {
        MutableList<StoredTensor> tensors = Lists.mutable.empty();
        add(tensors, "", model, layers);
        if (best != null) {
            add(tensors, BEST, best, layers);
        }
        tensors.add(StoredTensor.of("epochs", table()));
        tensors.add(StoredTensor.of("losses", Tensor.of(stepLosses.toArray())));
        MutableSortedMap<String, String> metadata = SortedMaps.mutable.empty();
        metadata.put("kind", "gradus checkpoint 1");
        metadata.put("seed", seed + "");
        add(metadata, tensors, OPTIMIZER, optimizer);
        if (plateau != null) {
            add(metadata, tensors, PLATEAU, plateau);
        }
        epochs.getLast().names().forEachWithIndex((name, index) -> metadata.put(COLUMN + index, name));
        new Safetensors(metadata.toImmutable(), tensors.toImmutable()).write(file);
    }

    private static void add(
            MutableSortedMap<String, String> metadata,
            MutableList<StoredTensor> tensors,
            String prefix,
            SavedState state) {
        metadata.put(prefix + KIND, state.kind());
        state.numbers().forEachKeyValue((name, number) -> metadata.put(prefix + NUMBER + name, number + ""));
        state.tensors().forEachKeyValue((name, tensor) -> tensors.add(StoredTensor.of(prefix + name, tensor)));
    }

    private static void add(MutableList<StoredTensor> to, String prefix, Snapshot snapshot, Layer layers) {
        layers.namedParameters()
                .zip(snapshot.parameters())
                .forEach(pair ->
                        to.add(StoredTensor.of(prefix + MODEL + pair.getOne().name(), pair.getTwo())));
        layers.namedBuffers()
                .zip(snapshot.buffers())
                .forEach(pair ->
                        to.add(StoredTensor.of(prefix + BUFFER + pair.getOne().name(), pair.getTwo())));
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
    static Checkpoint read(Path file, Layer layers) {
        return new Reader(file, Safetensors.read(file)).read(layers);
    }

    private record Reader(Path file, Safetensors saved) {
        Checkpoint read(Layer layers) {
            boolean hasBest = saved.tensors().anySatisfy(value -> value.name().startsWith(BEST));
            return new Checkpoint(
                    seed(),
                    epochs(),
                    DoubleLists.immutable.with(tensor("losses").toDoubleArray()),
                    snapshot("", layers),
                    hasBest ? snapshot(BEST, layers) : null,
                    state(OPTIMIZER),
                    saved.metadata().containsKey(PLATEAU + KIND) ? state(PLATEAU) : null);
        }

        private String text(String key) {
            @Nullable String found = saved.metadata().get(key);
            if (found == null) {
                throw wrong("a checkpoint with " + key, "none", "is it another kind of file?");
            }
            return found;
        }

        private DataException wrong(String need, String got, String hint) {
            return new DataException(file, DataException.NOWHERE, need, got, hint);
        }

        private long seed() {
            try {
                return Long.parseLong(text("seed"));
            } catch (NumberFormatException _) {
                throw wrong("a whole number as seed", text("seed"), "");
            }
        }

        private double number(String key) {
            try {
                return Double.parseDouble(text(key));
            } catch (NumberFormatException _) {
                throw wrong("a number as " + key, text(key), "");
            }
        }

        private Tensor tensor(String name) {
            @Nullable
            StoredTensor found = saved.tensors().detect(value -> value.name().equals(name));
            if (found == null) {
                throw wrong("a checkpoint with " + name, "none", "was it made with another model?");
            }
            return found.tensor();
        }

        private ImmutableList<Epoch> epochs() {
            Tensor table = tensor("epochs");
            if (table.shape().rank() != 2 || table.shape().dim(0) == 0) {
                throw wrong("a table of epochs", table.type(), "");
            }
            MutableList<String> names = Lists.mutable.empty();
            for (int column = 0; column < table.shape().dim(1); column++) {
                names.add(text(COLUMN + column));
            }
            MutableList<Epoch> epochs = Lists.mutable.empty();
            for (int row = 0; row < table.shape().dim(0); row++) {
                double[] values = table.select(0, row).toDoubleArray();
                epochs.add(new Epoch(row + 1, names.toImmutable(), DoubleLists.immutable.with(values)));
            }
            return epochs.toImmutable();
        }

        private Snapshot snapshot(String prefix, Layer layers) {
            return new Snapshot(
                    layers.namedParameters().collect(named -> parameter(prefix, named)),
                    layers.namedBuffers().collect(named -> buffer(prefix, named)));
        }

        private Tensor parameter(String prefix, NamedParameter named) {
            String need = named.parameter().dtype() + named.parameter().shape().toString();
            return fitting(prefix + MODEL + named.name(), need);
        }

        private Tensor buffer(String prefix, NamedBuffer named) {
            String need = named.buffer().dtype() + named.buffer().shape().toString();
            return fitting(prefix + BUFFER + named.name(), need);
        }

        private Tensor fitting(String name, String need) {
            Tensor found = tensor(name);
            if (!found.type().equals(need)) {
                throw wrong(name + " of type " + need, found.type(), "was it made with another model?");
            }
            return found;
        }

        private SavedState state(String prefix) {
            String numbered = prefix + NUMBER;
            MutableSortedMap<String, Double> numbers = SortedMaps.mutable.empty();
            saved.metadata()
                    .keysView()
                    .select(key -> key.startsWith(numbered))
                    .forEach(key -> numbers.put(key.substring(numbered.length()), number(key)));
            MutableSortedMap<String, Tensor> tensors = SortedMaps.mutable.empty();
            saved.tensors()
                    .select(value -> value.name().startsWith(prefix))
                    .forEach(value -> tensors.put(value.name().substring(prefix.length()), value.tensor()));
            return new SavedState(text(prefix + KIND), numbers.toImmutable(), tensors.toImmutable());
        }
    }
}
