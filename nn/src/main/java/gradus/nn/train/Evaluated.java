package gradus.nn.train;

import gradus.autodiff.Indices;
import gradus.autodiff.Tensor;
import gradus.nn.data.Batch;
import org.jspecify.annotations.Nullable;

/**
 * What a model gave for some examples.
 *
 * @param loss the mean over them
 * @param examples how many
 * @param shown null where no metric asks for it
 */
record Evaluated(double loss, int examples, @Nullable Shown shown) {
    /** The outputs, and the labels or targets; the batch may have inputs or not. */
    record Shown(Tensor outputs, Batch batch) {
        /** The same without inputs, for longer than the scope in which it was computed. */
        Shown keep() {
            Batch alone = batch.hasLabels()
                    ? batch.withoutInputs()
                    : truths(batch.targets().keep());
            return new Shown(outputs.keep(), alone);
        }

        /** Labels without inputs. */
        static Batch truths(Indices labels) {
            return new Batch(Tensor.zeros(labels.shape().dim(0), 0), labels).withoutInputs();
        }

        /** Targets without inputs. */
        static Batch truths(Tensor targets) {
            return new Batch(Tensor.zeros(targets.shape().dim(0), 0), targets).withoutInputs();
        }
    }

    Evaluated keep() {
        return new Evaluated(loss, examples, shown == null ? null : shown.keep());
    }
}
