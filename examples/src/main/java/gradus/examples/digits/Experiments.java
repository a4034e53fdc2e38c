package gradus.examples.digits;

import gradus.autodiff.DType;
import gradus.autodiff.Gradients;
import gradus.autodiff.Parameter;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.examples.digits.Corrected.TrainingSettings;
import gradus.nn.Initializer;
import gradus.nn.Sequential;
import gradus.nn.data.Batch;
import gradus.nn.data.Dataset;
import gradus.nn.layer.Linear;
import gradus.nn.train.Epoch;
import gradus.nn.train.Progress;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;

/** Part 6: the corrected network with one setting changed at a time, by plain gradient descent. */
record Experiments(ImmutableList<Trial> rates, ImmutableList<BatchSize> batchSizes, ImmutableList<Start> starts) {
    static final double RATE = 0.1;
    static final double LARGE_RATE = 1;
    static final int BATCH = 15;

    /** The learning rates that each batch size is tried with. */
    static final ImmutableDoubleList RATES_OF_SIZES = DoubleLists.immutable.with(0.01, RATE, LARGE_RATE, 10);

    /** How long it takes is how long it takes to this test accuracy. */
    static final double GOAL = 0.97;

    private static final ImmutableDoubleList RATES = DoubleLists.immutable.with(0.0001, 0.001, 0.01, RATE, 1, 10, 100);
    private static final ImmutableList<Integer> SIZES = Lists.immutable.with(1, 5, BATCH, 50, 150);
    private static final int STARTS = 5;

    /** How many trainings {@link #of} makes. */
    static final int TRAININGS = RATES.size() + (SIZES.size() + 1) * RATES_OF_SIZES.size() + STARTS;

    /** A training with the rate that was tried, and how many steps it took. */
    record Trial(double rate, Corrected result, int steps) {}

    /**
     * Trainings with batches of one size.
     *
     * @param noise how far, before training, the gradient of such a batch is from that of all images, relative to the
     *     length of the latter: root of the
     *     mean square over the batches of an epoch
     * @param trials one for each of {@link #RATES_OF_SIZES}
     */
    record BatchSize(int size, double noise, ImmutableList<Trial> trials) {
        /** The one with this rate, of {@link #RATES_OF_SIZES}. */
        Trial at(double rate) {
            return trials.detect(trial -> trial.rate() == rate);
        }

        /** The one with the rate at which the sizes are compared. */
        Trial compared() {
            return at(RATE);
        }

        /** How long an epoch takes on the average, in seconds. */
        double secondsAnEpoch() {
            return compared().result().history().column(Epoch.SECONDS).average();
        }

        /** The one with the highest test accuracy. */
        Trial best() {
            return trials.maxBy(trial -> trial.result().accuracy());
        }

        /** How many epochs it took to {@link #GOAL}, at the compared rate; 0 if it did not get there. */
        int epochsToGoal() {
            return compared().result().history().epochs().detectIndex(epoch -> accuracy(epoch) >= GOAL) + 1;
        }

        /** How long that took, in seconds. */
        double secondsToGoal() {
            ImmutableList<Epoch> epochs = compared().result().history().epochs();
            return epochs.take(epochsToGoal()).sumOfDouble(epoch -> epoch.get(Epoch.SECONDS));
        }

        private static double accuracy(Epoch epoch) {
            return epoch.get("validation " + Corrected.ACCURACY);
        }
    }

    /**
     * A training from other first weights.
     *
     * @param weightGradient the largest number in the first gradient of the first layer's weights
     * @param biasGradient the largest number in that of its biases
     * @param different how many of the hidden units have weights that no other one has, after the training
     */
    record Start(String name, double weightGradient, double biasGradient, int different, Corrected result) {}

    /** The batches of one size. */
    BatchSize batchesOf(int size) {
        return batchSizes.detect(each -> each.size() == size);
    }

    /** All three series, {@code epochs} each; each training is a step of the progress. */
    static Experiments of(Dataset train, Dataset test, int epochs, long seed, Progress progress) {
        return new Laboratory(train, test, new TrainingSettings(RATE, 0, BATCH, epochs, seed), progress).experiments();
    }

    private record Laboratory(Dataset train, Dataset test, TrainingSettings plain, Progress progress) {

        Experiments experiments() {
            return new Experiments(
                    RATES.collect(rate -> trial(plain.learningRate(rate))),
                    SIZES.newWith(train.size()).collect(this::batchSize),
                    Lists.immutable.with(
                            start("weights by He et al., biases 0", Initializer.heNormal(), 0),
                            start("weights by He et al., biases random", Initializer.heNormal(), 1),
                            start("weights 0, biases 0", Initializer.zeros(), 0),
                            start("weights 0.1, biases 0", Initializer.constant(0.1), 0),
                            start("weights 0.1, biases random", Initializer.constant(0.1), 1)));
        }

        private Trial trial(TrainingSettings settings) {
            Corrected result = train(network(Initializer.heNormal()), settings);
            return new Trial(
                    settings.learningRate(),
                    result,
                    result.history().stepLosses().size());
        }

        private Corrected train(Sequential model, TrainingSettings settings) {
            Corrected result = Corrected.train(model, settings, train, test);
            progress.step();
            return result;
        }

        private Sequential network(Initializer weights) {
            return Corrected.network(weights, Randomness.seeded(plain.seed()));
        }

        private BatchSize batchSize(int size) {
            return new BatchSize(
                    size,
                    noise(size),
                    RATES_OF_SIZES.collect(rate -> trial(plain.batchSize(size).learningRate(rate))));
        }

        private double noise(int size) {
            Sequential model = network(Initializer.heNormal());
            Tensor whole = gradient(model, train.all());
            ImmutableList<Batch> batches =
                    Lists.immutable.withAll(train.batches(size).dropLast());
            double squares = batches.sumOfDouble(
                    batch -> gradient(model, batch).sub(whole).square().sum().item());
            return Math.sqrt(squares / batches.size() / whole.square().sum().item());
        }

        private static Tensor gradient(Sequential model, Batch batch) {
            Gradients gradients =
                    Corrected.LOSS.of(model.forward(batch.inputs()), batch).gradients();
            return Tensor.concat(
                    0,
                    model.parameters()
                            .collect(parameter -> gradients.of(parameter).reshape(-1)));
        }

        private Start start(String name, Initializer weights, double largestBias) {
            Sequential model = network(weights);
            Linear first = (Linear) model.layers().getFirst();
            Parameter biases = model.parameters().get(1);
            Randomness random = Randomness.seeded(plain.seed() + 1);
            biases.set(Tensor.uniform(DType.F64, biases.shape(), -largestBias, largestBias, random));
            Gradients gradients = Corrected.LOSS
                    .of(model.forward(train.all().inputs()), train.all())
                    .gradients();
            Corrected result = train(model, plain);
            return new Start(
                    name,
                    largest(gradients.of(first.weight())),
                    largest(gradients.of(biases)),
                    different(first),
                    result);
        }

        private static double largest(Tensor gradient) {
            return gradient.abs().max().item();
        }

        private static int different(Linear layer) {
            Tensor weights = layer.weight().value();
            return (int) IntStream.range(0, layer.out())
                    .mapToObj(unit ->
                            DoubleLists.immutable.with(weights.select(0, unit).toDoubleArray()))
                    .distinct()
                    .count();
        }
    }
}
