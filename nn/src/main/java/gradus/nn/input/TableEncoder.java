package gradus.nn.input;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.GradusException;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.Buffer;
import gradus.nn.Frozen;
import gradus.nn.Layer;
import gradus.nn.Mode;
import gradus.nn.NamedParts;
import gradus.nn.data.Csv;
import gradus.nn.data.Scaling;
import gradus.nn.data.TableColumn;
import gradus.nn.data.TableSchema;
import gradus.nn.files.SavedModel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * Makes inputs of the rows of a table: gaps are filled, words become columns, dates angles, and
 * numbers have mean 0 and deviation 1. All that it needs was learned from the training part, is
 * saved with the model that it is part of, and so does the same where that is served.
 *
 * {@snippet lang = java :
 * var encoder = TableEncoder.fit(train, TableColumn.number("rooms"), TableColumn.category("town").rareBelow(2));
 * var model = Sequential.of(encoder, Linear.of(encoder.width(), 1, random));
 * var data = Dataset.of(encoder.rows(train), train.numbers("price")); // to train on
 * SavedModel.of(model, Maps.immutable.empty()).write(file);
 *
 * // in another process: the encoder comes from the file, then all numbers
 * var saved = SavedModel.read(file);
 * var served = TableEncoder.of(saved, "0");
 * var again = Sequential.of(served, Linear.of(served.width(), 1, random));
 * saved.into(again);
 * double price = again.forward(served.rows(Map.of("rooms", 3, "town", "Bergen"))).item();
 * }
 *
 * <p>A table becomes inputs in two steps. {@link #rows(Csv)} reads it: a number for each cell, as
 * {@link TableSchema} says, of type F64, as a time or a large number needs all its digits until its
 * mean is taken away. {@link #forward} is the layer: it encodes these numbers and rounds once, to the
 * type of the model, F32 unless it is made {@linkplain #to(DType) for another}. No gradient flows back
 * to them.
 *
 * <p>Its buffers are {@code schema}, the {@linkplain TableSchema#text() text} of the columns, a
 * number for each byte of UTF-8, and {@code mean} and {@code deviation} of the outputs. Any number
 * of threads may use it.
 */
public final class TableEncoder implements Layer {
    private static final String SCHEMA = "schema";
    private static final String MEAN = "mean";
    private static final String DEVIATION = "deviation";

    private final Buffer schema;
    private final Buffer mean;
    private final Buffer deviation;
    private final DType dtype;
    private volatile Known known;

    /** What the bytes say. */
    private record Known(Tensor bytes, TableSchema schema) {
        static Known of(Tensor bytes) {
            return new Known(bytes, TableSchema.of(text(bytes)));
        }
    }

    private TableEncoder(Buffer schema, Buffer mean, Buffer deviation, DType dtype) {
        this.schema = schema;
        this.mean = mean;
        this.deviation = deviation;
        this.dtype = dtype;
        this.known = Known.of(this.schema.value());
    }

    private static TableEncoder of(Tensor schema, Tensor mean, Tensor deviation, DType dtype) {
        return new TableEncoder(
                Buffer.of(SCHEMA, schema), Buffer.of(MEAN, mean), Buffer.of(DEVIATION, deviation), dtype);
    }

    /**
     * Learns what the columns need of a table, the training part; they are encoded in their order.
     *
     * @throws ArgumentException if there are no columns or rows, or a column is not in the table
     * @throws gradus.nn.files.DataException if a cell is not what its column says, with its line
     */
    public static TableEncoder fit(Csv train, TableColumn... columns) {
        TableSchema schema = TableSchema.fit(train, columns);
        Scaling scaling = Scaling.standardizing(schema.encode(schema.read(train, DType.F64)));
        double[] means = scaling.offset().toDoubleArray();
        double[] deviations = scaling.divisor().toDoubleArray();
        for (int i = 0; i < means.length; i++) {
            means[i] = schema.isScaled(i) ? means[i] : 0;
            deviations[i] = schema.isScaled(i) ? deviations[i] : 1;
        }
        return of(bytes(schema.text()), Tensor.of(means), Tensor.of(deviations), DType.F32);
    }

    /**
     * The encoder of a saved model.
     *
     * @param part its name in the model, such as {@code 0}; empty if it is the model
     * @throws ArgumentException if there is none of that name
     */
    public static TableEncoder of(SavedModel saved, String part) {
        return of(value(saved, part, SCHEMA), value(saved, part, MEAN), value(saved, part, DEVIATION), DType.F32);
    }

    /** This encoder, with the same buffers, for a model of an element type. */
    public TableEncoder to(DType type) {
        return new TableEncoder(schema, mean, deviation, type);
    }

    private static Tensor value(SavedModel saved, String part, String name) {
        String full = part.isEmpty() ? name : part + "." + name;
        SavedModel.@Nullable Value found =
                saved.values().detect(value -> value.name().equals(full));
        if (found == null) {
            ImmutableList<String> encoders = saved.values()
                    .collect(SavedModel.Value::name)
                    .select(other -> other.equals(SCHEMA) || other.endsWith("." + SCHEMA));
            throw new ArgumentException(
                    "TableEncoder.of",
                    "a saved model with " + full,
                    encoders.isEmpty() ? "none with a table encoder" : encoders.makeString(),
                    "the place of the encoder in the model comes before the dot");
        }
        return found.tensor();
    }

    private static Tensor bytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        float[] numbers = new float[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            numbers[i] = Byte.toUnsignedInt(bytes[i]);
        }
        return Tensor.of(numbers);
    }

    private static String text(Tensor numbers) {
        double[] given = numbers.toDoubleArray();
        byte[] bytes = new byte[given.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (int) given[i];
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** What was learned of the columns. */
    public TableSchema schema() {
        Tensor bytes = schema.value();
        Known now = known;
        if (now.bytes != bytes) { // a saved model was put into this one
            now = Known.of(bytes);
            known = now;
        }
        return now.schema;
    }

    /** How many numbers a row becomes. */
    public int width() {
        return mean.shape().dim(0);
    }

    /**
     * A number for each cell of a table, {@code [rows, columns]} of type F64, to be trained on or
     * put through the model.
     *
     * @throws ArgumentException if the table lacks a column
     * @throws gradus.nn.files.DataException if a cell is not what its column says, with its line
     */
    public Tensor rows(Csv csv) {
        return schema().read(csv, DType.F64);
    }

    /**
     * One row, given by the names of its columns: texts as in a table, numbers, dates; null or an
     * empty text for a gap. {@code [1, columns]}, of type F64.
     *
     * @throws ArgumentException if it lacks a column, or has a value that is not what its column
     *     says
     */
    public Tensor rows(Map<String, ?> row) {
        return rows(Lists.immutable.with(row));
    }

    /** As {@link #rows(Map)}, of many rows. */
    public Tensor rows(Iterable<? extends Map<String, ?>> rows) {
        return schema().read(rows, DType.F64);
    }

    /**
     * Encodes what {@link #rows(Csv)} has read: {@code [n, columns]} to {@code [n, width]}, of the
     * encoder's type whatever the type of the numbers.
     *
     * @throws ShapeException unless there is a number for each column
     * @throws ArgumentException if one is none that a cell becomes
     */
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        Tensor encoded = schema().encode(x.detach().to(DType.F64));
        return new Scaling(mean.value(), deviation.value()).apply(encoded).to(dtype);
    }

    @Override
    public NamedParts namedParts() {
        return NamedParts.of(SCHEMA, schema, MEAN, mean, DEVIATION, deviation);
    }

    /** An encoder of the same values, which later ones of this do not change. */
    @Override
    public Layer frozen() {
        return Frozen.of(of(schema.value(), mean.value(), deviation.value(), dtype));
    }

    /** Such as {@code TableEncoder(5 columns -> 14)}. */
    @Override
    public String description() {
        return "TableEncoder(" + GradusException.counted(schema().inputs().size(), "column") + " -> " + width() + ")";
    }

    @Override
    public String toString() {
        return description();
    }
}
