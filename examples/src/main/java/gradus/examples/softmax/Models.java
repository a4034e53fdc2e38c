package gradus.examples.softmax;

import java.util.random.RandomGenerator;
import module gradus.nn;

/** The models of the assignment before training. All give logits: the loss has the softmax in it. */
final class Models {
    static final int HIDDEN = 11;
    private static final int PIXELS = Mnist.SIDE * Mnist.SIDE;

    private Models() {}

    /** Softmax regression, 784-10. */
    static Sequential regression(RandomGenerator random) {
        return Sequential.of(Linear.of(PIXELS, Mnist.CLASSES, random));
    }

    /** 784-11-10 with ReLU between. */
    static Sequential hidden(RandomGenerator random) {
        return Sequential.of(
                Linear.of(PIXELS, HIDDEN, Initializer.heNormal(), random),
                new ReLU(),
                Linear.of(HIDDEN, Mnist.CLASSES, random));
    }

    /** The same without ReLU: two linear maps, which are one of rank 11. */
    static Sequential hiddenWithoutReLU(RandomGenerator random) {
        return Sequential.of(
                Linear.of(PIXELS, HIDDEN, Initializer.heNormal(), random), Linear.of(HIDDEN, Mnist.CLASSES, random));
    }
}
