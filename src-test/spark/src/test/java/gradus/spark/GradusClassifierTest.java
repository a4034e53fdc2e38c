package gradus.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;
import gradus.nn.Sequential;
import gradus.nn.data.ShardedDataset;
import gradus.nn.layer.Linear;
import gradus.nn.layer.Tanh;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.optim.SGD;
import gradus.nn.train.Trainer;
import gradus.spark.ml.Architecture;
import gradus.spark.ml.GradusClassificationModel;
import gradus.spark.ml.GradusClassifier;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A classifier of Spark ML, alone, in a pipeline and in a validator. */
class GradusClassifierTest {
    private static SparkSession spark;
    private static Dataset<Row> rows;

    @BeforeAll
    static void start() {
        spark = Cluster.session();
        rows = Tables.digits(spark).repartition(2).cache();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static GradusClassifier classifier() {
        return new GradusClassifier()
                .setHiddenLayers(8)
                .setActivation("tanh")
                .setMaxIter(5)
                .setBatchSize(40)
                .setSolver("sgd")
                .setStepSize(0.1)
                .setShards(4)
                .setSeed(11);
    }

    private static List<Row> predictions(GradusClassificationModel model) {
        return model.transform(rows)
                .orderBy("row")
                .select("rawPrediction", "probability", "prediction")
                .collectAsList();
    }

    /** What {@link #classifier} does, without Spark ML. */
    private static Layer alone() {
        var random = Randomness.seeded(11);
        var model = Sequential.of(Linear.of(5, 8, random), new Tanh(), Linear.of(8, 3, random));
        Trainer.of(
                        model,
                        (y, batch) -> new CrossEntropy().mean(y, batch.labels()),
                        new SGD().of(model.parameters()).learningRate(0.1))
                .epochs(5)
                .batchSize(40)
                .seed(11)
                .shards(4)
                .train(ShardedDataset.divide(
                        Example.collect(Columns.of("features").label("label").examples(rows)), 4));
        return model;
    }

    @Test
    void bitsAreThoseOfOneMachineInAnyPartitions() {
        Tensor logits = alone().forward(Digits.data().all().inputs(), Mode.evaluation());
        double[] expected = logits.toDoubleArray();
        GradusClassificationModel model = classifier().fit(rows);
        List<Row> found = predictions(model);
        for (int i = 0; i < found.size(); i++) {
            assertThat(((Vector) found.get(i).get(0)).toArray())
                    .containsExactly(expected[3 * i], expected[3 * i + 1], expected[3 * i + 2]);
            assertThat(found.get(i).getDouble(2)).isEqualTo(logits.argMax(-1).get(i));
        }
        assertThat(predictions(classifier().setWorkers(2).fit(rows.repartition(5))))
                .isEqualTo(found);
        assertThat(model.objectiveHistory()).hasSize(5).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(model.numFeatures()).isEqualTo(5);
        assertThat(model.numClasses()).isEqualTo(3);
        assertThat(model.parent().uid()).isEqualTo(model.uid());
    }

    @Test
    void columnsAreThoseOfSparksClassifiers() {
        GradusClassificationModel model = classifier().fit(rows);
        Dataset<Row> predicted = model.transform(rows);
        for (String name : List.of("rawPrediction", "probability", "prediction")) {
            StructField field = predicted.schema().apply(name);
            StructField expected = model.transformSchema(rows.schema()).apply(name);
            assertThat(field.dataType()).isEqualTo(expected.dataType());
            assertThat(field.metadata()).isEqualTo(expected.metadata());
        }
        Row first = predicted.first();
        Vector raw = first.getAs("rawPrediction");
        assertThat(raw).isEqualTo(model.predictRaw(first.getAs("features")));
        Vector probability = first.getAs("probability");
        assertThat(probability).isEqualTo(model.predictProbability(first.getAs("features")));
        assertThat(probability.toArray())
                .isEqualTo(Tensor.of(raw.toArray()).softmax(-1).toDoubleArray());
        assertThat(first.<Double>getAs("prediction")).isEqualTo(model.predict(first.getAs("features")));
        assertThat(model.copy(new ParamMap())
                        .setRawPredictionCol("")
                        .setProbabilityCol("")
                        .setPredictionCol("class 2")
                        .transform(rows)
                        .columns())
                .containsExactly(rows.withColumn("class 2", functions.lit(1)).columns());
    }

    @Test
    void thresholdsMoveThePrediction() {
        GradusClassificationModel model =
                classifier().setThresholds(new double[] {1, 1e-9, 1}).fit(rows);
        assertThat(model.transform(rows).where("prediction = 1").count()).isEqualTo(230);
        assertThat(model.predict(rows.first().getAs("features"))).isEqualTo(1);
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> classifier()
                        .setThresholds(new double[] {1, 1})
                        .fit(rows)
                        .transform(rows))
                .withMessageContaining("a threshold for each of 3 classes, got 2");
    }

    @Test
    void metadataOfLabelsCount() {
        var four = NominalAttribute.defaultAttr()
                .withName("label")
                .withNumValues(4)
                .toMetadata();
        var labels = functions.col("label");
        assertThat(classifier()
                        .setMaxIter(1)
                        .fit(rows.withColumn("label", labels.as("label", four)))
                        .numClasses())
                .isEqualTo(4);
        assertThat(classifier().setMaxIter(1).fit(rows.where("label = 0")).numClasses())
                .isEqualTo(2);
    }

    @Test
    void worksInAPipelineThatIsSaved(@TempDir Path folder) throws Exception {
        Dataset<Row> words = rows.withColumn("word", functions.concat(functions.lit("w"), functions.col("class")))
                .drop("features", "label");
        Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {
            new StringIndexer().setInputCol("word").setOutputCol("label").setStringOrderType("alphabetAsc"),
            new VectorAssembler()
                    .setInputCols(new String[] {"a", "b", "c", "d", "e"})
                    .setOutputCol("features"),
            classifier()
        });
        String file = folder.resolve("pipeline").toString();
        pipeline.save(file);
        PipelineModel model = Pipeline.load(file).fit(words);
        Dataset<Row> predicted = model.transform(words).select("row", "probability", "prediction");
        assertThat(predicted.orderBy("row").select("probability").collectAsList())
                .isEqualTo(classifier()
                        .fit(rows)
                        .transform(rows)
                        .orderBy("row")
                        .select("probability")
                        .collectAsList());
        String saved = folder.resolve("model").toString();
        model.save(saved);
        assertThat(PipelineModel.load(saved)
                        .transform(words)
                        .select("row", "probability", "prediction")
                        .collectAsList())
                .isEqualTo(predicted.collectAsList());
    }

    @Test
    void worksInACrossValidator(@TempDir Path folder) throws Exception {
        GradusClassifier classifier = classifier();
        ParamMap[] grid = new ParamGridBuilder()
                .addGrid(classifier.maxIter(), new int[] {1, 12})
                .build();
        CrossValidatorModel found = new CrossValidator()
                .setEstimator(classifier)
                .setEvaluator(new MulticlassClassificationEvaluator().setMetricName("accuracy"))
                .setEstimatorParamMaps(grid)
                .setNumFolds(2)
                .setParallelism(2)
                .fit(rows);
        assertThat(found.avgMetrics()[1]).isGreaterThan(found.avgMetrics()[0]);
        GradusClassificationModel best = (GradusClassificationModel) found.bestModel();
        assertThat(best.getMaxIter()).isEqualTo(12);
        assertThat(predictions(best))
                .isEqualTo(predictions(classifier().setMaxIter(12).fit(rows)));
        String file = folder.resolve("found").toString();
        found.save(file);
        CrossValidatorModel loaded = CrossValidatorModel.load(file);
        assertThat(predictions((GradusClassificationModel) loaded.bestModel())).isEqualTo(predictions(best));
        assertThat(((GradusClassifier) loaded.getEstimator()).getSolver()).isEqualTo("sgd");
    }

    /** Linear, with the outputs doubled. */
    public record Doubled() implements Architecture {
        @Override
        public Layer network(int inputs, int outputs, RandomGenerator random) {
            return Sequential.of(Linear.of(inputs, outputs, random), (x, _) -> x.mul(2));
        }
    }

    @Test
    void anArchitectureIsSavedByItsName(@TempDir Path folder) throws Exception {
        String file = folder.resolve("model").toString();
        GradusClassificationModel model =
                classifier().setArchitecture(new Doubled()).fit(rows);
        model.save(file);
        GradusClassificationModel loaded = GradusClassificationModel.load(file);
        assertThat(predictions(loaded)).isEqualTo(predictions(model));
        assertThat(loaded.getArchitecture()).isEqualTo(new Doubled());
        assertThat(loaded.objectiveHistory()).isEmpty();
        GradusClassifier unnamed = classifier()
                .setMaxIter(1)
                .setArchitecture((inputs, outputs, random) -> Linear.of(inputs, outputs, random));
        assertThat(unnamed.fit(rows).numClasses()).isEqualTo(3);
        for (Runnable save :
                List.<Runnable>of(() -> unnamed.write(), () -> unnamed.fit(rows).write())) {
            assertThatExceptionOfType(ArgumentException.class)
                    .isThrownBy(save::run)
                    .withMessageStartingWith("save: needs an architecture that is a public class with");
        }
    }

    @Test
    void whatIsSavedIsRead(@TempDir Path folder) throws Exception {
        String file = folder.resolve("classifier").toString();
        GradusClassifier classifier = classifier().setCheckpointDir("there").setLabelCol("class");
        classifier.save(file);
        GradusClassifier loaded = GradusClassifier.load(file);
        assertThat(loaded.uid()).isEqualTo(classifier.uid());
        assertThat(loaded.getSolver() + loaded.getCheckpointDir() + loaded.getLabelCol())
                .isEqualTo("sgdthereclass");
        assertThat(loaded.copy(new ParamMap().put(loaded.maxIter(), 3)).getMaxIter())
                .isEqualTo(3);
        assertThat(loaded.getHiddenLayers()).containsExactly(8);
    }

    @Test
    void aModelCanBeSent() {
        GradusClassificationModel model = classifier().setMaxIter(1).fit(rows);
        Vector features = rows.first().getAs("features");
        assertThat(Packed.unpack(Packed.pack(model), GradusClassificationModel.class)
                        .predictRaw(features))
                .isEqualTo(model.predictRaw(features));
    }

    @Test
    void badRowsAndParametersAreRefused() {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> classifier().fit(rows.withColumn("label", functions.expr("label + 0.5"))))
                .withMessageStartingWith("Columns, column label: needs labels that are whole numbers from 0, got ");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> classifier().setWorkers(5).fit(rows))
                .withMessageContaining("a shard or more for each of 5 workers");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> classifier().setSolver("newton"))
                .withMessageContaining("parameter solver given invalid value newton");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> classifier().setHiddenLayers(3, 0))
                .withMessageContaining("hiddenLayers");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> new GradusClassificationModel("empty").transform(rows))
                .withMessageContaining("fit and load give models with one");
    }
}
