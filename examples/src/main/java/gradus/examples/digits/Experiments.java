package gradus.examples.digits;

import module gradus.examples;
import org.eclipse.collections.impl.list.Interval;

/** Part 6: the corrected network with one setting changed at a time, by plain gradient descent. */
record Experiments(ImmutableList<Corrected> rates, ImmutableList<BatchSize> batchSizes, ImmutableList<Start> starts) {
    static final double RATE = 0.1;
    static final double LARGE_RATE = 1;
    static final int BATCH = 15;

    /** The learning rates that each batch size is tried with. */
    static final ImmutableList<Double> RATES_OF_SIZES = Lists.immutable.with(0.01, RATE, LARGE_RATE, 10.0);

    /** How long it takes is how long it takes to this test accuracy. */
    static final double GOAL = 0.97;

    private static final ImmutableList<Double> RATES =
            Lists.immutable.with(0.0001, 0.001, 0.01, RATE, 1.0, 10.0, 100.0);
    private static final ImmutableList<Integer> SIZES = Lists.immutable.with(1, 5, BATCH, 50, 150);
    private static final int STARTS = 5;

    /** How many trainings {@link #of} makes. */
    static final int TRAININGS = RATES.size() + (SIZES.size() + 1) * RATES_OF_SIZES.size() + STARTS;

    /**
     * Trainings with batches of one size.
     *
     * @param noise how far, before training, the gradient of such a batch is from that of all images, relative to the
     *     length of the latter: root of the mean square over the batches of an epoch
     * @param trials one for each of {@link #RATES_OF_SIZES}
     */
    record BatchSize(int size, double noise, ImmutableList<Corrected> trials) {
        /** The one with the rate at which the sizes are compared. */
        Corrected compared() {
            return trials.get(RATES_OF_SIZES.indexOf(RATE));
        }

        /** The one with large steps. */
        Corrected large() {
            return trials.get(RATES_OF_SIZES.indexOf(LARGE_RATE));
        }

        /** How long an epoch takes on the average, in seconds. */
        double secondsAnEpoch() {
            return compared().history().column(Epoch.SECONDS).average();
        }

        /** How many epochs it took to {@link #GOAL}, at the compared rate; 0 if it did not get there. */
        int epochsToGoal() {
            var epochs = compared().history().epochs();
            return epochs.detectIndex(epoch -> epoch.get(Watch.VALIDATION_ACCURACY) >= GOAL) + 1;
        }

        /** How long that took, in seconds. */
        double secondsToGoal() {
            ImmutableList<Epoch> epochs = compared().history().epochs();
            return epochs.take(epochsToGoal()).sumOfDouble(epoch -> epoch.get(Epoch.SECONDS));
        }
    }

    /**
     * A training from other first weights.
     *
     * @param id what its figures are named after
     * @param weightGradient the largest number in the first gradient of the first layer's weights
     * @param biasGradient the largest number in that of its biases
     * @param different how many of the hidden units have weights that no other one has, after the training
     */
    record Start(String id, String name, double weightGradient, double biasGradient, int different, Corrected result) {}

    /** The batches of one size. */
    BatchSize batchesOf(int size) {
        return batchSizes.detect(each -> each.size == size);
    }

    /** The learning rate with the highest test accuracy. */
    Corrected bestRate() {
        return rates.maxBy(Corrected::accuracy);
    }

    /** All three series, {@code epochs} each; each training is a step of the progress. */
    static Experiments of(ReportData data, int epochs, long seed, Progress progress) {
        Laboratory laboratory = new Laboratory(data, epochs, seed, progress);
        return new Experiments(
                RATES.collect(rate -> laboratory.trial(rate, BATCH)),
                SIZES.newWith(data.train().size())
                        .collect(size -> new BatchSize(
                                size,
                                laboratory.noise(size),
                                RATES_OF_SIZES.collect(rate -> laboratory.trial(rate, size)))),
                Lists.immutable.with(
                        laboratory.start("he_zero", "weights by He et al., biases 0", Initializer.heNormal(), 0),
                        laboratory.start("he_random", "weights by He et al., biases random", Initializer.heNormal(), 1),
                        laboratory.start("zero_zero", "weights 0, biases 0", Initializer.zeros(), 0),
                        laboratory.start("equal_zero", "weights 0.1, biases 0", Initializer.constant(0.1), 0),
                        laboratory.start("equal_random", "weights 0.1, biases random", Initializer.constant(0.1), 1)));
    }

    private record Laboratory(ReportData data, int epochs, long seed, Progress progress) {

        private Sequential network(Initializer weights) {
            return Corrected.network(weights, Randomness.seeded(seed));
        }

        Corrected trial(double rate, int batchSize) {
            return train(network(Initializer.heNormal()), rate, batchSize);
        }

        private Corrected train(Sequential model, double rate, int batchSize) {
            Trainer trainer = Corrected.trainer(model, rate, 0, data)
                    .withoutHints() // some settings are wrong on purpose
                    .epochs(epochs)
                    .batchSize(batchSize)
                    .seed(seed);
            Corrected result = Corrected.train(model, rate, trainer, data);
            progress.step();
            return result;
        }

        double noise(int size) {
            Sequential model = network(Initializer.heNormal());
            Tensor whole = inARow(model, gradients(model, data.train().all()));
            ImmutableList<Batch> batches =
                    Lists.immutable.withAll(data.train().batches(size).dropLast());
            double squares = batches.sumOfDouble(batch -> inARow(model, gradients(model, batch))
                    .sub(whole)
                    .square()
                    .sum()
                    .item());
            return Math.sqrt(squares / batches.size() / whole.square().sum().item());
        }

        private static Tensor inARow(Sequential model, Gradients gradients) {
            return Tensor.concat(
                    0, model.parameters().collect(each -> gradients.of(each).reshape(-1)));
        }

        private static Gradients gradients(Sequential model, Batch batch) {
            return Corrected.LOSS.of(model.forward(batch.inputs()), batch).gradients();
        }

        Start start(String id, String name, Initializer weights, double largestBias) {
            Sequential model = network(weights);
            Linear first = (Linear) model.layers().getFirst();
            Parameter biases = model.parameters().get(1);
            Randomness random = Randomness.seeded(seed + 1);
            biases.set(Tensor.uniform(DType.F64, biases.shape(), -largestBias, largestBias, random));
            Gradients before = gradients(model, data.train().all());
            Corrected result = train(model, RATE, BATCH);
            return new Start(
                    id,
                    name,
                    before.of(first.weight()).abs().max().item(),
                    before.of(biases).abs().max().item(),
                    different(first.weight().value()),
                    result);
        }

        private static int different(Tensor rows) {
            return Interval.zeroTo(rows.shape().dim(0) - 1)
                    .collect(i -> DoubleLists.immutable.with(rows.select(0, i).toDoubleArray()))
                    .toSet()
                    .size();
        }
    }

    void report(Findings f) {
        f.value("experiments", this);
        rates.forEach(trial -> f.share("rate_" + plain(trial) + "_test_accuracy", trial.accuracy()));
        f.curves("learning-rates", rates.collect(trial -> loss("rate " + plain(trial), trial)));
        batchSizes.forEach(size -> {
            f.share("batch_" + size.size() + "_test_accuracy", size.compared().accuracy());
            f.number("batch_" + size.size() + "_gradient_noise", size.noise());
        });
        f.curves("batch-sizes", batchSizes.collect(size -> loss("batches of " + size.size(), size.compared())));
        BatchSize one = batchSizes.getFirst();
        BatchSize some = batchesOf(BATCH);
        f.value("one", one);
        f.value("some", some);
        f.value("all", batchSizes.getLast());
        f.value("bestOfAll", batchSizes.getLast().trials().maxBy(Corrected::accuracy));
        f.value("tooNoisy", one.large().accuracy() < some.large().accuracy());
        f.value("bothReach", one.epochsToGoal() > 0 && some.epochsToGoal() > 0);
        starts.forEach(start -> {
            f.share("start_" + start.id() + "_test_accuracy", start.result().accuracy());
            f.value(start.id(), start);
        });
    }

    /** The rate as one writes it, such as 0.0001 and 100. */
    private static String plain(Corrected trial) {
        return Words.of(trial.rate(), "plain");
    }

    private static Curve loss(String name, Corrected result) {
        return Curve.from1(name, result.history().column(Epoch.LOSS));
    }
}
