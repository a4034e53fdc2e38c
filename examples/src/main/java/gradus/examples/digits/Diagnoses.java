package gradus.examples.digits;

import gradus.examples.digits.Replay.Form;
import gradus.examples.digits.Replay.Row;
import java.util.stream.IntStream;
import module gradus.examples;

/** Why three of the report's runs failed: each played again, and looked into. */
final class Diagnoses {
    /** The sum over a batch, so that gradients are those of each image's own loss. */
    private static final Objective LOSSES =
            (logits, batch) -> new BinaryCrossEntropyWithLogits().sum(logits, batch.targets());

    private Diagnoses() {}

    /** All three, each run for so many epochs, beside the tables of all runs. */
    static void report(Run run, ReportData data, int epochs, ImmutableList<ImmutableList<Row>> tables) {
        Findings f = run.findings();
        Dying dying = Dying.of(Plan.ALL.get(3), data, epochs);
        run.say("run 4: last unit dead: " + orNever("step ", dying.deadAfter()));
        dying.report(f);
        Breaking breaking = Breaking.of(Plan.ALL.get(2), data, epochs);
        run.say("run 3: first NaN: " + orNever("epoch ", breaking.epoch));
        breaking.report(run, tables.get(2));
        Shrinking.of(Plan.ALL.get(6), data, epochs, run.options().seed()).report(f, tables.getLast());
        f.value("refusal", refusal(data));
    }

    private static String orNever(String unit, int number) {
        return number < 0 ? "never" : unit + number;
    }

    /** NaN stands for never. */
    private static void orNever(Findings f, String name, int value, String reported) {
        if (value >= 0) {
            f.count(name, value, reported);
        } else {
            f.number(name, Double.NaN, reported);
        }
    }

    /** What the library says to many outputs beside one label. */
    private static String refusal(ReportData data) {
        Plan plan = Plan.ALL.get(4);
        Batch batch = data.train().slice(0, plan.batchSize()).all();
        try {
            Tensor logits = plan.network().forward(batch.inputs());
            return "accepted: " + new BinaryCrossEntropyWithLogits().mean(logits, batch.targets());
        } catch (ShapeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /**
     * Run 4, batches of 40, which never learns.
     *
     * @param alive how many hidden units give more than 0 for some training image: before the first step and after
     *     each step of the first epoch
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

        private void report(Findings f) {
            f.value("dying", this);
            f.value("dead", deadAfter() >= 0);
            orNever(f, "run_4_dead_after_steps", deadAfter(), "");
            f.curves("run-4-alive", Curve.from0("alive", alive.collectDouble(Integer::intValue)));
        }
    }

    /**
     * Run 3, learning rate 0.05, whose loss is NaN from some epoch on.
     *
     * @param epoch the first epoch with a NaN; -1 if there is none, as may be on other data
     * @param step the minibatch in it
     * @param logit the first logit with a loss that is NaN or infinite
     * @param output what the sigmoid makes of it
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
                    int broken = firstBroken(replay.on(batch).losses());
                    if (broken >= 0) {
                        double logit = replay.model().forward(batch.inputs()).toDoubleArray()[broken];
                        return new Breaking(
                                epoch,
                                step,
                                logit,
                                Tensor.scalar(logit).sigmoid().item(),
                                batch.targets().toDoubleArray()[broken],
                                replay.model()
                                        .parameters()
                                        .allSatisfy(each -> each.value().isFinite()),
                                Replay.of(plan, plan.network(), Form.OF_LOGITS, data)
                                        .run(epochs));
                    }
                    replay.step(batch);
                }
            }
            return new Breaking(-1, -1, Double.NaN, Double.NaN, Double.NaN, true, Lists.immutable.empty());
        }

        private static int firstBroken(Tensor losses) {
            double[] all = losses.toDoubleArray();
            return IntStream.range(0, all.length)
                    .filter(i -> !Double.isFinite(all[i]))
                    .findFirst()
                    .orElse(-1);
        }

        private void report(Run run, ImmutableList<Row> reported) {
            Findings f = run.findings();
            f.value("breaking", this);
            orNever(f, "run_3_first_nan_epoch", epoch, Replay.comparable(run) ? "14" : "");
            f.value("broke", epoch >= 0);
            f.value("zeroTimes", label == output);
            if (epoch >= 0) {
                f.curves(
                        "run-3",
                        Replay.curve("of logits", onLogits, Row::testLoss).drawnBroad(),
                        Replay.curve("of probabilities", reported, Row::testLoss));
            }
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

        private void report(Findings f, ImmutableList<Row> reported) {
            layers.forEachWithIndex((layer, i) -> {
                f.number("run_7_outputs_of_layer_" + (i + 1), layer.output());
                f.number("run_7_gradient_of_layer_" + (i + 1), layer.gradient());
            });
            f.value(
                    "layers",
                    layers.collectWithIndex((layer, i) -> Lists.immutable.with(i + 1, layer, heLayers.get(i))));
            f.curves(
                    "run-7-layers",
                    Curve.from1("outputs", layers.collectDouble(LayerStatistics.Row::output)),
                    Curve.from1("gradient", layers.collectDouble(LayerStatistics.Row::gradient)),
                    Curve.from1("outputs, He et al.", heLayers.collectDouble(LayerStatistics.Row::output)),
                    Curve.from1("gradient, He et al.", heLayers.collectDouble(LayerStatistics.Row::gradient)));
            f.curves(
                    "run-7",
                    Replay.curve("the report's first weights", reported, Row::trainLoss),
                    Replay.curve("weights by He et al.", he, Row::trainLoss));
            f.value("firstEpoch", reported.getFirst());
            f.value("firstEpochHe", he.getFirst());
        }
    }
}
