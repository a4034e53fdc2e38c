package gradus.spark;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.Randomness;
import gradus.nn.Sequential;
import gradus.nn.layer.Linear;
import gradus.nn.layer.ReLU;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.optim.SGD;
import gradus.nn.train.Trainer;
import gradus.spark.ml.GradusClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/spark.md about tables, which are what this file keeps from the formatter. */
class SparkGuideTest {
    private static final Path SOURCE = Path.of("src/test/java/gradus/spark/SparkGuideTest.java");
    private static final Path GUIDE = Path.of("../../docs/spark.md");
    private static final String MARK = "\n *// spotless:";
    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = Cluster.session();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    // spotless:off
    static Sequential model() {
        return Sequential.of(Linear.of(5, 16, Randomness.seeded(1)), new ReLU(),
                Linear.of(16, 3, Randomness.seeded(2)));
    }
    // spotless:on

    @Test
    void dataFrames(@TempDir Path folder) {
        String file = folder.resolve("points.parquet").toString();
        Tables.digits(spark).write().parquet(file);
        // spotless:off
        Dataset<Row> rows = spark.read().parquet(file);
        Columns columns = Columns.of("a", "b", "c", "d", "e").label("class");
        JavaRDD<Example> examples = columns.examples(rows);

        var trained = DataParallel.on(spark.sparkContext()).workers(2).shards(8).train(
                SparkGuideTest::model,
                model -> Trainer.of(model, (y, batch) -> new CrossEntropy().mean(y, batch.labels()),
                        new SGD().of(model).learningRate(0.1)).epochs(20),
                examples);

        Predictor predictor = Predictor.of(spark, SparkGuideTest::model, trained.model());
        Dataset<Row> predicted = predictor.classes(rows, columns, "prediction");
        double accuracy = new MulticlassClassificationEvaluator()
                .setLabelCol("class").setMetricName("accuracy").evaluate(predicted);

        spark.udf().register("classify", predictor.classes());
        rows.createOrReplaceTempView("points");
        spark.sql("SELECT classify(array(a, b, c, d, e)) AS found, count(*) FROM points GROUP BY found");
        // spotless:on
        assertThat(accuracy).isGreaterThan(0.8);
        assertThat(spark.sql("SELECT classify(features) = classify(list) AS same FROM points")
                        .where("same")
                        .count())
                .isEqualTo(230);
    }

    /** Compiled here; SavedClassifiersTest runs the same. */
    static CrossValidatorModel sparkMl(Dataset<Row> train, Dataset<Row> test, String folder) throws IOException {
        // spotless:off
        var scaler = new StandardScaler().setInputCol("features").setOutputCol("scaled");
        var classifier = new GradusClassifier()
                .setFeaturesCol("scaled").setLabelCol("label")
                .setHiddenLayers(16).setMaxIter(4).setStepSize(0.01).setWorkers(2);
        PipelineModel model = new Pipeline().setStages(new PipelineStage[] {scaler, classifier}).fit(train);
        model.save(folder);
        PipelineModel.load(folder).transform(test).select("label", "prediction", "probability");
        // spotless:on
        // spotless:off
        ParamMap[] grid = new ParamGridBuilder()
                .addGrid(classifier.stepSize(), new double[] {1e-3, 1e-2})
                .build();
        var found = new CrossValidator()
                .setEstimator(new Pipeline().setStages(new PipelineStage[] {scaler, classifier}))
                .setEvaluator(new MulticlassClassificationEvaluator().setMetricName("accuracy"))
                .setEstimatorParamMaps(grid).setNumFolds(2).fit(train);
        // spotless:on
        return found;
    }

    @Test
    void theGuideShowsThisCode() throws IOException {
        String guide = Files.readString(GUIDE);
        String[] pieces = Files.readString(SOURCE).split(MARK + "off\n");
        assertThat(pieces).hasSize(5);
        for (int i = 1; i < pieces.length; i++) {
            String code = pieces[i].split(MARK + "on")[0].stripIndent();
            assertThat(guide).contains(code.indent(4).replaceAll("(?m)^ +$", ""));
        }
    }
}
