package gradus.spark;

import gradus.autodiff.ArgumentException;
import gradus.nn.Layer;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What a trained model says of the rows of a DataFrame, as a column more. Each executor gets the
 * model's values once, and makes one model that all its threads use. The numbers have the bits of
 * {@code model.forward(x, Mode.evaluation())} on one machine, and nothing is recorded.
 *
 * {@snippet lang = java :
 * var predictor = Predictor.of(spark, Main::model, trained.model());
 * var predicted = predictor.classes(rows, Columns.of("features"), "prediction");
 * spark.udf().register("digit", predictor.classes());
 * spark.sql("SELECT digit(features) FROM digits");
 * }
 *
 * <p>The methods with a DataFrame take 256 rows at a time and keep the order of rows and all columns.
 * The functions for SQL take one row at a time, of a column of numbers, vectors, arrays or bytes as
 * {@link Columns} has them, which takes longer; a query reads only the columns that it needs then.
 * What is no such input fails the task that reads it, with an {@link ArgumentException} as a cause of
 * what Spark throws.
 */
public final class Predictor {
    private static final DataType NUMBERS = DataTypes.createArrayType(DataTypes.DoubleType, false);

    private final Broadcast<SentModel<?>> model;

    private Predictor(Broadcast<SentModel<?>> model) {
        this.model = model;
    }

    /**
     * Of a model on the machine of the driver, with what makes one like it in the executors.
     *
     * @throws ArgumentException if the factory cannot be sent
     */
    public static <L extends Layer> Predictor of(SparkSession spark, ModelFactory<L> factory, L trained) {
        return of(spark, SentModel.of(factory, trained));
    }

    /** Of a model that can be sent. */
    public static Predictor of(SparkSession spark, SentModel<?> model) {
        return new Predictor(model.on(spark.sparkContext()));
    }

    /**
     * Adds a column of all that the model gives for a row, as an array of doubles: the numbers
     * themselves, such as logits.
     *
     * @throws ArgumentException if a column of the inputs is missing or of another type, or the new
     *     name is taken
     */
    public Dataset<Row> outputs(Dataset<?> rows, Columns inputs, String name) {
        return with(rows, inputs, name, NUMBERS, Outputs.NUMBERS);
    }

    /**
     * Adds a column of the place of the largest number that the model gives for a row, of equals the
     * first: the class. It is a double, as Spark ML's evaluators need it.
     *
     * @throws ArgumentException as {@link #outputs(Dataset, Columns, String)}
     */
    public Dataset<Row> classes(Dataset<?> rows, Columns inputs, String name) {
        return with(rows, inputs, name, DataTypes.DoubleType, Outputs.CLASS);
    }

    /**
     * Adds a column of the only number that the model gives for a row.
     *
     * @throws ArgumentException as {@link #outputs(Dataset, Columns, String)}
     */
    public Dataset<Row> numbers(Dataset<?> rows, Columns inputs, String name) {
        return with(rows, inputs, name, DataTypes.DoubleType, Outputs.NUMBER);
    }

    private Dataset<Row> with(Dataset<?> rows, Columns inputs, String name, DataType type, Outputs outputs) {
        StructType schema = new ColumnTypes(rows.schema()).with(name, type);
        RowReader reader = inputs.inputReader(rows.schema());
        return rows.toDF().mapPartitions(new PredictedPartition(model, reader, outputs), Encoders.row(schema));
    }

    /** {@link #outputs(Dataset, Columns, String)} as a function of one column, of type F32. */
    public UserDefinedFunction outputs() {
        return function(NUMBERS, Outputs.NUMBERS);
    }

    /** {@link #classes(Dataset, Columns, String)} as a function of one column, of type F32. */
    public UserDefinedFunction classes() {
        return function(DataTypes.DoubleType, Outputs.CLASS);
    }

    /** {@link #numbers(Dataset, Columns, String)} as a function of one column, of type F32. */
    public UserDefinedFunction numbers() {
        return function(DataTypes.DoubleType, Outputs.NUMBER);
    }

    private UserDefinedFunction function(DataType type, Outputs outputs) {
        return functions.udf(new PredictedCell(model, outputs), type);
    }
}
