package gradus.spark.ml;

import gradus.spark.Columns;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.regression.Regressor;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;

/**
 * A network that learns a number for each row, as an estimator of Spark ML: of linear layers, or of
 * another {@link Architecture}. It minimizes the mean squared error. Otherwise it is as {@link
 * GradusClassifier}.
 *
 * {@snippet lang = java :
 * var model = new GradusRegressor().setHiddenLayers(50, 50).setLabelCol("price").fit(train);
 * model.transform(test).select("prediction");
 * }
 */
public final class GradusRegressor extends Regressor<Vector, GradusRegressor, GradusRegressionModel>
        implements NetworkSettings<GradusRegressor>, DefaultParamsWritable {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final NetworkParamSet params;

    /** With the parameters' defaults. */
    public GradusRegressor() {
        this(Identifiable.randomUID("gradusRegressor"));
    }

    /** With the parameters' defaults, under this name. */
    public GradusRegressor(String uid) {
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
     * Trains on rows with a number each; {@code fit} calls it.
     *
     * @throws gradus.autodiff.ArgumentException if a row cannot be an example, with its column and
     *     value, or a parameter does not fit
     * @throws gradus.spark.ClusterException if Spark gave up in every attempt
     */
    @Override
    public GradusRegressionModel train(Dataset<?> rows) {
        NetworkTrainer.requireShards(this);
        Columns columns = Columns.of(getFeaturesCol()).target(getLabelCol());
        int inputs = columns.check(rows).inputs();
        return new GradusRegressionModel(uid, NetworkTrainer.train(this, rows, columns, inputs, 1));
    }

    @Override
    public GradusRegressor copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    /** @throws gradus.autodiff.ArgumentException if its architecture has no name */
    @Override
    public MLWriter write() {
        Saving.requireSavable(this);
        return DefaultParamsWritable.super.write();
    }

    /** Reads saved ones. */
    public static MLReader<GradusRegressor> read() {
        return Saving.reader(GradusRegressor.class);
    }

    /**
     * Reads a saved one.
     *
     * @throws gradus.autodiff.ArgumentException if the folder holds none
     */
    public static GradusRegressor load(String path) {
        return read().load(path);
    }
}
