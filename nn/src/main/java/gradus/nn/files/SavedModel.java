package gradus.nn.files;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.GradusException;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.Model;
import gradus.nn.NamedBuffer;
import gradus.nn.NamedParameter;
import gradus.nn.SeenInputs;
import java.nio.file.Path;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.SortedMaps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.eclipse.collections.api.map.MapIterable;
import org.eclipse.collections.api.map.sorted.ImmutableSortedMap;
import org.eclipse.collections.api.map.sorted.MutableSortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The values of a model's parameters and buffers by name, and where they come from: a value that is
 * written to a file and read from it without losing a bit. The layers themselves are code; {@link
 * #into} puts the values into a model made like the saved one.
 *
 * {@snippet lang = java :
 * SavedModel.of(model, Provenance.here().seed(7).entries()).write(Path.of("model.json"));
 * SavedModel.read(Path.of("model.json")).into(model);
 * }
 *
 * <p>A file whose name ends in {@code .safetensors} is one of these, as PyTorch and others read and
 * write them (see {@link Safetensors}); {@code num_batches_tracked} is I64 in it, as there. One
 * that ends in {@code .npz} is read as the arrays of NumPy (see {@link Npz}), and not written. Any
 * other file is JSON, under a name that ends in {@code .json} or promises nothing else. It is for
 * small models that people want to read: an object with {@code format}
 * ("gradus model"), {@code version} (1), {@code metadata} (an object of strings) and {@code
 * parameters}: a list of objects with {@code name}, {@code type} (F32 or F64), {@code shape} and
 * {@code values} in row-major order, each in this order. Numbers that JSON does not have are the
 * strings "NaN", "Infinity" and "-Infinity".
 *
 * @param metadata what the model's maker wants to remember: version, seed, settings; {@link
 *     Provenance} collects it
 * @param values the parameters in the model's order, then the buffers
 */
public record SavedModel(ImmutableSortedMap<String, String> metadata, ImmutableList<Value> values) {

    private static final String COUNT_OF_BATCHES = "num_batches_tracked";

    /** What a parameter or buffer held. */
    public record Value(String name, Tensor tensor) {
        /** Its name, type and shape, such as {@code 0.weight F32[64, 784]}. */
        @Override
        public String toString() {
            return name + " " + tensor.type();
        }
    }

    /**
     * Values under names of their own.
     *
     * @throws ArgumentException if two have one name
     */
    public SavedModel {
        ImmutableList<String> names = values.collect(Value::name);
        if (names.distinct().size() < names.size()) {
            throw new ArgumentException(
                    "SavedModel",
                    "each name once",
                    names.toBag().selectDuplicates().toSortedSet().makeString() + " twice",
                    "");
        }
    }

    /**
     * The values that the model's parameters and buffers have now. What it was trained on, where a
     * {@code Trainer} remembers it, becomes metadata too, under {@link SeenInputs#NAME}.
     *
     * @throws ArgumentException if two of them have one name
     */
    public static SavedModel of(Model model, MapIterable<String, String> metadata) {
        MutableSortedMap<String, String> sorted = SortedMaps.mutable.empty();
        @Nullable SeenInputs inputs = SeenInputs.of(model);
        if (inputs != null) {
            sorted.put(SeenInputs.NAME, inputs.toString());
        }
        metadata.forEachKeyValue(sorted::put);
        ImmutableList<Value> parameters = model.namedParameters()
                .distinct()
                .collect(named ->
                        new Value(named.name(), named.parameter().value().detach()));
        ImmutableList<Value> buffers = model.namedBuffers()
                .distinct()
                .collect(named -> new Value(named.name(), named.buffer().value()));
        return new SavedModel(sorted.toImmutable(), parameters.newWithAll(buffers));
    }

    /**
     * Reads a file that {@link #write} or, with safetensors and npz, another library wrote.
     *
     * @throws DataException if it is missing, truncated, damaged, not such a model, or has tensors
     *     that cannot be read
     */
    public static SavedModel read(Path file) {
        return switch (FileSuffix.of(file)) {
            case FileSuffix.SAFETENSORS -> {
                var read = Safetensors.read(file).whole();
                yield of(read.metadata(), read.tensors());
            }
            case FileSuffix.NPZ ->
                of(SortedMaps.immutable.empty(), Npz.read(file).whole().tensors());
            default -> ModelReader.read(file);
        };
    }

    private static SavedModel of(ImmutableSortedMap<String, String> metadata, ImmutableList<StoredTensor> tensors) {
        return new SavedModel(metadata, tensors.collect(stored -> new Value(stored.name(), stored.tensor())));
    }

    /**
     * Writes a file. Whatever happens, there is either the new file, complete, or what was there
     * before.
     *
     * @throws ArgumentException if the name promises another format, as {@code model.npz} and
     *     {@code model.pt} do
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    public void write(Path file) {
        if (FileSuffix.of(file).equals(FileSuffix.SAFETENSORS)) {
            new Safetensors(metadata, values.collect(SavedModel::stored)).write(file);
        } else {
            FileSuffix.requireOwn("SavedModel.write", file, FileSuffix.JSON, FileSuffix.SAFETENSORS);
            ModelWriter.write(this, file);
        }
    }

    private static StoredTensor stored(Value value) {
        return value.name.equals(COUNT_OF_BATCHES) || value.name.endsWith("." + COUNT_OF_BATCHES)
                ? new StoredTensor(value.name, NumberType.I64, value.tensor)
                : StoredTensor.of(value.name, value.tensor);
    }

    /**
     * Sets the parameters and buffers of a model to the values of the same names: all of them, or
     * none if something does not fit. What is known of the inputs that it was trained on is what the
     * metadata say.
     *
     * @throws ArgumentException if the model's have other names
     * @throws ShapeException if one has another shape
     * @throws ElementTypeException if one has another type
     */
    public void into(Model model) {
        ImmutableList<NamedParameter> parameters = model.namedParameters();
        ImmutableList<NamedBuffer> buffers = model.namedBuffers();
        requireNames(parameters.collect(NamedParameter::name).newWithAll(buffers.collect(NamedBuffer::name)));
        ImmutableMap<String, Tensor> saved =
                values.toMap(Value::name, Value::tensor).toImmutable();
        parameters.forEach(named -> requireFits(named.name(), named.parameter().value(), saved.get(named.name())));
        buffers.forEach(named -> requireFits(named.name(), named.buffer().value(), saved.get(named.name())));
        parameters.forEach(named -> named.parameter().set(saved.get(named.name())));
        buffers.forEach(named -> named.buffer().set(saved.get(named.name())));
        SeenInputs.remember(model, SeenInputs.parse(metadata.getIfAbsentValue(SeenInputs.NAME, "")));
    }

    private void requireNames(ImmutableList<String> names) {
        ImmutableList<String> saved = values.collect(Value::name);
        ImmutableList<String> missing = saved.reject(names.toSet()::contains);
        ImmutableList<String> more = names.reject(saved.toSet()::contains);
        if (missing.notEmpty() || more.notEmpty()) {
            throw new ArgumentException(
                    "SavedModel.into",
                    "a model with the " + GradusException.counted(saved.size(), "name") + " of the saved one",
                    "one "
                            + Lists.immutable
                                    .with(listed("without ", missing), listed("with ", more))
                                    .reject(String::isEmpty)
                                    .makeString(" and "),
                    "make the model with the layers that the saved one had");
        }
    }

    private static String listed(String how, ImmutableList<String> names) {
        int shown = 8;
        String rest = names.size() > shown ? " and " + (names.size() - shown) + " more" : "";
        return names.isEmpty() ? "" : how + names.take(shown).makeString() + rest;
    }

    private static void requireFits(String name, Tensor value, Tensor saved) {
        String operator = "SavedModel.into, " + name;
        if (!value.shape().equals(saved.shape())) {
            throw new ShapeException(
                    operator,
                    "the saved shape " + saved.shape(),
                    value.shape().toString(),
                    "make the model with the sizes that the saved one had");
        }
        if (value.dtype() != saved.dtype()) {
            throw new ElementTypeException(
                    operator,
                    "the saved type " + saved.dtype(),
                    value.dtype().toString(),
                    "make the layer with DType." + saved.dtype() + ", or convert the value with to(DType."
                            + value.dtype() + ")");
        }
    }

    /** The metadata, and a line for each value: its name, type and shape. */
    @Override
    public String toString() {
        String title = "SavedModel of " + GradusException.counted(values.size(), "value")
                + (metadata.isEmpty() ? "" : ", metadata " + metadata);
        return StoredTensor.lines(title, values, Lists.immutable.empty());
    }
}
