package gradus.spark.ml;

import gradus.nn.Layer;
import java.io.Serializable;
import java.util.random.RandomGenerator;

/**
 * Makes a network of the sizes that the data need. One that is to be saved with its estimator or
 * model is a public class with a public constructor without arguments, such as a record without
 * components: its name is saved. One that is a lambda expression cannot be saved.
 */
@FunctionalInterface
public interface Architecture extends Serializable {
    /**
     * A new network, of type F32.
     *
     * @param inputs numbers of an example
     * @param outputs numbers that it gives for each: logits, one for each class, or one number
     * @param random what its weights are drawn from, and nothing else, so that they are the same
     *     everywhere
     */
    Layer network(int inputs, int outputs, RandomGenerator random);
}
