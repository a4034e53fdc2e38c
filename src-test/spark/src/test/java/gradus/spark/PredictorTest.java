package gradus.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import gradus.autodiff.GradusException;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;
import gradus.nn.Sequential;
import gradus.nn.layer.Linear;
import gradus.nn.metrics.Evaluation;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a model says of rows, beside what it says of the same numbers without Spark. */
class PredictorTest {
    private static final Columns FEATURES = Columns.of("features");
    private static final AtomicInteger MADE = new AtomicInteger();
    private static final Sequential MODEL = Digits.model();
    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = Cluster.session();
        Digits.trainer(MODEL).train(Digits.data());
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static Predictor predictor() {
        return Predictor.of(spark, Digits::model, MODEL);
    }

    private static Tensor logits() {
        return MODEL.forward(Digits.data().all().inputs(), Mode.evaluation());
    }

    @Test
    void outputsHaveTheBitsOfOneMachine() {
        Dataset<Row> rows = Tables.digits(spark).repartition(3);
        double[] logits = logits().toDoubleArray();
        Dataset<Row> predicted = predictor().outputs(rows, FEATURES, "logits");
        assertThat(predicted.schema())
                .isEqualTo(rows.schema().add("logits", DataTypes.createArrayType(DataTypes.DoubleType, false), false));
        List<Row> found = predicted.collectAsList();
        assertThat(found).hasSize(230);
        for (Row row : found) {
            int number = row.getAs("row");
            assertThat(row.<Double>getList(row.fieldIndex("logits")))
                    .containsExactly(logits[3 * number], logits[3 * number + 1], logits[3 * number + 2]);
        }
        assertThat(predicted.drop("logits").collectAsList()).isEqualTo(rows.collectAsList());
    }

    @Test
    void batchesEndWithThePartition() {
        Dataset<Row> many = Tables.digits(spark);
        Dataset<Row> rows = many.union(many).union(many).coalesce(1);
        List<Row> found = predictor().classes(rows, FEATURES, "prediction").collectAsList();
        int[] expected = logits().argMax(-1).toArray();
        assertThat(found.stream().mapToDouble(row -> row.getAs("prediction")))
                .containsExactly(IntStream.range(0, 690)
                        .mapToObj(i -> (double) expected[i % 230])
                        .toArray(Double[]::new));
        assertThat(predictor().classes(many.limit(0), FEATURES, "prediction").count())
                .isZero();
    }

    @Test
    void functionsForSqlSayTheSame() {
        Dataset<Row> rows = Tables.digits(spark);
        rows.createOrReplaceTempView("digits");
        spark.udf().register("digit", predictor().classes());
        spark.udf().register("logits", predictor().outputs());
        Dataset<Row> both = predictor().outputs(predictor().classes(rows, FEATURES, "prediction"), FEATURES, "numbers");
        assertThat(spark.sql("SELECT digit(features), logits(features), digit(array(a, b, c, d, e)) FROM digits")
                        .collectAsList())
                .isEqualTo(both.select("prediction", "numbers", "prediction").collectAsList());
        assertThat(rows.where("digit(list) = class").count())
                .isEqualTo(both.where("prediction = class").count());
    }

    @Test
    void pixelsAreScaledAsInTraining() {
        Dataset<Row> rows = Tables.digits(spark);
        Tensor pixels = Example.collect(Columns.of("bytes").label("row").examples(rows))
                .all()
                .inputs();
        Predictor ones = Predictor.of(spark, PredictorTest::one, one());
        double[] expected = one().forward(pixels).toDoubleArray();
        Dataset<Row> found = ones.numbers(rows, Columns.of("bytes"), "y")
                .withColumn("z", ones.numbers().apply(functions.col("bytes")));
        assertThat(found.collectAsList().stream().mapToDouble(row -> row.getAs("y")))
                .containsExactlyInAnyOrder(boxed(expected));
        assertThat(found.where("y = z").count()).isEqualTo(230);
    }

    private static Double[] boxed(double[] numbers) {
        return Arrays.stream(numbers).boxed().toArray(Double[]::new);
    }

    private static Linear one() {
        return Linear.of(5, 1, Randomness.seeded(3));
    }

    @Test
    void accuracyIsThatOfSparksEvaluator() {
        Dataset<Row> predicted = predictor().classes(Tables.digits(spark), FEATURES, "prediction");
        assertThat(new MulticlassClassificationEvaluator()
                        .setMetricName("accuracy")
                        .evaluate(predicted))
                .isEqualTo(Evaluation.of(MODEL, Digits.data()).accuracy());
    }

    private static Sequential counted() {
        MADE.incrementAndGet();
        return Digits.model();
    }

    @Test
    void eachProcessMakesOneModel() {
        MADE.set(0);
        Predictor predictor = Predictor.of(spark, PredictorTest::counted, MODEL);
        Dataset<Row> rows = Tables.digits(spark).repartition(8);
        for (int i = 0; i < 2; i++) {
            assertThat(predictor.classes(rows, FEATURES, "prediction").count()).isEqualTo(230);
        }
        assertThat(MADE).hasValue(1);
    }

    @Test
    void nothingIsRecorded() {
        SentModel<Sequential> sent = SentModel.of(Digits::model, MODEL);
        Layer model = sent.model();
        assertThat(sent.model()).isSameAs(model);
        assertThat(Digits.hash(model)).isEqualTo(Digits.hash(MODEL));
        assertThat(model.forward(Digits.data().all().inputs(), Mode.evaluation())
                        .isTracked())
                .isFalse();
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Dataset<Row> rows = Tables.digits(spark);
        refused(() -> predictor().classes(rows, Columns.of("label"), "list"))
                .hasMessageStartingWith("Predictor: needs a new name for a column, got list, which is there");
        refused(() -> predictor().classes(rows, Columns.of("x"), "y")).hasMessageContaining("one column named x");
        refused(() -> predictor().numbers(rows, FEATURES, "y").collect())
                .hasMessageContaining("needs a model that gives one number for a row, got 3 numbers");
        refused(() -> predictor().outputs(rows, Columns.of("a"), "y").collect()).hasMessageContaining("Linear");
        var schema = new StructType().add("x", DataTypes.StringType);
        Dataset<Row> words = Tables.one(spark, schema, "word");
        refused(() -> words.select(predictor().classes().apply(functions.col("x")))
                        .collect())
                .hasMessageContaining("needs numbers, got String");
        int captured = spark.hashCode();
        Object notSerializable = new Object();
        refused(() -> Predictor.of(spark, () -> captured + notSerializable.hashCode() == 0 ? null : MODEL, MODEL))
                .hasMessageContaining("a factory that can be sent to workers");
    }

    /** Somewhere among the causes. */
    private static AbstractThrowableAssert<?, ?> refused(Runnable work) {
        Throwable failure = catchThrowable(work::run);
        while (failure != null && !(failure instanceof GradusException)) {
            failure = failure.getCause();
        }
        return assertThat(failure);
    }
}
