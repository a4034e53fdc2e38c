package gradus.examples.sigmoid;

import gradus.nn.Sequential;
import gradus.nn.data.Mnist;
import gradus.nn.layer.Linear;
import gradus.nn.layer.Sigmoid;
import java.util.random.RandomGenerator;

/** The network of parts 4 to 6: 784-300-10, sigmoid hidden units, logits out. */
final class DigitNetwork {
    private static final int HIDDEN = 300;

    private DigitNetwork() {}

    /** The network before training: weights as {@link Linear} draws them, biases 0. */
    static Sequential untrained(RandomGenerator random) {
        return Sequential.of(
                Linear.of(Mnist.SIDE * Mnist.SIDE, HIDDEN, random),
                new Sigmoid(),
                Linear.of(HIDDEN, Mnist.CLASSES, random));
    }
}
