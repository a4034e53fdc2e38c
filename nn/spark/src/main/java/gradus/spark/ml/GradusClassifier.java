package gradus.spark.ml;

import gradus.spark.Columns;
import org.apache.spark.ml.classification.ProbabilisticClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;

/**
 * A network that learns the classes of rows, as an estimator of Spark ML: of linear layers, or of
 * another {@link Architecture}. It minimizes the mean cross-entropy of its outputs.
 *
 * {@snippet lang = java :
 * var classifier = new GradusClassifier()
 *         .setHiddenLayers(300).setMaxIter(10).setStepSize(1e-3)
 *         .setFeaturesCol("features").setLabelCol("label");
 * var model = new Pipeline().setStages(new PipelineStage[] {scaler, classifier}).fit(train);
 * model.transform(test).select("prediction", "probability");
 * }
 *
 * <p>The same rows give the same bits, in any order and partitions, with any number of workers. They
 * are read three times, so let Spark cache what takes long to compute.
 */
public final class GradusClassifier extends ProbabilisticClassifier<Vector, GradusClassifier, GradusClassificationModel>
        implements NetworkSettings<GradusClassifier>, DefaultParamsWritable {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final NetworkParamSet params;

    /** With the parameters' defaults. */
    public GradusClassifier() {
        this(Identifiable.randomUID("gradusClassifier"));
    }

    /** With the parameters' defaults, under this name. */
    public GradusClassifier(String uid) {
        this.uid = uid;
        super();
        params = NetworkParamSet.of(this);
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public NetworkParamSet networkParams() {
        return params;
    }

    @Override
    public String explainParam(Param<?> param) {
        return NetworkParamSet.explained(this, param, super.explainParam(param));
    }

    /**
     * Trains on rows with a label each; {@code fit} calls it. There are as many classes as the label
     * column's metadata says, such as that of a string indexer, or as the largest label, if that is
     * more, and at least two. More than a hundred are those of the metadata alone.
     *
     * @throws gradus.autodiff.ArgumentException if a row cannot be an example, with its column and
     *     value; if a label of 100 or more is none of the metadata; or if a parameter does not fit
     * @throws gradus.spark.ClusterException if Spark gave up in every attempt
     */
    @Override
    public GradusClassificationModel train(Dataset<?> rows) {
        NetworkTrainer.requireShards(this);
        Columns columns = Columns.of(getFeaturesCol()).label(getLabelCol());
        Columns.Extent extent = columns.check(rows);
        int classes = Labels.classes(rows.schema().apply(getLabelCol()), extent.classes());
        return new GradusClassificationModel(uid, NetworkTrainer.train(this, rows, columns, extent.inputs(), classes));
    }

    @Override
    public GradusClassifier copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    /** @throws gradus.autodiff.ArgumentException if its architecture has no name */
    @Override
    public MLWriter write() {
        Saving.requireSavable(this);
        return DefaultParamsWritable.super.write();
    }

    /** Reads saved ones. */
    public static MLReader<GradusClassifier> read() {
        return Saving.reader(GradusClassifier.class);
    }

    /**
     * Reads a saved one.
     *
     * @throws gradus.autodiff.ArgumentException if the folder holds none
     */
    public static GradusClassifier load(String path) {
        return read().load(path);
    }
}
