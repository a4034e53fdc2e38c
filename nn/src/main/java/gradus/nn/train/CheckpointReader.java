package gradus.nn.train;

import static gradus.nn.train.Checkpoint.BEST;
import static gradus.nn.train.Checkpoint.BUFFER;
import static gradus.nn.train.Checkpoint.COLUMN;
import static gradus.nn.train.Checkpoint.DIGEST;
import static gradus.nn.train.Checkpoint.EPOCHS;
import static gradus.nn.train.Checkpoint.FORMAT;
import static gradus.nn.train.Checkpoint.KIND;
import static gradus.nn.train.Checkpoint.LOSSES;
import static gradus.nn.train.Checkpoint.MODEL;
import static gradus.nn.train.Checkpoint.NUMBER;
import static gradus.nn.train.Checkpoint.OPTIMIZER;
import static gradus.nn.train.Checkpoint.PLATEAU;
import static gradus.nn.train.Checkpoint.RATE;
import static gradus.nn.train.Checkpoint.SETTING;

import gradus.autodiff.GradusException;
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

/** Makes a checkpoint of what was read from a file, or says what is wrong with it. */
record CheckpointReader(Path file, Safetensors saved) {
    /** The checkpoint, for a model made like the saved one. */
    Checkpoint read(Layer layers) {
        requireWhole();
        requireModel(layers);
        ImmutableList<Epoch> epochs = epochs();
        boolean hasBest = saved.tensors().anySatisfy(value -> value.name().startsWith(BEST));
        return new Checkpoint(
                settings(),
                number(RATE),
                epochs,
                losses(epochs.size()),
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

    /** Everything is checked before anything of it is used. */
    private void requireWhole() {
        if (!text(KIND).equals(FORMAT)) {
            throw wrong("a " + FORMAT, text(KIND), "was it made by another version?");
        }
        var metadata = saved.metadata().reject((key, _) -> key.equals(DIGEST));
        String found = CheckpointDigest.of(metadata, saved.tensors());
        if (!text(DIGEST).equals(found)) {
            throw wrong("contents of SHA-256 " + text(DIGEST), found, "the file is damaged");
        }
    }

    private void requireModel(Layer layers) {
        ImmutableList<String> parts = saved.tensors().collect(StoredTensor::name);
        ImmutableList<String> known = layers.namedParameters()
                .collect(named -> MODEL + named.name())
                .newWithAll(layers.namedBuffers().collect(named -> BUFFER + named.name()));
        ImmutableList<String> strange = parts.select(name -> name.startsWith(MODEL) || name.startsWith(BUFFER))
                .reject(known.toSet()::contains);
        if (strange.notEmpty()) {
            throw wrong("a model with " + strange.makeString(), "one without", "was it made with another model?");
        }
    }

    private RunSettings settings() {
        MutableSortedMap<String, String> words = SortedMaps.mutable.empty();
        saved.metadata()
                .keysView()
                .select(key -> key.startsWith(SETTING))
                .forEach(key -> words.put(key.substring(SETTING.length()), text(key)));
        return new RunSettings(words.toImmutable());
    }

    /** Their number is that of the steps, which are one or more in an epoch. */
    private ImmutableDoubleList losses(int epochs) {
        Tensor losses = tensor(LOSSES);
        if (losses.shape().rank() != 1 || losses.shape().size() < epochs) {
            throw wrong("losses of at least " + GradusException.counted(epochs, "step"), losses.type(), "");
        }
        return DoubleLists.immutable.with(losses.toDoubleArray());
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
        Tensor table = tensor(EPOCHS);
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
