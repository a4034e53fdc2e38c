package gradus.spark.ml;

import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;
import gradus.spark.Columns;
import gradus.spark.Predictor;
import gradus.spark.SentModel;
import java.io.Serializable;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;

/**
 * A trained network, as a model of Spark ML has it.
 *
 * @param inputs numbers of an example
 * @param outputs numbers that it gives for each
 * @param losses of the epochs
 */
record Network(SentModel<Layer> model, int inputs, int outputs, ImmutableDoubleList losses) implements Serializable {
    static Network of(NetworkMaker maker, Layer trained, double... losses) {
        return new Network(
                SentModel.of(maker, trained), maker.inputs(), maker.outputs(), DoubleLists.immutable.with(losses));
    }

    /** What it gives for one example. */
    double[] outputs(Vector features) {
        double[] numbers = features.toArray();
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers[i];
        }
        Tensor x = Tensor.of(floats).reshape(1, floats.length);
        return model.frozen().forward(x, Mode.evaluation()).toDoubleArray();
    }

    /** Adds a column of arrays with what it gives for each row. */
    Dataset<Row> outputs(Dataset<?> rows, String features, String name) {
        return Predictor.of(rows.sparkSession(), model).outputs(rows, Columns.of(features), name);
    }
}
