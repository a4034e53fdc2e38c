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
import gradus.spark.ml.GradusClassificationModel;
import gradus.spark.ml.GradusClassifier;
import gradus.spark.ml.GradusRegressionModel;
import gradus.spark.ml.GradusRegressor;
import java.util.List;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;

/** A classifier of Spark ML, alone. */
class GradusClassifierTest extends Classifiers {
    /** What {@link #small} does, without Spark ML. */
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
        GradusClassificationModel model = small().fit(rows);
        List<Row> found = predictions(model);
        for (int i = 0; i < found.size(); i++) {
            assertThat(((Vector) found.get(i).get(0)).toArray())
                    .containsExactly(expected[3 * i], expected[3 * i + 1], expected[3 * i + 2]);
            assertThat(found.get(i).getDouble(2)).isEqualTo(logits.argMax(-1).get(i));
        }
        assertThat(predictions(small().setWorkers(2).fit(rows.repartition(5)))).isEqualTo(found);
        assertThat(model.objectiveHistory()).hasSize(5).isSortedAccordingTo((a, b) -> Double.compare(b, a));
        assertThat(model.numFeatures()).isEqualTo(5);
        assertThat(model.numClasses()).isEqualTo(3);
        assertThat(model.parent().uid()).isEqualTo(model.uid());
    }

    @Test
    void columnsAreThoseOfSparksClassifiers() {
        GradusClassificationModel model = small().fit(rows);
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
                small().setThresholds(new double[] {1, 1e-9, 1}).fit(rows);
        assertThat(model.transform(rows).where("prediction = 1").count()).isEqualTo(230);
        assertThat(model.predict(rows.first().getAs("features"))).isEqualTo(1);
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() ->
                        small().setThresholds(new double[] {1, 1}).fit(rows).transform(rows))
                .withMessageContaining("a threshold for each of 3 classes, got 2");
    }

    @Test
    void metadataOfLabelsCount() {
        var labels = functions.col("label");
        assertThat(small().setMaxIter(1)
                        .fit(rows.withColumn("label", labels.as("label", classes(4))))
                        .numClasses())
                .isEqualTo(4);
        assertThat(small().setMaxIter(1).fit(rows.where("label = 0")).numClasses())
                .isEqualTo(2);
    }

    @Test
    void aModelCanBeSent() {
        GradusClassificationModel model = small().setMaxIter(1).fit(rows);
        Vector features = rows.first().getAs("features");
        assertThat(Packed.unpack(Packed.pack(model), GradusClassificationModel.class)
                        .predictRaw(features))
                .isEqualTo(model.predictRaw(features));
    }

    private static Dataset<Row> largest(int label, Metadata metadata) {
        var labels = functions.expr("IF(row = 7, " + label + "D, label)");
        return rows.withColumn("label", labels.as("label", metadata));
    }

    private static Metadata classes(int count) {
        return NominalAttribute.defaultAttr()
                .withName("label")
                .withNumValues(count)
                .toMetadata();
    }

    @Test
    void moreThanAHundredClassesComeFromMetadataAlone() {
        GradusClassifier classifier = small().setMaxIter(1);
        assertThat(classifier.fit(largest(99, Metadata.empty())).numClasses()).isEqualTo(100);
        assertThat(classifier.fit(largest(99, classes(3))).numClasses()).isEqualTo(100);
        assertThat(classifier.fit(largest(100, classes(101))).numClasses()).isEqualTo(101);
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> classifier.fit(largest(1_000_000, Metadata.empty())))
                .withMessage("GradusClassifier, column label: needs labels below 100, or metadata with more classes,"
                        + " got the label 1000000 and no metadata; a StringIndexer makes such a column of it");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> classifier.fit(largest(101, classes(101))))
                .withMessageContaining(
                        "needs labels below 101, or metadata with more classes, got the label 101 and 101");
    }

    @Test
    void arraysAreExplainedByTheirNumbers() {
        GradusClassifier classifier = small().setHiddenLayers(8, 4).setThresholds(new double[] {1, 0.5, 1});
        String words = "hiddenLayers: sizes of the hidden layers, none or more, each at least 1"
                + " (default: [100], current: [8, 4])";
        assertThat(classifier.explainParam(classifier.hiddenLayers())).isEqualTo(words);
        assertThat(classifier.explainParams())
                .contains(words, "(current: [1.0, 0.5, 1.0])", "(default: 20, current: 5)")
                .doesNotContain("@");
        assertThat(new GradusClassificationModel("m").explainParams()).contains("(default: [100])");
        assertThat(new GradusRegressor().explainParams()).contains("(default: [100])");
        assertThat(new GradusRegressionModel("m").explainParams()).contains("(default: [100])");
    }

    @Test
    void badRowsAndParametersAreRefused() {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> small().fit(rows.withColumn("label", functions.expr("label + 0.5"))))
                .withMessageStartingWith("Columns, column label: needs labels that are whole numbers from 0, got ");
        for (Runnable fit : List.<Runnable>of(
                () -> small().setWorkers(5).fit(rows.where("label / 0 = 1")),
                () -> new GradusRegressor().setShards(4).setWorkers(5).fit(rows.where("label / 0 = 1")))) {
            assertThatExceptionOfType(ArgumentException.class)
                    .isThrownBy(fit::run)
                    .withMessageMatching("Gradus(Classifier|Regressor): needs a shard or more for each of 5 workers,"
                            + " got 4 shards; setShards\\(5\\) or more, or setWorkers\\(4\\) or fewer");
        }
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> small().setSolver("newton"))
                .withMessageContaining("parameter solver given invalid value newton");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> small().setHiddenLayers(3, 0))
                .withMessageContaining("hiddenLayers");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> new GradusClassificationModel("empty").transform(rows))
                .withMessageContaining("fit and load give models with one");
    }
}
