package gradus.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.nn.Layer;
import gradus.nn.Sequential;
import gradus.nn.layer.Linear;
import gradus.spark.ml.Architecture;
import gradus.spark.ml.GradusClassificationModel;
import gradus.spark.ml.GradusClassifier;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classifiers of Spark ML in folders, in a pipeline and in a validator. */
class SavedClassifiersTest extends Classifiers {
    @Test
    void worksInAPipelineThatIsSaved(@TempDir Path folder) throws Exception {
        Dataset<Row> words = rows.withColumn("word", functions.concat(functions.lit("w"), functions.col("class")))
                .drop("features", "label");
        Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {
            new StringIndexer().setInputCol("word").setOutputCol("label").setStringOrderType("alphabetAsc"),
            new VectorAssembler()
                    .setInputCols(new String[] {"a", "b", "c", "d", "e"})
                    .setOutputCol("features"),
            small()
        });
        String file = folder.resolve("pipeline").toString();
        pipeline.save(file);
        PipelineModel model = Pipeline.load(file).fit(words);
        Dataset<Row> predicted = model.transform(words).select("row", "probability", "prediction");
        assertThat(predicted.orderBy("row").select("probability").collectAsList())
                .isEqualTo(small().fit(rows)
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
        GradusClassifier classifier = small();
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
                .isEqualTo(predictions(small().setMaxIter(12).fit(rows)));
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
        GradusClassificationModel model = small().setArchitecture(new Doubled()).fit(rows);
        model.save(file);
        GradusClassificationModel loaded = GradusClassificationModel.load(file);
        assertThat(predictions(loaded)).isEqualTo(predictions(model));
        assertThat(loaded.getArchitecture()).isEqualTo(new Doubled());
        assertThat(loaded.objectiveHistory()).isEmpty();
        GradusClassifier unnamed =
                small().setMaxIter(1).setArchitecture((inputs, outputs, random) -> Linear.of(inputs, outputs, random));
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
        GradusClassifier classifier = small().setCheckpointDir("there").setLabelCol("class");
        classifier.save(file);
        GradusClassifier loaded = GradusClassifier.load(file);
        assertThat(loaded.uid()).isEqualTo(classifier.uid());
        assertThat(loaded.getSolver() + loaded.getCheckpointDir() + loaded.getLabelCol())
                .isEqualTo("sgdthereclass");
        assertThat(loaded.copy(new ParamMap().put(loaded.maxIter(), 3)).getMaxIter())
                .isEqualTo(3);
        assertThat(loaded.getHiddenLayers()).containsExactly(8);
    }
}
