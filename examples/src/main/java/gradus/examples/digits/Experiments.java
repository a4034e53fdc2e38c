package gradus.examples.digits;

import gradus.autodiff.Gradients;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.examples.digits.Corrected.Settings;
import gradus.nn.Initializer;
import gradus.nn.Linear;
import gradus.nn.Sequential;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;

/** Part 6: the corrected network with one setting changed at a time, by plain gradient descent. */
record Experiments(ImmutableList<Trial> rates, ImmutableList<Trial> batchSizes, ImmutableList<Start> starts) {
    private static final double RATE = 0.1;
    private static final int BATCH = 15;

    /** A training with the setting that was tried, its steps and how long it took. */
    record Trial(double setting, Corrected result, int steps, double seconds) {}

    /**
     * A training from other first weights.
     *
     * @param firstGradient the largest number in the first gradient of the first layer's weights, {@code biasGradient} in that of the last bias
     * @param different how many of the hidden units have weights that no other one has, after the training
     */
    record Start(String name, double firstGradient, double biasGradient, int different, Corrected result) {}

    /** All three series, {@code epochs} each. */
    static Experiments of(Labelled train, Labelled test, int epochs, long seed) {
        Settings plain = new Settings(RATE, 0, BATCH, epochs);
        return new Experiments(
                DoubleLists.immutable
                        .with(0.0001, 0.001, 0.01, 0.1, 1, 10, 100)
                        .collect(rate -> trial(rate, plain.learningRate(rate), train, test, seed)),
                Lists.immutable
                        .with(1, 5, 15, 50, 150, train.size())
                        .collect(size -> trial(size, plain.batchSize(size), train, test, seed)),
                Lists.immutable.with(
                        start("weights by He et al., biases 0", Initializer.heNormal(), plain, train, test, seed),
                        start("weights 0, biases 0", Initializer.zeros(), plain, train, test, seed),
                        start("weights 0.1, biases 0", Initializer.constant(0.1), plain, train, test, seed)));
    }

    private static Trial trial(double setting, Settings settings, Labelled train, Labelled test, long seed) {
        Randomness random = Randomness.seeded(seed);
        Sequential model = Corrected.network(Initializer.heNormal(), random);
        long begin = System.nanoTime();
        Corrected result = Corrected.train(model, settings, train, test, random);
        double seconds = (System.nanoTime() - begin) * 1e-9;
        return new Trial(
                setting, result, settings.epochs() * Math.ceilDiv(train.size(), settings.batchSize()), seconds);
    }

    private static Start start(
            String name, Initializer weights, Settings settings, Labelled train, Labelled test, long seed) {
        Randomness random = Randomness.seeded(seed);
        Sequential model = Corrected.network(weights, random);
        Linear first = (Linear) model.layers().getFirst();
        Gradients gradients = model.forward(train.images())
                .binaryCrossEntropy(train.labels())
                .mean()
                .gradients();
        double largest = gradients.of(first.weight()).abs().max().item();
        double bias = gradients.of(model.parameters().getLast()).abs().max().item();
        Corrected result = Corrected.train(model, settings, train, test, random);
        return new Start(name, largest, bias, different(first.weight().value()), result);
    }

    private static int different(Tensor weights) {
        return Lists.mutable
                .withAll(java.util.stream.IntStream.range(0, weights.shape().dim(0))
                        .mapToObj(unit -> DoubleLists.immutable.with(
                                weights.select(0, unit).toDoubleArray()))
                        .toList())
                .distinct()
                .size();
    }
}
