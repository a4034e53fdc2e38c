package gradus.spark;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import java.io.Serializable;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of a DataFrame are examples: the inputs, and the label of a class or the target, the
 * numbers that a model should give. Immutable.
 *
 * {@snippet lang = java :
 * var columns = Columns.of("features").label("label");
 * JavaRDD<Example> examples = columns.examples(spark.read().parquet("digits.parquet"));
 * }
 *
 * <p>Inputs are columns of numbers, of vectors of Spark ML, dense or sparse, or of arrays of numbers,
 * in this order one after the other; or one binary column of pixels, each byte of which is taken as
 * 0 to 255 and divided by 255. All rows have equally many. A label is a whole number from 0; a
 * column of doubles may hold it, as Spark ML's do. There is no null, NaN or infinity in any of them.
 */
public final class Columns {
    private final ImmutableList<String> inputs;
    private final @Nullable String label;
    private final ImmutableList<String> targets;
    private final DType dtype;

    private Columns(ImmutableList<String> inputs, @Nullable String label, ImmutableList<String> targets, DType dtype) {
        this.inputs = inputs;
        this.label = label;
        this.targets = targets;
        this.dtype = dtype;
    }

    /** Of these inputs, of type F32 unless told otherwise. */
    public static Columns of(String input, String... more) {
        return new Columns(names(input, more), null, Lists.immutable.empty(), DType.F32);
    }

    private static ImmutableList<String> names(String first, String... more) {
        return Lists.immutable.with(first).newWithAll(Lists.immutable.with(more));
    }

    /** With the class of each row, instead of a target. */
    public Columns label(String column) {
        return new Columns(inputs, column, Lists.immutable.empty(), dtype);
    }

    /** With the numbers that a model should give for each row, instead of a label. */
    public Columns target(String column, String... more) {
        return new Columns(inputs, null, names(column, more), dtype);
    }

    /** As numbers of another type: F32 or F64. */
    public Columns dtype(DType type) {
        return new Columns(inputs, label, targets, type);
    }

    /**
     * The examples in the rows, read anew each time that somebody takes them.
     *
     * <p>A row that cannot be an example fails the task that reads it, with an {@link
     * ArgumentException} as a cause of what Spark throws, once it has tried again; {@link #check}
     * finds it before.
     *
     * @throws ArgumentException if a column is missing or of another type, or there is neither a
     *     label nor a target
     */
    public JavaRDD<Example> examples(Dataset<?> rows) {
        RowReader reader = reader(rows.schema());
        requireAnswers();
        return rows.select(columns()).toJavaRDD().map(reader::example);
    }

    /**
     * Reads all rows once and says how many examples there are, and of which size.
     *
     * @throws ArgumentException as {@link #examples}; if there are no rows; or if one cannot be an
     *     example, with its column and value
     */
    public Extent check(Dataset<?> rows) {
        RowReader reader = reader(rows.schema());
        requireAnswers();
        return RowCheck.of(rows.select(columns()).toJavaRDD(), reader);
    }

    /**
     * How much there is in rows.
     *
     * @param rows how many, 1 or more
     * @param inputs numbers or bytes in each
     * @param targets numbers in each, 0 where there are labels
     * @param classes the largest label and one, 0 where there are targets
     */
    public record Extent(long rows, int inputs, int targets, int classes) implements Serializable {}

    private void requireAnswers() {
        if (label == null && targets.isEmpty()) {
            throw new ArgumentException(
                    "Columns", "a label or a target", "inputs alone", "label(\"label\") or target(\"y\")");
        }
    }

    /** Those that are used, in the order in which {@link #reader} takes them. */
    private Column[] columns() {
        ImmutableList<String> used = label == null ? inputs.newWithAll(targets) : inputs.newWith(label);
        return used.collect(Columns::column).toArray(new Column[0]);
    }

    /** A column of exactly this name, which may have dots in it. */
    static Column column(String name) {
        return functions.col("`" + name.replace("`", "``") + "`");
    }

    private RowReader reader(StructType schema) {
        ColumnTypes types = new ColumnTypes(schema);
        boolean areBytes = areBytes(types);
        if (label != null) {
            types.requireLabel(label);
        }
        targets.forEach(types::requireNumbers);
        int count = inputs.size();
        return new RowReader(
                cells(inputs, 0),
                areBytes,
                dtype,
                label == null ? null : new RowReader.Cell(label, count),
                cells(targets, count));
    }

    /** Reads the inputs of whole rows of this schema. */
    RowReader inputReader(StructType schema) {
        boolean areBytes = areBytes(new ColumnTypes(schema));
        ImmutableList<RowReader.Cell> cells = inputs.collect(name -> new RowReader.Cell(name, schema.fieldIndex(name)));
        return new RowReader(cells, areBytes, dtype, null, Lists.immutable.empty());
    }

    private static ImmutableList<RowReader.Cell> cells(ImmutableList<String> names, int from) {
        return names.collectWithIndex((name, index) -> new RowReader.Cell(name, from + index));
    }

    private boolean areBytes(ColumnTypes types) {
        if (inputs.size() == 1 && types.areBytes(inputs.getFirst())) {
            if (targets.notEmpty() || dtype != DType.F32) {
                throw new ArgumentException(
                        "Columns, column " + inputs.getFirst(), "a label and F32 beside bytes", toString(), "");
            }
            return true;
        }
        inputs.forEach(types::requireNumbers);
        return false;
    }

    /** Such as {@code Columns features with the label label, F32}. */
    @Override
    public String toString() {
        String answers = label == null ? " with targets " + targets.makeString() : " with the label " + label;
        return "Columns " + inputs.makeString() + (label == null && targets.isEmpty() ? "" : answers) + ", " + dtype;
    }
}
