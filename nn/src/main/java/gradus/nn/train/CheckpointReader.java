package gradus.nn.train;

import gradus.autodiff.GradusException;
import gradus.autodiff.Tensor;
import gradus.nn.Model;
import gradus.nn.NamedBuffer;
import gradus.nn.NamedParameter;
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
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.jspecify.annotations.Nullable;

/** Makes a checkpoint of what was read from a file, or says what is wrong with it. */
record CheckpointReader(Path file, Safetensors saved) {
    /** The checkpoint, for a model made like the saved one. */
    Checkpoint read(Model layers) {
        requireWhole();
        requireModel(layers);
        ImmutableList<Epoch> epochs = epochs();
        boolean hasBest = saved.tensors().anySatisfy(value -> CheckpointKey.BEST.begins(value.name()));
        return new Checkpoint(
                settings(),
                number(CheckpointKey.RATE + ""),
                epochs,
                losses(epochs.size()),
                snapshot("", layers),
                hasBest ? snapshot(CheckpointKey.BEST + "", layers) : null,
                state(CheckpointKey.OPTIMIZER),
                saved.metadata().containsKey(CheckpointKey.PLATEAU.of(CheckpointKey.KIND))
                        ? state(CheckpointKey.PLATEAU)
                        : null,
                SeenInputs.parse(saved.metadata().getIfAbsentValue(CheckpointKey.INPUTS + "", "")));
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
        String kind = text(CheckpointKey.KIND + "");
        if (!kind.equals(Checkpoint.FORMAT)) {
            throw wrong("a " + Checkpoint.FORMAT, kind, "was it made by another version?");
        }
        String digest = text(CheckpointKey.DIGEST + "");
        var metadata = saved.metadata().reject((key, _) -> key.equals(CheckpointKey.DIGEST + ""));
        String found = CheckpointDigest.of(metadata, saved.tensors());
        if (!digest.equals(found)) {
            throw wrong("contents of SHA-256 " + digest, found, "the file is damaged");
        }
    }

    private void requireModel(Model layers) {
        ImmutableList<String> parts = saved.tensors().collect(StoredTensor::name);
        ImmutableList<String> known = layers.namedParameters()
                .collect(named -> CheckpointKey.MODEL.of(named.name()))
                .newWithAll(layers.namedBuffers().collect(named -> CheckpointKey.BUFFER.of(named.name())));
        ImmutableList<String> strange = parts.select(
                        name -> CheckpointKey.MODEL.begins(name) || CheckpointKey.BUFFER.begins(name))
                .reject(known.toSet()::contains);
        if (strange.notEmpty()) {
            throw wrong("a model with " + strange.makeString(), "one without", "was it made with another model?");
        }
    }

    private RunSettings settings() {
        MutableSortedMap<String, String> words = SortedMaps.mutable.empty();
        saved.metadata()
                .keysView()
                .select(CheckpointKey.SETTING::begins)
                .forEach(key -> words.put(CheckpointKey.SETTING.rest(key), text(key)));
        return new RunSettings(words.toImmutable());
    }

    /** Their number is that of the steps, which are one or more in an epoch. */
    private ImmutableDoubleList losses(int epochs) {
        Tensor losses = tensor(CheckpointKey.LOSSES + "");
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
        Tensor table = tensor(CheckpointKey.EPOCHS + "");
        if (table.shape().rank() != 2 || table.shape().dim(0) == 0) {
            throw wrong("a table of epochs", table.type(), "");
        }
        MutableList<String> names = Lists.mutable.empty();
        for (int column = 0; column < table.shape().dim(1); column++) {
            names.add(text(CheckpointKey.COLUMN.of(column)));
        }
        MutableList<Epoch> epochs = Lists.mutable.empty();
        for (int row = 0; row < table.shape().dim(0); row++) {
            double[] values = table.select(0, row).toDoubleArray();
            epochs.add(new Epoch(row + 1, names.toImmutable(), DoubleLists.immutable.with(values)));
        }
        return epochs.toImmutable();
    }

    private Snapshot snapshot(String prefix, Model layers) {
        return new Snapshot(
                layers.namedParameters().collect(named -> parameter(prefix, named)),
                layers.namedBuffers().collect(named -> buffer(prefix, named)));
    }

    private Tensor parameter(String prefix, NamedParameter named) {
        String need = named.parameter().dtype() + named.parameter().shape().toString();
        return fitting(prefix + CheckpointKey.MODEL.of(named.name()), need);
    }

    private Tensor buffer(String prefix, NamedBuffer named) {
        String need = named.buffer().dtype() + named.buffer().shape().toString();
        return fitting(prefix + CheckpointKey.BUFFER.of(named.name()), need);
    }

    private Tensor fitting(String name, String need) {
        Tensor found = tensor(name);
        if (!found.type().equals(need)) {
            throw wrong(name + " of type " + need, found.type(), "was it made with another model?");
        }
        return found;
    }

    private SavedState state(CheckpointKey whose) {
        MutableSortedMap<String, Double> numbers = SortedMaps.mutable.empty();
        saved.metadata()
                .keysView()
                .select(whose::begins)
                .select(key -> CheckpointKey.NUMBER.begins(whose.rest(key)))
                .forEach(key -> numbers.put(CheckpointKey.NUMBER.rest(whose.rest(key)), number(key)));
        MutableSortedMap<String, Tensor> tensors = SortedMaps.mutable.empty();
        saved.tensors()
                .select(value -> whose.begins(value.name()))
                .forEach(value -> tensors.put(whose.rest(value.name()), value.tensor()));
        return new SavedState(text(whose.of(CheckpointKey.KIND)), numbers.toImmutable(), tensors.toImmutable());
    }
}
