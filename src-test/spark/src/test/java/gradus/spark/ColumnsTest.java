package gradus.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.nn.Sequential;
import gradus.nn.data.Batch;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.SparkException;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of tables as examples, and what is none. */
class ColumnsTest {
    private static final AtomicInteger CALLS = new AtomicInteger();
    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = Cluster.session();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static String trained(Columns columns, Dataset<Row> rows) {
        Sequential model = Digits.model();
        Digits.trainer(model).shards(Digits.SHARDS).train(Example.collect(columns.examples(rows)));
        return Digits.hash(model);
    }

    @Test
    void vectorsArraysAndNumbersAreTheSameExamplesInAnyPartitions(@TempDir Path folder) {
        Dataset<Row> rows = Tables.digits(spark);
        String file = folder.resolve("digits.parquet").toString();
        rows.repartition(4).write().parquet(file);
        String expected = trained(Columns.of("features").label("label"), rows);
        assertThat(trained(Columns.of("features").label("class"), spark.read().parquet(file)))
                .isEqualTo(expected);
        assertThat(trained(Columns.of("list").label("class"), rows.repartition(7)))
                .isEqualTo(expected);
        assertThat(trained(Columns.of("a", "b", "c", "d", "e").label("label"), rows.coalesce(1)))
                .isEqualTo(expected);
    }

    @Test
    void anyWidthsComeOneAfterTheOther() {
        Batch all = Example.collect(Columns.of("class", "list", "a")
                        .dtype(DType.F64)
                        .target("row", "features")
                        .examples(Tables.digits(spark).limit(1)))
                .all();
        Batch first = Digits.data().slice(0, 1).all();
        float[] x = first.inputs().toFloatArray();
        assertThat(all.inputs().toDoubleArray())
                .containsExactly(first.labels().get(0), x[0], x[1], x[2], x[3], x[4], x[0]);
        assertThat(all.targets().toDoubleArray()).containsExactly(0, x[0], x[1], x[2], x[3], x[4]);
        assertThat(all.inputs().dtype()).isEqualTo(DType.F64);
    }

    @Test
    void bytesArePixels() {
        var schema = new StructType().add("image", DataTypes.BinaryType).add("label", DataTypes.LongType);
        Batch all = Example.collect(Columns.of("image")
                        .label("label")
                        .examples(Tables.one(spark, schema, new byte[] {0, 51, -1}, 4L)))
                .all();
        assertThat(all.inputs().toFloatArray()).containsExactly(0, 0.2f, 1);
        assertThat(all.labels().get(0)).isEqualTo(4);
    }

    @Test
    void namesMayHaveDots() {
        var schema = new StructType()
                .add("sepal.length", DataTypes.createDecimalType(10, 2))
                .add("the `label`", DataTypes.ShortType);
        Columns columns = Columns.of("sepal.length").label("the `label`");
        assertThat(columns.check(Tables.one(spark, schema, new BigDecimal("1.25"), (short) 2)))
                .isEqualTo(new Columns.Extent(1, 1, 0, 3));
        assertThat(columns).hasToString("Columns sepal.length with the label the `label`, F32");
    }

    @Test
    void extentIsThatOfAllRows() {
        Dataset<Row> rows = Tables.digits(spark).repartition(5);
        assertThat(Columns.of("features", "a").label("label").check(rows)).isEqualTo(new Columns.Extent(230, 6, 0, 3));
        assertThat(Columns.of("features").target("list", "a").check(rows)).isEqualTo(new Columns.Extent(230, 5, 6, 0));
        assertThat(Columns.of("bytes").label("label").check(rows)).isEqualTo(new Columns.Extent(230, 5, 0, 3));
    }

    @Test
    void schemaTellsWhatIsMissing() {
        Dataset<Row> rows = Tables.digits(spark);
        var schema = new StructType().add("x", DataTypes.StringType).add("label", DataTypes.StringType);
        Dataset<Row> words = Tables.one(spark, schema, "1", "b");
        refused(Columns.of("Features").label("label"), rows)
                .withMessageStartingWith("Columns: needs one column named Features, got features, list, ")
                .withMessageEndingWith("; capital letters matter");
        refused(Columns.of("features"), rows).withMessageContaining("needs a label or a target, got inputs alone");
        refused(Columns.of("x").label("label"), words)
                .withMessage("Columns, column x: needs numbers, vectors, or arrays of numbers, got string; "
                        + "Spark ML's StringIndexer makes numbers of words");
        refused(Columns.of("a").label("features"), rows)
                .withMessageContaining("Columns, column features: needs labels that are numbers, got ");
        refused(Columns.of("a").label("label"), rows.withColumnRenamed("b", "a"))
                .withMessageStartingWith("Columns: needs one column named a, got");
        refused(Columns.of("bytes", "a").label("label"), rows)
                .withMessageEndingWith("got binary; a column of bytes is the only input");
        refused(Columns.of("bytes").target("a"), rows).withMessageContaining("needs a label and F32 beside bytes");
    }

    private static ThrowableAssertAlternative<ArgumentException> refused(Columns columns, Dataset<Row> rows) {
        return assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> columns.examples(rows));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, 1.5, -1, 3e9})
    void labelsAreWholeNumbers(double label) {
        var schema = new StructType().add("x", DataTypes.DoubleType).add("label", DataTypes.DoubleType);
        refusedRow(Columns.of("x").label("label"), Tables.one(spark, schema, 1.0, label))
                .withMessageStartingWith(
                        "Columns, column label: needs labels that are whole numbers from 0, got " + label);
    }

    @Test
    void inputsAndTargetsAreFinite() {
        Columns columns = Columns.of("x").target("y");
        refusedCell(columns, DataTypes.DoubleType, Double.NaN)
                .withMessage("Columns, column x: needs finite numbers that fit F32, got NaN; "
                        + "na().drop() leaves such rows out, setHandleInvalid(\"skip\") of a VectorAssembler"
                        + " those of vectors");
        refusedCell(columns, DataTypes.DoubleType, 1e300).withMessageContaining("got 1.0E300");
        refusedCell(columns, DataTypes.DoubleType, null).withMessageContaining("needs a value in each row, got null");
        refusedCell(columns, SQLDataTypes.VectorType(), Vectors.dense(1, Double.NEGATIVE_INFINITY))
                .withMessageContaining("column x: needs finite numbers that fit F32, got -Infinity");
        refusedCell(columns, DataTypes.createArrayType(DataTypes.LongType), new Long[] {1L, null})
                .withMessageContaining("column x: needs a value in each row, got null");
        refusedCell(Columns.of("y").target("x"), DataTypes.FloatType, Float.NaN).withMessageContaining("column x: ");
        refusedCell(Columns.of("x").label("y"), DataTypes.BinaryType, null).withMessageContaining("got null");
    }

    private static ThrowableAssertAlternative<ArgumentException> refusedCell(
            Columns columns, DataType type, Object cell) {
        var schema = new StructType().add("x", type).add("y", DataTypes.DoubleType);
        return refusedRow(columns, Tables.one(spark, schema, cell, 1.0));
    }

    private static ThrowableAssertAlternative<ArgumentException> refusedRow(Columns columns, Dataset<Row> rows) {
        assertThatExceptionOfType(SparkException.class)
                .isThrownBy(() -> columns.examples(rows).collect())
                .withCauseInstanceOf(ArgumentException.class);
        return assertThatExceptionOfType(ArgumentException.class).isThrownBy(() -> columns.check(rows));
    }

    @Test
    void noRowIsTriedAgain() {
        CALLS.set(0);
        var counted = functions
                .udf((Integer _) -> (double) -CALLS.incrementAndGet(), DataTypes.DoubleType)
                .asNondeterministic();
        Dataset<Row> rows = Tables.digits(spark)
                .repartition(1) // otherwise the driver computes it
                .withColumn("wrong", counted.apply(functions.col("row")));
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Columns.of("a").label("wrong").check(rows))
                .withMessageEndingWith("got -1.0");
        assertThat(CALLS).hasValueLessThan(3); // Spark reads a row ahead
    }

    @Test
    void rowsHaveOneLength() {
        var schema = new StructType().add("x", SQLDataTypes.VectorType()).add("label", DataTypes.IntegerType);
        Dataset<Row> rows = spark.createDataFrame(
                List.of(
                        RowFactory.create(Vectors.dense(1, 2), 0),
                        RowFactory.create(Vectors.dense(1, 2), 1),
                        RowFactory.create(Vectors.dense(1, 2, 3), 1)),
                schema);
        Columns columns = Columns.of("x").label("label");
        for (int partitions : new int[] {1, 3}) {
            assertThatExceptionOfType(ArgumentException.class)
                    .isThrownBy(() -> columns.check(rows.coalesce(partitions)))
                    .withMessage("Columns: needs rows of one length, got 2 inputs and 3 inputs");
        }
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> columns.check(rows.limit(0)))
                .withMessage("Columns: needs at least one row, got none");
    }
}
