package gradus.spark.ml;

import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.regression.RegressionModel;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** What a {@link GradusRegressor} learned. Its predictions have the bits of one machine. */
public final class GradusRegressionModel extends RegressionModel<Vector, GradusRegressionModel>
        implements NetworkParams, DefaultParamsWritable {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final NetworkParamSet params;
    private final @Nullable Network network;

    /** Without a network, for Spark to read parameters into: {@link #load} gives a whole one. */
    public GradusRegressionModel(String uid) {
        this(uid, null);
    }

    GradusRegressionModel(String uid, @Nullable Network network) {
        this.uid = uid;
        this.network = network;
        super();
        params = NetworkParamSet.of(this);
    }

    private Network network() {
        return Saving.requireNetwork(network);
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

    @Override
    public int numFeatures() {
        return network().inputs();
    }

    /** The mean loss of each epoch of the training; none of a model that was read. */
    public double[] objectiveHistory() {
        return network().losses().toArray();
    }

    @Override
    public double predict(Vector features) {
        return network().outputs(features)[0];
    }

    /** Adds the column of predictions, unless its name is empty. The order of the rows stays. */
    @Override
    public Dataset<Row> transform(Dataset<?> rows) {
        StructType schema = transformSchema(rows.schema(), true);
        String outputs = uid + " outputs";
        Dataset<Row> whole = network().outputs(rows, getFeaturesCol(), outputs);
        Column first = ModelColumns.named(outputs).getItem(0);
        return ModelColumns.with(whole, schema, getPredictionCol(), first).drop(ModelColumns.named(outputs));
    }

    @Override
    public GradusRegressionModel copy(ParamMap extra) {
        return copyValues(new GradusRegressionModel(uid, network), extra).setParent(parent());
    }

    /** @throws gradus.autodiff.ArgumentException if its architecture has no name */
    @Override
    public MLWriter write() {
        Saving.requireSavable(this);
        return Saving.writer(DefaultParamsWritable.super.write(), network());
    }

    /** Reads saved ones. */
    public static MLReader<GradusRegressionModel> read() {
        return Saving.reader(
                GradusRegressionModel.class,
                (params, folder) ->
                        params.copyValues(new GradusRegressionModel(params.uid, folder.load(params)), new ParamMap()));
    }

    /**
     * Reads a saved one.
     *
     * @throws gradus.autodiff.ArgumentException if the folder holds none, or is damaged
     */
    public static GradusRegressionModel load(String path) {
        return read().load(path);
    }
}
