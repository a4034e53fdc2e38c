/**
 * Layers and training.
 *
 * {@snippet lang = java :
 * var random = Randomness.seeded(7);
 * var model = Sequential.of(Linear.of(784, 300, random), new Softplus(), Linear.of(300, 10, random));
 * var sgd = new SGD().momentum(0.9).of(model.parameters()).learningRate(0.1);
 * for (var batch : Mnist.load(folder).train().shuffled(random).batches(50)) {
 *     sgd.minimize(() -> new CrossEntropy().mean(model.forward(batch.inputs()), batch.labels()));
 * }
 * }
 */
@NullMarked
package gradus.nn;

import org.jspecify.annotations.NullMarked;
