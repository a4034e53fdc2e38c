package gradus.nn.train;

import gradus.autodiff.DType;
import gradus.autodiff.Gradients;
import gradus.autodiff.Parameter;
import gradus.autodiff.Tensor;
import gradus.nn.data.Batch;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * A step that has been taken.
 *
 * @param isFirst whether it is the first of all
 * @param isLate whether it is one of the last ones of the epoch
 * @param output what the model gave for the batch
 * @param loss before it
 * @param gradients before it, of what the optimizer changes
 * @param promised by how much the loss would fall if it went on as it slopes: the gradients times
 *     the way of the step
 * @param way the Euclidean norm of what the step changed
 * @param size that of all parameters that have a gradient, before it
 */
record TakenStep(
        boolean isFirst,
        boolean isLate,
        Batch batch,
        Tensor output,
        double loss,
        ImmutableList<Tensor> gradients,
        double promised,
        double way,
        double size) {

    /** What is known of it before. */
    static final class Before {
        private final boolean isFirst;
        private final boolean isLate;
        private final DivergenceDiagnosis.Case made;
        private final ImmutableList<Parameter> trained;
        private final ImmutableList<Tensor> gradients;
        private final ImmutableList<Tensor> values;

        Before(
                boolean isFirst,
                boolean isLate,
                DivergenceDiagnosis.Case made,
                ImmutableList<Parameter> trained,
                Gradients gradients) {
            this.isFirst = isFirst;
            this.isLate = isLate;
            this.made = made;
            this.trained = trained;
            this.gradients =
                    trained.collect(parameter -> gradients.of(parameter).keep());
            this.values = trained.collect(parameter -> parameter.value().detach());
        }

        TakenStep taken() {
            double promised = 0;
            double ways = 0;
            double squares = 0;
            for (int i = 0; i < values.size(); i++) {
                Tensor gradient = gradients.get(i);
                Tensor before = values.get(i);
                Tensor way = before.sub(trained.get(i).value().detach());
                promised += product(gradient, way);
                ways += product(way, way);
                squares += product(gradient, gradient) > 0 ? product(before, before) : 0;
            }
            return new TakenStep(
                    isFirst,
                    isLate,
                    made.batch(),
                    made.output(),
                    made.loss().item(),
                    gradients,
                    promised,
                    Math.sqrt(ways),
                    Math.sqrt(squares));
        }
    }

    /** The inner product of two tensors of one shape, in double precision. */
    static double product(Tensor a, Tensor b) {
        return a.shape().size() == 0
                ? 0
                : a.to(DType.F64).mul(b.to(DType.F64)).sum().item();
    }
}
