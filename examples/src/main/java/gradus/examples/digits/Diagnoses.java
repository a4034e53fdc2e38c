package gradus.examples.digits;

import gradus.autodiff.DType;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.examples.digits.Replay.Form;
import gradus.nn.Initializer;
import gradus.nn.Layer;
import gradus.nn.Sequential;
import gradus.nn.data.Batch;
import gradus.nn.data.Dataset;
import gradus.nn.layer.Linear;
import gradus.nn.layer.ReLU;
import gradus.nn.loss.BinaryCrossEntropyWithLogits;
import gradus.nn.train.LayerStatistics;
import gradus.nn.train.Objective;
import gradus.nn.train.Progress;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.tuple.Pair;

/** Why three of the report's runs failed: each played again, and looked into. */
record Diagnoses(Dying dying, Breaking breaking, Shrinking shrinking) {
    /** The sum over a batch, so that gradients are those of each image's own loss. */
    private static final Objective LOSSES =
            (logits, batch) -> new BinaryCrossEntropyWithLogits().sum(logits, batch.targets());

    /** All three, each run for so many epochs and a step of the progress. */
    static Diagnoses of(Dataset train, Dataset test, int epochs, long seed, Progress progress) {
        Dying dying = Dying.of(Plan.ALL.get(3), train, test, epochs);
        progress.step();
        Breaking breaking = Breaking.of(Plan.ALL.get(2), train, test, epochs);
        progress.step();
        Shrinking shrinking = Shrinking.of(Plan.ALL.get(6), train, test, epochs, seed);
        progress.step();
        return new Diagnoses(dying, breaking, shrinking);
    }

    /**
     * Run 4, batches of 40, which never learns.
     *
     * @param alive how many hidden units give more than 0 for some training image: before the first step and after
     *     each step of the first epoch
     * @param hidden how many hidden units there are
     * @param largestGradient the largest number in the gradient of the first layer after that epoch
     * @param gentler the same run with a learning rate as much smaller as the batch is larger than in run 2, which
     *     learns
     */
    record Dying(ImmutableList<Integer> alive, int hidden, double largestGradient, ImmutableList<Row> gentler) {
        static Dying of(Plan plan, Dataset train, Dataset test, int epochs) {
            Replay replay = Replay.of(plan, train, test);
            MutableList<Integer> alive = Lists.mutable.with(alive(replay.model(), train));
            for (int step = 0; step < replay.batches(); step++) {
                replay.step(step);
                alive.add(alive(replay.model(), train));
            }
            Linear first = (Linear) replay.model().layers().getFirst();
            Tensor loss = LOSSES.of(replay.model().forward(train.all().inputs()), train.all());
            double gradient = loss.gradients().of(first.weight()).abs().max().item();
            double rate = plan.learningRate() * Plan.ALL.get(1).batchSize() / plan.batchSize();
            Plan gentler = new Plan(plan.number(), plan.widths(), plan.relu(), rate, plan.batchSize());
            return new Dying(
                    alive.toImmutable(),
                    first.out(),
                    gradient,
                    Replay.of(gentler, train, test).run(epochs));
        }

        private static int alive(Sequential model, Dataset images) {
            return (int) LayerStatistics.of(model, LOSSES, images)
                    .rows()
                    .select(row -> row.layer().equals(new ReLU().description()))
                    .sumOfInt(row -> row.units() - row.silent());
        }

        /** After how many steps the last hidden unit was dead; -1 if some lived through the epoch. */
        int deadAfter() {
            return alive.indexOf(0);
        }
    }

    /**
     * Run 3, learning rate 0.05, whose loss is NaN from some epoch on.
     *
     * @param epoch the first epoch with a NaN
     * @param step the minibatch in it
     * @param logit the logit, of those with a loss that is NaN or infinite, furthest from 0
     * @param output what the sigmoid makes of it
     * @param label its label
     * @param parametersIntact whether all parameters were numbers before that step
     * @param onLogits the same run with the loss computed from logits
     */
    record Breaking(
            int epoch,
            int step,
            double logit,
            double output,
            double label,
            boolean parametersIntact,
            ImmutableList<Row> onLogits) {

        static Breaking of(Plan plan, Dataset train, Dataset test, int epochs) {
            Replay replay = Replay.of(plan, train, test);
            for (int epoch = 0; epoch < epochs; epoch++) {
                for (int step = 0; step < replay.batches(); step++) {
                    Batch batch = replay.batch(step);
                    Tensor losses = Replay.Outcome.of(replay.model(), Form.OF_PROBABILITIES, batch)
                            .losses();
                    if (!losses.isFinite()) {
                        var stable =
                                Replay.with(plan, plan.network(ReportData.generator()), Form.OF_LOGITS, train, test);
                        return found(replay.model(), batch, losses, epoch, step, stable.run(epochs));
                    }
                    replay.step(step);
                }
            }
            return new Breaking(-1, -1, Double.NaN, Double.NaN, Double.NaN, true, Lists.immutable.empty());
        }

        private static Breaking found(
                Sequential model, Batch batch, Tensor losses, int epoch, int step, ImmutableList<Row> onLogits) {
            Tensor logits = model.forward(batch.inputs());
            double[] all = losses.toDoubleArray();
            int worst = 0;
            while (Double.isFinite(all[worst])) {
                worst++;
            }
            return new Breaking(
                    epoch,
                    step,
                    logits.toDoubleArray()[worst],
                    logits.sigmoid().toDoubleArray()[worst],
                    batch.targets().toDoubleArray()[worst],
                    model.parameters().allSatisfy(parameter -> parameter.value().isFinite()),
                    onLogits);
        }

        /** Whether the run broke at all: on other data it may not. */
        boolean broke() {
            return epoch >= 0;
        }
    }

    /**
     * Run 7, four layers, whose first epochs are flat: what its linear layers do with the training images before the
     * first step, with the report's first
     * weights and with those of He et al., and the run with the latter.
     */
    record Shrinking(
            ImmutableList<LayerStatistics.Row> layers,
            ImmutableList<LayerStatistics.Row> heLayers,
            ImmutableList<Row> he) {

        static Shrinking of(Plan plan, Dataset train, Dataset test, int epochs, long seed) {
            Sequential small = plan.network(ReportData.generator());
            Sequential large = heNetwork(plan, Randomness.seeded(seed));
            return new Shrinking(
                    linear(small, train),
                    linear(large, train),
                    Replay.with(plan, large, Form.OF_PROBABILITIES, train, test).run(epochs));
        }

        private static ImmutableList<LayerStatistics.Row> linear(Sequential model, Dataset images) {
            return LayerStatistics.of(model, LOSSES, images)
                    .rows()
                    .zip(model.layers())
                    .select(pair -> pair.getTwo() instanceof Linear)
                    .collect(Pair::getOne);
        }

        private static Sequential heNetwork(Plan plan, Randomness random) {
            MutableList<Layer> layers = Lists.mutable.empty();
            for (int i = 1; i < plan.widths().size(); i++) {
                if (i > 1) {
                    layers.add(new ReLU());
                }
                layers.add(Linear.of(
                        DType.F64, plan.widths().get(i - 1), plan.widths().get(i), Initializer.heNormal(), random));
            }
            return new Sequential(layers.toImmutable());
        }
    }
}
