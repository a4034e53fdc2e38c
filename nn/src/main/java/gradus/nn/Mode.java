package gradus.nn;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradusException;
import gradus.autodiff.Tensor;
import java.util.random.RandomGenerator;

/**
 * How a layer is applied: to be trained, or to be evaluated. It is an argument of {@link
 * Layer#forward(gradus.autodiff.Tensor, Mode)} and not a state of the model, so that one thread can
 * train a model while another evaluates it. Most layers do the same in both modes.
 *
 * {@snippet lang = java :
 * // dropout drops, batch normalization takes the batch's statistics
 * var logits = model.forward(batch.inputs(), Mode.training(random));
 * var outputs = model.forward(inputs, Mode.evaluation());
 * // looks inside
 * var watching = Mode.evaluation().watching((path, layer, x, y) -> System.out.println(path + " " + y.mean()));
 * model.forward(inputs, watching);
 * }
 */
public sealed interface Mode {

    /**
     * The model is trained. What layers draw at random, such as what dropout drops, comes from
     * {@code random}, in the order of the layers.
     */
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
     * @throws ArgumentException if nobody said so: the layer was applied by {@link
     *     Layer#forward(gradus.autodiff.Tensor)}
     */
    boolean isTraining(String layer);

    /**
     * Where a layer that is trained takes its random numbers from.
     *
     * @param layer the layer that draws, for the error
     * @throws ArgumentException if the model is not trained
     */
    default RandomGenerator random(String layer) {
        throw new ArgumentException(layer, "Mode.training(random) to draw from", toString(), "");
    }

    /**
     * Applies a part of a layer, as every layer made of layers should: errors then say where they
     * happened, and who watches sees the part.
     *
     * @param part the part's name, as in the names of its parameters
     * @throws GradusException as the part does, with the part's path before the operator's name:
     *     {@code layer 2.inner, Linear(300 -> 10): needs ...}
     */
    default Tensor apply(String part, Layer layer, Tensor x) {
        try {
            return layer.forward(x, this);
        } catch (GradusException e) {
            throw LayerErrors.within(part, layer, e);
        }
    }

    /** The same mode with somebody who is told what every part of the model gave. */
    default Mode watching(LayerWatcher watcher) {
        return new Watching(this, "", watcher);
    }

    /** Where a layer that draws at random takes its numbers from. */
    record Training(RandomGenerator random) implements Mode {
        @Override
        public boolean isTraining(String layer) {
            return true;
        }

        @Override
        public RandomGenerator random(String layer) {
            return random;
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

    /**
     * Another mode, watched; the path leads to the layer that is being applied, with a dot after it
     * unless it is empty.
     */
    record Watching(Mode mode, String path, LayerWatcher watcher) implements Mode {
        @Override
        public boolean isTraining(String layer) {
            return mode.isTraining(layer);
        }

        @Override
        public RandomGenerator random(String layer) {
            return mode.random(layer);
        }

        @Override
        public Tensor apply(String part, Layer layer, Tensor x) {
            String place = path + part;
            Tensor y = new Watching(mode, place + ".", watcher).located(part, layer, x);
            watcher.applied(place, layer, x, y);
            return y;
        }

        private Tensor located(String part, Layer layer, Tensor x) {
            return Mode.super.apply(part, layer, x);
        }
    }
}
