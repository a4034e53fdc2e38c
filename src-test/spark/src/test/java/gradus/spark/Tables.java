package gradus.spark;

import gradus.nn.data.Batch;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** {@link Digits} as a table: a vector, its numbers once more in other columns, a label and a number. */
final class Tables {
    static final StructType SCHEMA = new StructType()
            .add("features", SQLDataTypes.VectorType(), false)
            .add("list", DataTypes.createArrayType(DataTypes.FloatType), false)
            .add("a", DataTypes.FloatType)
            .add("b", DataTypes.DoubleType)
            .add("c", DataTypes.FloatType)
            .add("d", DataTypes.FloatType)
            .add("e", DataTypes.FloatType)
            .add("label", DataTypes.DoubleType, false)
            .add("class", DataTypes.IntegerType, false)
            .add("bytes", DataTypes.BinaryType, false)
            .add("row", DataTypes.IntegerType, false);

    private Tables() {}

    static Dataset<Row> digits(SparkSession spark) {
        Batch all = Digits.data().all();
        float[] x = all.inputs().toFloatArray();
        List<Row> rows = IntStream.range(0, all.size())
                .mapToObj(i -> row(
                        i,
                        IntStream.range(5 * i, 5 * i + 5).mapToObj(at -> x[at]).toArray(Float[]::new),
                        all.labels().get(i)))
                .toList();
        return spark.createDataFrame(rows, SCHEMA);
    }

    private static Row row(int number, Float[] x, int label) {
        double[] doubles = new double[x.length];
        byte[] bytes = new byte[x.length];
        for (int i = 0; i < x.length; i++) {
            doubles[i] = x[i];
            bytes[i] = (byte) (100 * x[i]);
        }
        var vector = Vectors.dense(doubles);
        return RowFactory.create(
                number % 2 == 0 ? vector : vector.toSparse(),
                x,
                x[0],
                doubles[1],
                x[2],
                x[3],
                x[4],
                (double) label,
                label,
                bytes,
                number);
    }

    /** One row of these columns, and one that is good. */
    static Dataset<Row> one(SparkSession spark, StructType schema, Object... cells) {
        return spark.createDataFrame(List.of(RowFactory.create(cells)), schema);
    }
}
