package gradus.spark;

import gradus.spark.ml.GradusClassificationModel;
import gradus.spark.ml.GradusClassifier;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** What tests of classifiers begin with: the digits of {@link Tables}, and a small classifier. */
abstract class Classifiers {
    static SparkSession spark;
    static Dataset<Row> rows;

    @BeforeAll
    static void start() {
        spark = Cluster.session();
        rows = Tables.digits(spark).repartition(2).cache();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    static GradusClassifier small() {
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

    static List<Row> predictions(GradusClassificationModel model) {
        return model.transform(rows)
                .orderBy("row")
                .select("rawPrediction", "probability", "prediction")
                .collectAsList();
    }
}
