package gradus.examples.cifar;

import java.util.OptionalDouble;
import module gradus.examples;

/**
 * A network and how it is trained.
 *
 * @param depth how many layers with weights: 2 is one hidden layer
 * @param hidden units in each hidden layer
 * @param start first weights, and what goes with them; biases start at 0
 * @param decay by what the learning rate is multiplied after each epoch; empty where it falls along half a cosine to 0
 * @param lambda of the penalty λ |W|² for each weight matrix, whose gradient is 2 λ W
 */
record Setup(
        String name,
        int depth,
        int hidden,
        Start start,
        int batchSize,
        double learningRate,
        OptionalDouble decay,
        double momentum,
        double lambda,
        int steps,
        boolean mirrors) {

    /** Where first weights come from, and what pixels from about -128 to 128 are multiplied by. */
    record Start(Initializer initializer, double pixelFactor) {
        /** As in the report: from the normal distribution with a deviation of 0.0001, for pixels as they are. */
        static final Start TINY = new Start(Initializer.normal(0, 1e-4), 1);

        /** The same weights for pixels of about unit size. */
        static final Start TINY_SCALED = new Start(Initializer.normal(0, 1e-4), 1.0 / 64);

        /** With the deviation √(2 / in) of He et al., for pixels of about unit size. */
        static final Start HE = new Start(Initializer.heNormal(), 1.0 / 64);

        /** Whether weights and pixels are of a size with which a network learns. */
        boolean fits() {
            return equals(HE);
        }
    }

    /**
     * Pixels as the report takes them: from 0 to 255, less the mean of the training images, and here
     * times a factor. A layer, so that a saved model carries its mean image along.
     */
    record MeanImage(Buffer mean, double factor) implements Layer {
        private static final double WHITE = 255;

        @Override
        public Tensor forward(Tensor x, Mode mode) {
            return x.sub(mean.value()).mul(WHITE * factor);
        }

        @Override
        public String description() {
            return "MeanImage(times " + factor + ")";
        }
    }

    /** A new network of this kind; {@code 1.weight} is the first matrix. */
    Sequential network(Tensor meanImage, int classes, Randomness random) {
        MutableList<Layer> layers = Lists.mutable.with(new MeanImage(Buffer.of("mean", meanImage), start.pixelFactor));
        int in = Math.toIntExact(meanImage.shape().size());
        for (int layer = 1; layer < depth; layer++) {
            layers.add(Linear.of(in, hidden, start.initializer, random));
            layers.add(new ReLU());
            in = hidden;
        }
        layers.add(Linear.of(in, classes, start.initializer, random));
        return new Sequential(layers.toImmutable());
    }

    /** Gradient descent whose penalty λ |W|² is a weight decay of 2 λ, of weights and not of biases. */
    Optimizer descent(Sequential model) {
        var linear = model.layers().selectInstancesOf(Linear.class);
        return new SGD()
                .momentum(momentum)
                .of(model)
                .learningRate(learningRate)
                .weightDecay(2 * lambda)
                .group(linear.collect(Linear::bias), biases -> biases.weightDecay(0));
    }

    /** The learning rates of all steps, from {@code rate} on. */
    Schedule schedule(double rate, int stepsInEpoch) {
        return decay.isPresent()
                ? Schedule.step(rate, stepsInEpoch, decay.getAsDouble())
                : Schedule.cosine(rate, steps);
    }

    /** Such as {@code 250 hidden units, batches of 128, learning rate 0.02, λ = 0.001, 4900 steps}. */
    String description() {
        return hidden + " hidden units, batches of " + batchSize + ", learning rate " + learningRate
                + (decay.isPresent() ? " times " + falling() + " per epoch" : "")
                + ", λ = " + lambda + ", " + steps + " steps";
    }

    /** By what the rate falls in an epoch, in words. */
    String falling() {
        return decay.isPresent() ? decay.getAsDouble() + "" : "cosine";
    }

    int stepsInEpoch(Images images) {
        return Math.max(1, images.train().size() / batchSize);
    }

    Setup named(String other) {
        return with(other, depth, start, batchSize, decay, steps);
    }

    Setup deep(int other, String suffix) {
        return with(other + " layers" + suffix, other, start, batchSize, decay, steps);
    }

    Setup from(Start other) {
        return with(name, depth, other, batchSize, decay, steps);
    }

    /** The same for so many steps, with the rate falling along a cosine. */
    Setup along(int otherSteps) {
        return with(name, depth, start, batchSize, OptionalDouble.empty(), otherSteps);
    }

    /** The same with so many steps and examples in a step at most. */
    Setup within(int mostSteps, int mostExamples) {
        return with(name, depth, start, Math.min(batchSize, mostExamples), decay, Math.min(steps, mostSteps));
    }

    /** The same with other values of what setups differ in. */
    private Setup with(String newName, int layers, Start from, int batch, OptionalDouble fall, int count) {
        return new Setup(newName, layers, hidden, from, batch, learningRate, fall, momentum, lambda, count, mirrors);
    }
}
