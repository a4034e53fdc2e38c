package gradus.examples.sigmoid;

import gradus.autodiff.Parameter;
import module gradus.examples;
import module java.base;
import org.eclipse.collections.impl.list.Interval;

/**
 * Part 4: the same training twice, one example at a time with the gradients averaged over each batch, and whole batches
 * at once.
 *
 * @param comparison of the gradients that both ways give at the same weights
 */
record SlowAndBatched(Way slow, Way batched, Comparison comparison) {
    private static final double RATE = 0.03;
    /** Of single precision: a few units of its seventh digit, by the largest of the numbers that are added. */
    private static final double ROUNDING = 1e-5;

    private static final int COMPARED_BATCHES = 20;

    /**
     * A training one way: how many examples a second, how good the network is after each epoch, and in the end on the
     * test images.
     */
    record Way(String name, double speed, ImmutableList<Evaluation> validation, Evaluation test) {
        int epochs() {
            return validation.size();
        }
    }

    /**
     * Over some batches, the largest difference between the gradients of the two ways, and the largest of the gradients
     * themselves.
     */
    record Comparison(int batches, double difference, double gradient) {}

    static SlowAndBatched train(Run run, DigitData digits, int slowEpochs) {
        Comparison comparison = compare(DigitTraining.untrained(run.random()), digits.train(), run.options());
        int epochs = run.options().epochs();
        Sequential slow = DigitTraining.untrained(run.random());
        Sequential batched = DigitTraining.untrained(run.random());
        Optimizer descent = new SGD().of(batched.parameters()).learningRate(RATE);
        Consumer<Batch> together = batch -> descent.minimize(loss(batched, batch));
        return new SlowAndBatched(
                train(run, "one at a time", digits, Math.min(slowEpochs, epochs), slow, batch -> descend(slow, batch)),
                train(run, "in batches", digits, epochs, batched, together),
                comparison);
    }

    private static Comparison compare(Sequential model, Dataset train, Options options) {
        int compared = (int) Math.min(train.size(), (long) COMPARED_BATCHES * options.batchSize());
        Batches batches = train.slice(0, compared).batches(options.batchSize());
        double difference = 0;
        double largest = 0;
        for (Batch batch : batches) {
            Gradients together = loss(model, batch).gradients();
            for (var pair : model.parameters().zip(averaged(model, batch))) {
                Tensor gradient = together.of(pair.getOne());
                difference = Math.max(
                        difference, gradient.sub(pair.getTwo()).abs().max().item());
                largest = Math.max(largest, gradient.abs().max().item());
            }
        }
        return new Comparison(batches.count(), difference, largest);
    }

    private static Tensor loss(Sequential model, Batch batch) {
        return new CrossEntropy().mean(model.forward(batch.inputs()), batch.labels());
    }

    /** The slow way: a graph and a sweep for each example; the gradients are added up and divided by their number. */
    private static ImmutableList<Tensor> averaged(Sequential model, Batch examples) {
        ImmutableList<Parameter> parameters = model.parameters();
        ImmutableList<Tensor> sums = parameters.collect(each -> Tensor.zeros(each.dtype(), each.shape()));
        for (Batch one : Dataset.of(examples.inputs(), examples.labels()).batches(1)) {
            Gradients gradients = loss(model, one).gradients();
            sums = sums.zip(parameters).collect(pair -> pair.getOne().add(gradients.of(pair.getTwo())));
        }
        return sums.collect(sum -> sum.div(examples.size()));
    }

    private static void descend(Sequential model, Batch batch) {
        model.parameters()
                .zip(averaged(model, batch))
                .forEach(pair -> pair.getOne()
                        .set(pair.getOne().value().detach().sub(pair.getTwo().mul(RATE))));
    }

    /** Takes the steps of some epochs one way, over the same batches in the same order as the other. */
    private static Way train(
            Run run, String name, DigitData digits, int epochs, Sequential model, Consumer<Batch> step) {
        Randomness order = run.random().split();
        int size = digits.train().size();
        int batchSize = run.options().batchSize();
        MutableList<Evaluation> validation = Lists.mutable.empty();
        long nanoseconds = 0;
        try (Progress progress = run.progress("4. " + name, (long) epochs * Math.ceilDiv(size, batchSize))) {
            for (int epoch = 1; epoch <= epochs; epoch++) {
                Batches batches = digits.train().shuffled(order).batches(batchSize);
                long start = System.nanoTime();
                for (Batch batch : batches) {
                    step.accept(batch);
                    progress.step();
                }
                nanoseconds += System.nanoTime() - start;
                validation.add(Evaluation.of(model, digits.validation()));
            }
            double speed = (double) epochs * size / (1e-9 * nanoseconds);
            progress.note(String.format(Locale.ROOT, "%,.0f examples a second", speed));
            return new Way(name, speed, validation.toImmutable(), Evaluation.of(model, digits.test()));
        }
    }

    void report(Findings f) {
        f.value("ways", this);
        f.value("meanRate", RATE);
        f.count("slow_and_batched_compared_batches", comparison.batches);
        f.number("slow_and_batched_largest_gradient_difference", comparison.difference);
        f.number("slow_and_batched_largest_gradient", comparison.gradient);
        f.count("slow_examples_per_second", Math.round(slow.speed));
        f.count("batched_examples_per_second", Math.round(batched.speed));
        double alone = slow.validation.getLast().loss();
        double together = batched.validation.get(slow.epochs() - 1).loss();
        f.number("slow_validation_loss", alone);
        f.number("batched_validation_loss", together);
        f.share("mean_rate_" + RATE + "_test_accuracy", batched.test.accuracy());
        f.value("oneBatch", comparison.batches == 1);
        f.value("areRounded", comparison.difference <= ROUNDING * comparison.gradient);
        f.value("apart", Math.abs(alone - together));
        f.value("samePlace", Math.abs(alone - together) < 1e-3 * together);
        f.value("timesAsFast", batched.speed / slow.speed);
        f.value("faster", batched.speed / slow.speed > 1.5);
        f.value(
                "epochsOfWays",
                Interval.oneTo(batched.epochs()).toImmutableList().flatCollect(this::afterEpoch));
    }

    /** A row for each way that trained so long: the epoch, the way's name and its evaluation. */
    private ImmutableList<ImmutableList<Object>> afterEpoch(int epoch) {
        return Lists.immutable
                .with(slow, batched)
                .select(way -> epoch <= way.epochs())
                .collect(way -> Lists.immutable.with(epoch, way.name, way.validation.get(epoch - 1)));
    }
}
