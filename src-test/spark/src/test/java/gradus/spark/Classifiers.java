package gradus.spark;

import gradus.spark.ml.GradusClassificationModel;
import gradus.spark.ml.GradusClassifier;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A small classifier of {@link Tables}, and what it says. */
final class Classifiers {
    private Classifiers() {}

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

    static List<Row> predictions(GradusClassificationModel model, Dataset<Row> rows) {
        return model.transform(rows)
                .orderBy("row")
                .select("rawPrediction", "probability", "prediction")
                .collectAsList();
    }
}
