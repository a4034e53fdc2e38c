package gradus.spark.ml;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradusException;
import org.apache.spark.ml.classification.ProbabilisticClassificationModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** The columns that a model adds. */
final class ModelColumns {
    private ModelColumns() {}

    /** A column that a model has added under a name with no backticks. */
    static Column named(String name) {
        return functions.col("`" + name + "`");
    }

    static Column function(UDF1<Vector, ?> function, DataType type, Column of) {
        return functions.udf(function, type).apply(of);
    }

    /** With a column more, and the metadata that the schema has for it, unless its name is empty. */
    static Dataset<Row> with(Dataset<Row> rows, StructType schema, String name, Column column) {
        return name.isEmpty()
                ? rows
                : rows.withColumn(name, column.as(name, schema.apply(name).metadata()));
    }

    static void requireThresholds(ProbabilisticClassificationModel<?, ?> model, int classes) {
        if (model.isDefined(model.thresholds()) && model.getThresholds().length != classes) {
            throw new ArgumentException(
                    "GradusClassificationModel.transform",
                    "a threshold for each of " + GradusException.counted(classes, "class", "classes"),
                    model.getThresholds().length + "",
                    "");
        }
    }
}
