package gradus.nn.loss;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.GradusException;
import gradus.autodiff.Indices;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import java.util.Arrays;

/** How much the examples of each class count in a loss: a vector {@code [classes]}. */
record ClassWeights(String loss, Tensor weights) {

    ClassWeights {
        weights = weights.detach();
        if (weights.shape().rank() != 1) {
            throw new ShapeException(
                    loss, "class weights [classes]", weights.shape().toString(), "");
        }
        double[] bad = Arrays.stream(weights.toDoubleArray())
                .filter(weight -> !(weight >= 0) || Double.isInfinite(weight))
                .toArray();
        if (bad.length > 0) {
            throw new ArgumentException(loss, "class weights that are finite and not negative", bad[0] + "", "");
        }
    }

    /** The weights of all classes, for rows of this type and length. */
    Tensor fitting(Tensor rows) {
        int classes = rows.shape().dim(-1);
        if (classes != weights.shape().size()) {
            throw new ShapeException(
                    loss,
                    "one weight for each of " + GradusException.counted(classes, "class", "classes"),
                    GradusException.counted(weights.shape().size(), "weight"),
                    "");
        }
        if (rows.dtype() != weights.dtype()) {
            throw new ElementTypeException(
                    loss,
                    "class weights of the element type of " + rows.type(),
                    weights.type(),
                    "convert them with to(DType." + rows.dtype() + ")");
        }
        return weights;
    }

    /** The weight of each example. */
    Tensor of(Tensor rows, Indices labels) {
        return fitting(rows).gather(0, labels);
    }
}
