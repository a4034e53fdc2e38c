package gradus.spark;

import gradus.autodiff.Randomness;
import gradus.nn.data.Batch;
import gradus.nn.data.DataFolder;
import gradus.nn.data.Mnist;
import gradus.spark.ml.GradusClassifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * How long Spark ML's own classifiers train, and how long {@link GradusClassifier} does until its
 * loss on the same images is no higher: a table of docs/spark.md. They are
 * MNIST's where the library finds it, otherwise drawn digits.
 */
final class EstimatorCosts {
    private static final int EXAMPLES = 20_000;
    private static final int PIXELS = 784;
    private static final int CLASSES = 10;
    private static final int HIDDEN = 100;
    private static final int[] EPOCHS = {1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64};

    private EstimatorCosts() {}

    /** What training came to. */
    private record Cost(double seconds, double loss) {
        static Cost of(Estimator<?> estimator, Dataset<Row> rows) {
            long begin = System.nanoTime();
            Model<?> model = estimator.fit(rows);
            double seconds = (System.nanoTime() - begin) / 1e9;
            var logLoss = new MulticlassClassificationEvaluator().setMetricName("logLoss");
            return new Cost(seconds, logLoss.evaluate(model.transform(rows)));
        }
    }

    /** Prints it. */
    public static void main(String[] arguments) {
        SparkSession spark = Cluster.session();
        Dataset<Row> rows = rows(spark).repartition(2).cache();
        for (Estimator<?> warm : List.of(perceptron(2), logistic(2), classifier(1, HIDDEN), classifier(1))) {
            Cost.of(warm, rows);
        }
        IO.println("Spark ML, iterations, s, loss; Gradus, epochs, s, loss");
        for (int iterations : new int[] {25, 50, 100}) {
            compare(perceptron(iterations), iterations, rows, HIDDEN);
        }
        for (int iterations : new int[] {10, 25}) {
            compare(logistic(iterations), iterations, rows);
        }
        spark.stop();
    }

    private static Estimator<?> perceptron(int iterations) {
        return new MultilayerPerceptronClassifier()
                .setLayers(new int[] {PIXELS, HIDDEN, CLASSES})
                .setMaxIter(iterations)
                .setSeed(1);
    }

    private static Estimator<?> logistic(int iterations) {
        return new LogisticRegression().setMaxIter(iterations);
    }

    private static Estimator<?> classifier(int epochs, int... hidden) {
        return new GradusClassifier()
                .setHiddenLayers(hidden)
                .setMaxIter(epochs)
                .setWorkers(2)
                .setSeed(1);
    }

    private static void compare(Estimator<?> their, int iterations, Dataset<Row> rows, int... hidden) {
        Cost theirs = Cost.of(their, rows);
        Cost ours;
        int next = 0;
        do {
            ours = Cost.of(classifier(EPOCHS[next], hidden), rows);
            next++;
        } while (ours.loss > theirs.loss && next < EPOCHS.length);
        IO.println(String.format(
                Locale.ROOT,
                "%s, %d, %.1f, %.4f; %d, %.1f, %.4f",
                their.getClass().getSimpleName(),
                iterations,
                theirs.seconds,
                theirs.loss,
                EPOCHS[next - 1],
                ours.seconds,
                ours.loss));
    }

    private static Dataset<Row> rows(SparkSession spark) {
        Path folder = DataFolder.find("mnist", null);
        Batch all = (folder == null
                        ? Mnist.generated(EXAMPLES, 1, Randomness.seeded(1)).train()
                        : Mnist.load(folder).train().slice(0, EXAMPLES))
                .all();
        double[] pixels = all.inputs().toDoubleArray();
        List<Row> rows = IntStream.range(0, EXAMPLES)
                .mapToObj(i -> RowFactory.create(
                        Vectors.dense(Arrays.copyOfRange(pixels, i * PIXELS, (i + 1) * PIXELS)),
                        (double) all.labels().get(i)))
                .toList();
        return spark.createDataFrame(
                rows,
                new StructType().add("features", SQLDataTypes.VectorType()).add("label", DataTypes.DoubleType));
    }
}
