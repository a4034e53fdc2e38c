package gradus.examples.sigmoid;

import static gradus.nn.report.Numbers.brief;
import static gradus.nn.report.Numbers.percent;

import gradus.autodiff.Gradients;
import gradus.autodiff.Parameter;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.autodiff.Workspace;
import gradus.examples.shared.Part;
import gradus.examples.shared.Run;
import gradus.examples.shared.Words;
import gradus.nn.Sequential;
import gradus.nn.data.Batch;
import gradus.nn.data.Dataset;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.metrics.Evaluation;
import gradus.nn.optim.Optimizer;
import gradus.nn.optim.SGD;
import gradus.nn.report.Figures;
import gradus.nn.report.Report;
import gradus.nn.report.Table;
import gradus.nn.train.Progress;
import java.util.Locale;
import java.util.function.Consumer;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.list.Interval;

/**
 * Part 4: the same training twice, one example at a time with the gradients averaged over each
 * batch, and whole batches at once.
 *
 * @param comparison of the gradients that both ways give at the same weights
 * @param orientation whether PyTorch's figures are of the same data and settings
 */
record SlowAndBatched(Way slow, Way batched, Comparison comparison, int batchSize, boolean orientation)
        implements Part {
    private static final double RATE = 0.03;
    private static final int COMPARED_BATCHES = 20;

    /**
     * NumericGradients of single precision: a few units of its seventh digit, by the largest of the
     * numbers that are added.
     */
    private static final double ROUNDING = 1e-5;

    /**
     * A training one way: how many examples a second, how good the network is after each epoch, and
     * in the end on the test images.
     */
    record Way(String name, double examplesPerSecond, ImmutableList<Evaluation> validation, Evaluation test) {
        int epochs() {
            return validation.size();
        }
    }

    /**
     * Over some batches, the largest difference between the gradients of the two ways, and the
     * largest of the gradients themselves.
     */
    record Comparison(int batches, double difference, double gradient) {
        Comparison larger(Comparison other) {
            return new Comparison(
                    batches + other.batches,
                    Math.max(difference, other.difference),
                    Math.max(gradient, other.gradient));
        }
    }

    static SlowAndBatched train(Run run, DigitData digits, int slowEpochs) {
        Sequential model = DigitNetwork.untrained(run.random());
        int batchSize = run.options().batchSize();
        int size = digits.train().size();
        Comparison comparison = Interval.zeroTo(Math.min(COMPARED_BATCHES, Math.ceilDiv(size, batchSize)) - 1)
                .collect(number ->
                        digits.train().slice(number * batchSize, (int) Math.min(size, (number + 1L) * batchSize)))
                .collect(examples -> compare(model, examples))
                .injectInto(new Comparison(0, 0, 0), Comparison::larger);
        Sequential slow = DigitNetwork.untrained(run.random());
        Sequential batched = DigitNetwork.untrained(run.random());
        Optimizer descent = new SGD().of(batched.parameters()).learningRate(RATE);
        int epochs = run.options().epochs();
        return new SlowAndBatched(
                train(
                        run,
                        "one at a time",
                        digits,
                        Math.min(slowEpochs, epochs),
                        slow,
                        examples -> descend(slow, averaged(slow, examples))),
                train(
                        run,
                        "in batches",
                        digits,
                        epochs,
                        batched,
                        examples -> descent.minimize(loss(batched, examples.all()))),
                comparison,
                batchSize,
                DigitTraining.comparesWithPytorch(run, digits));
    }

    private static Comparison compare(Sequential model, Dataset examples) {
        Gradients batched = loss(model, examples.all()).gradients();
        return model.parameters()
                .zip(averaged(model, examples))
                .collect(pair -> {
                    Tensor gradient = batched.of(pair.getOne());
                    Tensor difference = gradient.sub(pair.getTwo());
                    return new Comparison(
                            0,
                            difference.abs().max().item(),
                            gradient.abs().max().item());
                })
                .injectInto(new Comparison(1, 0, 0), Comparison::larger);
    }

    private static Tensor loss(Sequential model, Batch batch) {
        return new CrossEntropy().mean(model.forward(batch.inputs()), batch.labels());
    }

    /**
     * The slow way: a graph and a sweep for each example; the gradients are added up and divided by
     * their number.
     */
    private static ImmutableList<Tensor> averaged(Sequential model, Dataset examples) {
        ImmutableList<Parameter> parameters = model.parameters();
        ImmutableList<Tensor> sums =
                parameters.collect(parameter -> Tensor.zeros(parameter.dtype(), parameter.shape()));
        Workspace workspace = new Workspace();
        for (Batch one : examples.batches(1)) {
            Gradients gradients = loss(model, one).gradients(workspace);
            sums = sums.zip(parameters).collect(pair -> pair.getOne().add(gradients.of(pair.getTwo())));
        }
        return sums.collect(sum -> sum.div(examples.size()));
    }

    private static void descend(Sequential model, ImmutableList<Tensor> gradients) {
        model.parameters()
                .zip(gradients)
                .forEach(pair -> pair.getOne()
                        .set(pair.getOne().value().detach().sub(pair.getTwo().mul(RATE))));
    }

    /**
     * Takes the steps of some epochs one way, over the same batches in the same order as the other.
     */
    private static Way train(
            Run run, String name, DigitData digits, int epochs, Sequential model, Consumer<Dataset> step) {
        Randomness order = run.random().split();
        int size = digits.train().size();
        int batchSize = run.options().batchSize();
        MutableList<Evaluation> validation = Lists.mutable.empty();
        long nanoseconds = 0;
        try (Progress progress = run.progress("4. " + name, (long) epochs * Math.ceilDiv(size, batchSize))) {
            for (int epoch = 1; epoch <= epochs; epoch++) {
                Dataset shuffled = digits.train().shuffled(order);
                long start = System.nanoTime();
                for (int from = 0; from < size; from += batchSize) {
                    step.accept(shuffled.slice(from, Math.min(size, from + batchSize)));
                    progress.step();
                }
                nanoseconds += System.nanoTime() - start;
                validation.add(Evaluation.of(model, digits.validation()));
            }
            double speed = (double) epochs * size / (1e-9 * nanoseconds);
            progress.note(rounded(speed) + " examples a second");
            return new Way(name, speed, validation.toImmutable(), Evaluation.of(model, digits.test()));
        }
    }

    private static String rounded(double speed) {
        return String.format(Locale.ROOT, "%,.0f", speed);
    }

    @Override
    public void addFigures(Figures figures) {
        figures.count("slow_and_batched_compared_batches", comparison.batches(), "");
        figures.number("slow_and_batched_largest_gradient_difference", comparison.difference(), "");
        figures.number("slow_and_batched_largest_gradient", comparison.gradient(), "");
        figures.count("slow_examples_per_second", Math.round(slow.examplesPerSecond()), "");
        figures.count("batched_examples_per_second", Math.round(batched.examplesPerSecond()), "");
        figures.number("slow_validation_loss", slow.validation().getLast().loss(), "");
        figures.number(
                "batched_validation_loss",
                batched.validation().get(slow.epochs() - 1).loss(),
                "");
        figures.share("mean_rate_" + RATE + "_test_accuracy", batched.test().accuracy(), "");
    }

    @Override
    public void write(Run run, Report report) {
        report.section("4. One example at a time and in batches")
                .text("The 784-300-10 network learns the digits by plain gradient descent on the mean loss of"
                        + " batches of "
                        + batchSize
                        + ", learning rate " + RATE
                        + ", in two ways. The slow way records a graph and runs a sweep for each example, adds up the"
                        + " gradients and divides by their number. The batched way gives the layers all examples of the"
                        + " batch as rows of one matrix: the sum over the examples is then part of the matrix"
                        + " products.")
                .text(gradients())
                .table(
                        table(),
                        "Both ways after each epoch. The slow way trains for " + Words.counted(slow.epochs(), "epoch")
                                + ".")
                .text(places())
                .text(speeds())
                .text("After " + Words.counted(batched.epochs(), "epoch") + " the batched network reads "
                        + percent(batched.test().accuracy()) + " of the test images."
                        + (orientation
                                ? " For orientation: PyTorch, with this network, the mean loss and this learning rate,"
                                        + " reads 90.7 % after 5 epochs."
                                : ""));
    }

    private String gradients() {
        return "At the same weights, over the first "
                + (comparison.batches() == 1 ? "batch" : comparison.batches() + " batches")
                + ", the gradients differ by " + brief(comparison.difference())
                + " at most, where the largest gradient is " + brief(comparison.gradient())
                + (comparison.difference() <= ROUNDING * comparison.gradient()
                        ? ": single precision has seven digits, and the two ways add in different order."
                        : ": more than the rounding of single precision explains.")
                + " From the same first weights, both then train over the same batches in the same order:";
    }

    private String places() {
        double alone = slow.validation().getLast().loss();
        double together = batched.validation().get(slow.epochs() - 1).loss();
        return "After " + Words.counted(slow.epochs(), "epoch") + " their validation losses differ by "
                + brief(Math.abs(alone - together))
                + (Math.abs(alone - together) < 1e-3 * together
                        ? ": both come to the same place."
                        : ": the small differences of the steps have grown.");
    }

    private String speeds() {
        double ratio = batched.examplesPerSecond() / slow.examplesPerSecond();
        String measured = Words.rounded(ratio) + " times as fast: " + rounded(batched.examplesPerSecond())
                + " examples a second instead of " + rounded(slow.examplesPerSecond()) + ".";
        return "Batches of " + batchSize + " are " + measured
                + (ratio > 1.5
                        ? " One example is a product of a matrix with a vector, which reads each of the 235,200 weights"
                                + " of the first layer for a single multiplication, and its gradient is as large as the"
                                + " weights; a batch goes through both once for all its examples."
                        : "");
    }

    private Table table() {
        return new Table(
                Lists.immutable.with("epoch", "way", "validation loss", "validation accuracy"),
                Interval.oneTo(batched.epochs())
                        .toImmutableList()
                        .flatCollect(epoch -> Lists.immutable
                                .with(slow, batched)
                                .select(way -> epoch <= way.epochs())
                                .collect(way -> row(epoch, way))));
    }

    private static ImmutableList<String> row(int epoch, Way way) {
        Evaluation validation = way.validation().get(epoch - 1);
        return Lists.immutable.with(epoch + "", way.name(), brief(validation.loss()), percent(validation.accuracy()));
    }
}
