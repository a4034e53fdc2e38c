package gradus.spark;

import gradus.autodiff.ArgumentException;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/** Which types the columns of a schema have: what can be refused before a row is read. */
record ColumnTypes(StructType schema) {
    private static final String NUMBERS = "numbers, vectors, or arrays of numbers";

    /** @throws ArgumentException if there is no such column, or there are several */
    private DataType type(String column) {
        ImmutableList<StructField> fields = Lists.immutable.with(schema.fields());
        ImmutableList<StructField> found = fields.select(field -> field.name().equals(column));
        if (found.size() != 1) {
            boolean differsInCase = fields.anySatisfy(field -> field.name().equalsIgnoreCase(column));
            throw new ArgumentException(
                    "Columns",
                    "one column named " + column,
                    fields.collect(StructField::name).makeString(),
                    found.isEmpty() && differsInCase ? "capital letters matter" : "");
        }
        return found.getFirst().dataType();
    }

    boolean areBytes(String column) {
        return type(column) instanceof BinaryType;
    }

    void requireNumbers(String column) {
        DataType type = type(column);
        boolean areNumbers = type instanceof NumericType
                || type.equals(SQLDataTypes.VectorType())
                || (type instanceof ArrayType array && array.elementType() instanceof NumericType);
        if (!areNumbers) {
            String hint = type instanceof BinaryType ? "a column of bytes is the only input" : stringHint(type);
            throw new ArgumentException("Columns, column " + column, NUMBERS, type.simpleString(), hint);
        }
    }

    void requireLabel(String column) {
        DataType type = type(column);
        if (!(type instanceof NumericType)) {
            throw new ArgumentException(
                    "Columns, column " + column, "labels that are numbers", type.simpleString(), stringHint(type));
        }
    }

    private static String stringHint(DataType type) {
        return type instanceof StringType ? "Spark ML's StringIndexer makes numbers of words" : "";
    }

    /** The schema with a column more, which has no null. */
    StructType with(String column, DataType type) {
        if (schema.getFieldIndex(column).isDefined()) {
            throw new ArgumentException(
                    "Predictor",
                    "a new name for a column",
                    column + ", which is there",
                    "drop it, or take another name");
        }
        return schema.add(column, type, false);
    }
}
