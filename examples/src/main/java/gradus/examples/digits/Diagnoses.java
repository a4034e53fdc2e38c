package gradus.examples.digits;

import gradus.examples.digits.Replay.Form;
import gradus.examples.digits.Replay.Row;
import module gradus.nn;
import module org.eclipse.collections.api;

/** Why three of the report's runs failed: each played again, and looked into. */
record Diagnoses(Dying dying, Breaking breaking, Shrinking shrinking) {
    /** The sum over a batch, so that gradients are those of each image's own loss. */
    private static final Objective LOSSES =
            (logits, batch) -> new BinaryCrossEntropyWithLogits().sum(logits, batch.targets());

    /** All three, each run for so many epochs and a step of the progress. */
    static Diagnoses of(ReportData data, int epochs, long seed, Progress progress) {
        Dying dying = Dying.of(Plan.ALL.get(3), data, epochs);
        progress.step();
        Breaking breaking = Breaking.of(Plan.ALL.get(2), data, epochs);
        progress.step();
        Shrinking shrinking = Shrinking.of(Plan.ALL.get(6), data, epochs, seed);
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
        static Dying of(Plan plan, ReportData data, int epochs) {
            Replay replay = Replay.of(plan, data);
            Dataset train = data.train();
            MutableList<Integer> alive = Lists.mutable.with(alive(replay.model(), train));
            replay.train().forEach(batch -> {
                replay.step(batch);
                alive.add(alive(replay.model(), train));
            });
            Linear first = (Linear) replay.model().layers().getFirst();
            Tensor loss = LOSSES.of(replay.model().forward(train.all().inputs()), train.all());
            double gradient = loss.gradients().of(first.weight()).abs().max().item();
            double rate = plan.learningRate() * Plan.ALL.get(1).batchSize() / plan.batchSize();
            Plan gentler = new Plan(plan.number(), plan.widths(), plan.relu(), rate, plan.batchSize());
            ImmutableList<Row> rows = Replay.of(gentler, data).run(epochs);
            return new Dying(alive.toImmutable(), first.out(), gradient, rows);
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
     * @param epoch the first epoch with a NaN; -1 if there is none, as may be on other data
     * @param step the minibatch in it
     * @param logit the first logit with a loss that is NaN or infinite
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

        static Breaking of(Plan plan, ReportData data, int epochs) {
            Replay replay = Replay.of(plan, data);
            for (int epoch = 0; epoch < epochs; epoch++) {
                for (int step = 0; step < replay.train().size(); step++) {
                    Batch batch = replay.train().get(step);
                    double[] losses = replay.on(batch).losses().toDoubleArray();
                    for (int i = 0; i < losses.length; i++) {
                        if (!Double.isFinite(losses[i])) {
                            var stable = Replay.of(plan, plan.network(), Form.OF_LOGITS, data);
                            return found(replay, batch, i, epoch, step, stable.run(epochs));
                        }
                    }
                    replay.step(batch);
                }
            }
            return new Breaking(-1, -1, Double.NaN, Double.NaN, Double.NaN, true, Lists.immutable.empty());
        }

        private static Breaking found(
                Replay replay, Batch batch, int place, int epoch, int step, ImmutableList<Row> onLogits) {
            Tensor logits = replay.model().forward(batch.inputs());
            return new Breaking(
                    epoch,
                    step,
                    logits.toDoubleArray()[place],
                    logits.sigmoid().toDoubleArray()[place],
                    batch.targets().toDoubleArray()[place],
                    replay.model().parameters().allSatisfy(each -> each.value().isFinite()),
                    onLogits);
        }
    }

    /**
     * Run 7, four layers, whose first epochs are flat: what its linear layers do with the training images before the
     * first step, with the report's first weights and with those of He et al., and the run with the latter.
     */
    record Shrinking(
            ImmutableList<LayerStatistics.Row> layers,
            ImmutableList<LayerStatistics.Row> heLayers,
            ImmutableList<Row> he) {

        static Shrinking of(Plan plan, ReportData data, int epochs, long seed) {
            Randomness random = Randomness.seeded(seed);
            Sequential large = plan.network((in, out) -> Linear.of(DType.F64, in, out, Initializer.heNormal(), random));
            return new Shrinking(
                    linear(plan.network(), data.train()),
                    linear(large, data.train()),
                    Replay.of(plan, large, Form.OF_PROBABILITIES, data).run(epochs));
        }

        private static ImmutableList<LayerStatistics.Row> linear(Sequential model, Dataset images) {
            return LayerStatistics.of(model, LOSSES, images)
                    .rows()
                    .zip(model.layers())
                    .select(pair -> pair.getTwo() instanceof Linear)
                    .collect(Pair::getOne);
        }
    }
}
