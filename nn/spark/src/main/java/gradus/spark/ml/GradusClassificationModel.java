package gradus.spark.ml;

import gradus.autodiff.Tensor;
import org.apache.spark.ml.classification.ProbabilisticClassificationModel;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.Tuple3;

/**
 * What a {@link GradusClassifier} learned. It adds the columns of every classifier of Spark ML: raw
 * predictions (the logits), probabilities (their softmax) and predictions (the likeliest class, or
 * what the thresholds say). Raw predictions have the bits of one machine.
 */
public final class GradusClassificationModel extends ProbabilisticClassificationModel<Vector, GradusClassificationModel>
        implements NetworkParams, DefaultParamsWritable {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final NetworkParamSet params;
    private final @Nullable Network network;

    /** Without a network, for Spark to read parameters into: {@link #load} gives a whole one. */
    public GradusClassificationModel(String uid) {
        this(uid, null);
    }

    GradusClassificationModel(String uid, @Nullable Network network) {
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
    public int numClasses() {
        return network().outputs();
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
    public Vector predictRaw(Vector features) {
        return Vectors.dense(network().outputs(features));
    }

    @Override
    public Vector raw2probabilityInPlace(Vector raw) {
        double[] values = ((DenseVector) raw).values();
        double[] probabilities = Tensor.of(values).softmax(-1).toDoubleArray();
        System.arraycopy(probabilities, 0, values, 0, values.length);
        return raw;
    }

    /** Adds the columns whose names are not empty. The order of the rows stays. */
    @Override
    public Dataset<Row> transform(Dataset<?> rows) {
        StructType schema = transformSchema(rows.schema(), true);
        ModelColumns.requireThresholds(this, numClasses());
        String outputs = uid + " outputs";
        Column raw = functions.array_to_vector(ModelColumns.named(outputs));
        GradusClassificationModel bare = copyValues(new GradusClassificationModel(uid, null), new ParamMap());
        UDF1<Vector, Vector> probability = bare::raw2probability;
        UDF1<Vector, Double> prediction = bare::raw2prediction;
        Dataset<Row> whole = network().outputs(rows, getFeaturesCol(), outputs);
        whole = ModelColumns.with(whole, schema, getRawPredictionCol(), raw);
        whole = ModelColumns.with(
                whole, schema, getProbabilityCol(), ModelColumns.function(probability, SQLDataTypes.VectorType(), raw));
        whole = ModelColumns.with(
                whole, schema, getPredictionCol(), ModelColumns.function(prediction, DataTypes.DoubleType, raw));
        return whole.drop(ModelColumns.named(outputs));
    }

    /** As Spark has it. Java takes the two that are inherited for different ones. */
    @Override
    @SuppressWarnings({"rawtypes", "unchecked"})
    public Tuple3 findSummaryModel() {
        return super.findSummaryModel();
    }

    @Override
    public GradusClassificationModel copy(ParamMap extra) {
        return copyValues(new GradusClassificationModel(uid, network), extra).setParent(parent());
    }

    /** @throws gradus.autodiff.ArgumentException if its architecture has no name */
    @Override
    public MLWriter write() {
        Saving.requireSavable(this);
        return Saving.writer(DefaultParamsWritable.super.write(), network());
    }

    /** Reads saved ones. */
    public static MLReader<GradusClassificationModel> read() {
        return Saving.reader(
                GradusClassificationModel.class,
                (params, folder) -> params.copyValues(
                        new GradusClassificationModel(params.uid, folder.load(params)), new ParamMap()));
    }

    /**
     * Reads a saved one.
     *
     * @throws gradus.autodiff.ArgumentException if the folder holds none, or is damaged
     */
    public static GradusClassificationModel load(String path) {
        return read().load(path);
    }
}
