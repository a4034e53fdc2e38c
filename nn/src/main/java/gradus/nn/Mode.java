package gradus.nn;

import gradus.autodiff.ArgumentException;
import java.util.random.RandomGenerator;

/**
 * How a layer is applied: to be trained, or to be evaluated. It is an argument of {@link Layer#forward(gradus.autodiff.Tensor, Mode)} and
 * not a state of the model, so that one thread can train a model while another evaluates it. Most layers do the same in both modes.
 *
 * {@snippet lang = java :
 * var logits = model.forward(batch.inputs(), Mode.training(random)); // dropout drops, batch normalisation takes the batch's statistics
 * var answers = model.forward(inputs, Mode.evaluation());
 * }
 */
public sealed interface Mode {

    /** The model is trained. What layers draw at random, such as what dropout drops, comes from {@code random}, in the order of the layers. */
    static Mode training(RandomGenerator random) {
        return new Training(random);
    }

    /** The model is used as it is. */
    static Mode evaluation() {
        return new Evaluation();
    }

    /**
     * Whether the model is trained.
     *
     * @param layer the layer that has to know, for the error
     * @throws ArgumentException if nobody said so: the layer was applied by {@link Layer#forward(gradus.autodiff.Tensor)}
     */
    boolean isTraining(String layer);

    /** Where a layer that draws at random takes its numbers from. */
    record Training(RandomGenerator random) implements Mode {
        @Override
        public boolean isTraining(String layer) {
            return true;
        }
    }

    /** Nothing is random, and nothing changes. */
    record Evaluation() implements Mode {
        @Override
        public boolean isTraining(String layer) {
            return false;
        }
    }

    /** Nobody said which: right for layers that do the same in both. */
    record Unsaid() implements Mode {
        @Override
        public boolean isTraining(String layer) {
            throw new ArgumentException(
                    layer,
                    "to know whether it is trained or evaluated",
                    "forward(x)",
                    "forward(x, Mode.training(random)) or forward(x, Mode.evaluation())");
        }
    }
}
