package gradus.nn.files;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.NamedParameter;
import java.nio.file.Path;
import org.eclipse.collections.api.factory.SortedMaps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.MapIterable;
import org.eclipse.collections.api.map.sorted.ImmutableSortedMap;
import org.eclipse.collections.api.map.sorted.MutableSortedMap;

/**
 * The values of a model's parameters by name, and where they come from: a value that is written to a JSON file and read from it
 * without losing a bit. The layers themselves are code; {@link #into} puts the values into a model made like the saved one.
 *
 * {@snippet lang = java :
 * SavedModel.of(model, Maps.immutable.with("seed", "7")).write(Path.of("model.json"));
 * SavedModel.read(Path.of("model.json")).into(model);
 * }
 *
 * <p>The file is an object with {@code format} ("gradus model"), {@code version} (1), {@code metadata} (an object of strings) and {@code
 * parameters}: a list of objects with {@code name}, {@code type} (F32 or F64), {@code shape} and {@code values} in row-major order, each
 * in this order. Numbers that JSON does not have are the strings "NaN", "Infinity" and "-Infinity".
 *
 * @param metadata what the model's maker wants to remember: version, seed, settings
 * @param values the parameters in the model's order
 */
public record SavedModel(ImmutableSortedMap<String, String> metadata, ImmutableList<Value> values) {

    /** What a parameter held. */
    public record Value(String name, Tensor tensor) {}

    /** The values that the model's parameters have now. */
    public static SavedModel of(Layer model, MapIterable<String, String> metadata) {
        MutableSortedMap<String, String> sorted = SortedMaps.mutable.empty();
        metadata.forEachKeyValue(sorted::put);
        return new SavedModel(
                sorted.toImmutable(),
                model.namedParameters()
                        .collect(named -> new Value(
                                named.name(), named.parameter().value().detach())));
    }

    /**
     * Reads a file that {@link #write} wrote.
     *
     * @throws DataException if it is missing, truncated, not JSON, or not such a model
     */
    public static SavedModel read(Path file) {
        return ModelReader.read(file);
    }

    /**
     * Writes a file. Whatever happens, there is either the new file, complete, or what was there before.
     *
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    public void write(Path file) {
        ModelWriter.write(this, file);
    }

    /**
     * Sets the parameters of a model to these values: all of them, or none if something does not fit.
     *
     * @throws ArgumentException if the model's parameters have other names
     * @throws ShapeException if one has another shape
     * @throws ElementTypeException if one has another type
     */
    public void into(Layer model) {
        ImmutableList<NamedParameter> parameters = model.namedParameters();
        requireNames(parameters.collect(NamedParameter::name));
        parameters.zip(values).forEach(pair -> requireFits(pair.getOne(), pair.getTwo().tensor));
        parameters.zip(values).forEach(pair -> pair.getOne().parameter().set(pair.getTwo().tensor));
    }

    private void requireNames(ImmutableList<String> names) {
        ImmutableList<String> saved = values.collect(Value::name);
        if (!saved.equals(names)) {
            throw new ArgumentException(
                    "SavedModel.into",
                    "a model with the parameters " + saved,
                    names.toString(),
                    "make the model with the layers that the saved one had");
        }
    }

    private static void requireFits(NamedParameter named, Tensor saved) {
        Tensor value = named.parameter().value();
        String operator = "SavedModel.into, " + named.name();
        if (!value.shape().equals(saved.shape())) {
            throw new ShapeException(
                    operator, "the saved shape " + saved.shape(), value.shape().toString(), "");
        }
        if (value.dtype() != saved.dtype()) {
            throw new ElementTypeException(
                    operator, "the saved type " + saved.dtype(), value.dtype().toString(), "");
        }
    }
}
