package gradus.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.spark.ml.GradusClassificationModel;
import gradus.spark.ml.GradusRegressionModel;
import gradus.spark.ml.GradusRegressor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.assertj.core.api.ThrowableAssert;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A regressor of Spark ML; and folders that hold no model, or a damaged one. */
class GradusRegressorTest {
    private static SparkSession spark;
    private static Dataset<Row> rows;
    private static GradusRegressionModel model;

    @BeforeAll
    static void start() {
        spark = Cluster.session();
        rows = Tables.digits(spark)
                .withColumn("y", functions.expr("a + 2 * b - d"))
                .repartition(2)
                .cache();
        model = regressor().fit(rows);
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    private static GradusRegressor regressor() {
        return new GradusRegressor()
                .setHiddenLayers(16)
                .setMaxIter(25)
                .setBatchSize(23)
                .setStepSize(0.01)
                .setLabelCol("y")
                .setPredictionCol("guess");
    }

    private static List<Row> guesses(GradusRegressionModel model) {
        return model.transform(rows).orderBy("row").select("guess").collectAsList();
    }

    @Test
    void itLearnsAndPredicts() {
        Dataset<Row> predicted = model.transform(rows);
        var r2 = new RegressionEvaluator()
                .setLabelCol("y")
                .setPredictionCol("guess")
                .setMetricName("r2");
        assertThat(r2.evaluate(predicted)).isGreaterThan(0.95);
        assertThat(predicted.columns())
                .containsExactly(rows.withColumn("guess", functions.lit(0)).columns());
        Row first = predicted.first();
        assertThat(first.<Double>getAs("guess")).isEqualTo(model.predict(first.getAs("features")));
        assertThat(model.objectiveHistory()).hasSize(25);
        assertThat(model.numFeatures()).isEqualTo(5);
    }

    @Test
    void bitsDependOnTheRowsAlone(@TempDir Path folder) throws IOException {
        assertThat(guesses(regressor().setWorkers(2).fit(rows.repartition(5)))).isEqualTo(guesses(model));
        model.save(folder.resolve("m").toString());
        GradusRegressionModel loaded =
                GradusRegressionModel.load(folder.resolve("m").toString());
        assertThat(guesses(loaded)).isEqualTo(guesses(model));
        assertThat(guesses(loaded.copy(new ParamMap()))).isEqualTo(guesses(model));
        regressor().save(folder.resolve("r").toString());
        assertThat(GradusRegressor.load(folder.resolve("r").toString()).getStepSize())
                .isEqualTo(0.01);
    }

    @Test
    void aFolderOfSomethingElseIsRefused(@TempDir Path folder) throws IOException {
        String path = folder.resolve("m").toString();
        model.save(path);
        refused(() -> GradusClassificationModel.load(path))
                .withMessage("load, " + path + ": needs a saved gradus.spark.ml.GradusClassificationModel, got "
                        + "gradus.spark.ml.GradusRegressionModel");
        refused(() -> GradusRegressor.load(path)).withMessageContaining("got gradus.spark.ml.GradusRegressionModel");
        String linear = folder.resolve("linear").toString();
        new LinearRegression().save(linear);
        refused(() -> GradusRegressionModel.load(linear)).withMessageContaining("got org.apache.spark.ml.regression");
        refused(() -> GradusRegressionModel.load(folder.resolve("nothing").toString()))
                .withMessageContaining("needs a folder that GradusRegressionModel saved, got ");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> model.save(path));
        model.write().overwrite().save(path);
    }

    @Test
    void aDamagedFolderIsRefused(@TempDir Path folder) throws IOException {
        model.save(folder.toString() + "/m");
        Path weights = folder.resolve("m/model.safetensors");
        byte[] good = Files.readAllBytes(weights);
        byte[] bad = good.clone();
        bad[bad.length - 5] ^= 1;
        Files.write(weights, bad);
        refusedWeights(folder).withMessageContaining("needs the file as it was written, got ");
        Files.delete(folder.resolve("m/.model.safetensors.crc")); // from here on as on file systems without it
        Files.write(weights, Arrays.copyOf(good, good.length - 4));
        refusedWeights(folder).withMessageContaining("model.safetensors: needs");
        model.copy(new ParamMap()).write().overwrite().save(folder + "/m");
        regressor().setHiddenLayers(3).setMaxIter(1).fit(rows).save(folder + "/other");
        Files.copy(folder.resolve("other/model.safetensors"), weights, StandardCopyOption.REPLACE_EXISTING);
        Files.delete(folder.resolve("m/.model.safetensors.crc"));
        refusedWeights(folder).withMessageContaining("needs the saved shape [3, 5], got [16, 5]");
        Files.delete(weights);
        refusedWeights(folder).withMessageContaining("needs the file model.safetensors, got none");
    }

    private static ThrowableAssertAlternative<ArgumentException> refusedWeights(Path folder) {
        return refused(() -> GradusRegressionModel.load(folder + "/m"))
                .withMessageStartingWith("load, " + folder + "/m/model.safetensors: needs ");
    }

    private static ThrowableAssertAlternative<ArgumentException> refused(ThrowableAssert.ThrowingCallable work) {
        return assertThatExceptionOfType(ArgumentException.class).isThrownBy(work);
    }
}
