package gradus.examples.digits;

import gradus.examples.digits.Experiments.BatchSize;
import gradus.examples.digits.Experiments.Start;
import gradus.examples.digits.Replay.Row;
import gradus.examples.shared.Curves;
import gradus.examples.shared.Findings;
import gradus.examples.shared.Run;
import gradus.examples.shared.Watch;
import gradus.examples.shared.Words;
import module gradus.plots;
import module java.base;
import module org.eclipse.collections.api;
import org.eclipse.collections.api.block.function.primitive.DoubleFunction;

/**
 * What the program found, for its {@code report.txt}. Figures stand beside those of the original report where it has
 * them and this run is one that can be compared.
 */
record DigitsReport(Run run, ReportData data, Findings f) {
    private static final ImmutableList<String> REPORTED_GRADIENT =
            Lists.immutable.with("1.282477", "-1.138274", "0.784228", "0.233444", "0.067864");
    private static final Window WINDOW = new Window(-3.2, 3.6, -2.4, 2.6);
    private static final ImmutableDoubleList LEVELS =
            DoubleLists.immutable.with(-2.5, -2, -1.5, -1, -0.5, 0, 0.5, 1, 2, 3, 5, 7, 10, 14, 18, 22);

    DigitsReport(Run run, ReportData data) {
        this(run, data, run.findings());
        f.value("data", data);
        f.value("standIn", !run.readsData());
    }

    void surface(ImmutableList<Descent> descents) {
        f.value("descents", descents);
        descents.forEachWithIndex((descent, i) -> {
            String name = "descent-" + (i + 1);
            f.number("descent_" + (i + 1) + "_height", descent.end().height(), i == 2 ? "below -2" : "");
            f.pictures(contours(name, descent));
            ImmutableDoubleList heights = descent.path().collectDouble(Descent.Point::height);
            f.curves(name + "-heights", Curve.from0(descent.name(), heights));
        });
        ImmutableList<Descent.Point> points = descents.flatCollect(Descent::path);
        double distance =
                points.collectDouble(Descent.Point::distanceFromFormula).max();
        f.number("gradient_largest_distance_from_formula", distance);
    }

    private static Picture contours(String name, Descent descent) {
        ImmutableDoubleList x = descent.path().collectDouble(Descent.Point::x);
        ImmutableDoubleList y = descent.path().collectDouble(Descent.Point::y);
        return ContourPlot.of(
                        WINDOW,
                        (a, b) -> Descent.surface(Tensor.scalar(a), Tensor.scalar(b))
                                .item())
                .levels(LEVELS)
                .paths(new Points(descent.name(), x, y))
                .picture(name);
    }

    void differences(ImmutableList<StepSizes> all) {
        f.value("stepSizes", all);
        f.value("reportedStep", StepSizes.REPORTED_STEP);
        var names = Lists.immutable.with("sigmoid", "relu", "cross_entropy", "dx", "dW", "db");
        var reported = Lists.immutable.with("", "", "", "8.9e-7", "1.7e-6", "");
        all.forEachWithIndex(
                (each, i) -> f.number("difference_check_" + names.get(i), each.atReportedStep(), reported.get(i)));
        f.curves("step-sizes", all.collect(each -> new Curve(each.name(), StepSizes.STEPS, each.errors())));
        activation("sigmoid", "sigmoid", Tensor::sigmoid);
        activation("relu", "ReLU", Tensor::relu);
    }

    /** An activation and its gradient, over -6 to 6. */
    private void activation(String picture, String name, UnaryOperator<Tensor> activation) {
        Tensor x = Tensor.linspace(DType.F64, -6, 6, 241).asVariable();
        Tensor y = activation.apply(x);
        double[] gradient = y.sum().gradients().of(x).toDoubleArray();
        f.curves(
                picture,
                Curve.of(name, x.toDoubleArray(), y.toDoubleArray()),
                Curve.of("its gradient", x.toDoubleArray(), gradient));
    }

    void oneLayer(OneLayer layer) {
        f.exact("one_layer_loss", layer.loss(), "2.309880244091049");
        var gradient = layer.gradient().collect(number -> number);
        gradient.forEachWithIndex((g, i) -> f.exact("one_layer_gradient_" + i, g, REPORTED_GRADIENT.get(i)));
        f.value(
                "gradient",
                gradient.collectWithIndex(
                        (g, i) -> Lists.immutable.with(i, g, layer.byHand().get(i))));
    }

    private boolean comparable() {
        return run.readsData() && !run.options().quick();
    }

    void runs(ImmutableList<ImmutableList<Row>> tables) {
        f.value("plans", Plan.ALL);
        ImmutableList<String> header =
                Lists.immutable.with("epoch", "training loss", "training accuracy", "test loss", "test accuracy");
        tables.forEachWithIndex((rows, i) -> {
            boolean printed = comparable() && i == 0;
            String name = "run_" + (i + 1);
            f.number(name + "_test_loss", rows.getLast().testLoss(), printed ? "0.0740" : "");
            f.share(name + "_test_accuracy", rows.getLast().testAccuracy(), printed ? "97.18 %" : "");
            f.value(name, new Table(header, rows.collect(Row::cells)));
        });
        f.curves("runs", tables.collectWithIndex((rows, i) -> curve("run " + (i + 1), rows, Row::testAccuracy)));
        Table all = new Table(
                Lists.immutable.with("run", "epoch", "loss_train", "accuracy_train", "loss_test", "accuracy_test"),
                tables.zip(Plan.ALL)
                        .flatCollect(pair -> pair.getOne()
                                .collect(row -> Lists.immutable
                                        .with(pair.getTwo().number() + "")
                                        .newWithAll(row.cells()))));
        run.file("report-runs.csv", all.csv());
    }

    private static Curve curve(String name, ImmutableList<Row> epochs, DoubleFunction<Row> measured) {
        return new Curve(name, epochs.collectDouble(Row::epoch), epochs.collectDouble(measured));
    }

    void diagnoses(Diagnoses found, ImmutableList<ImmutableList<Row>> tables) {
        dying(found.dying());
        breaking(found.breaking(), tables.get(2));
        shrinking(found.shrinking(), tables.getLast());
        f.value("refusal", refusal());
    }

    private void dying(Diagnoses.Dying dying) {
        f.value("dying", dying);
        f.value("dead", dying.deadAfter() >= 0);
        orNever("run_4_dead_after_steps", dying.deadAfter(), "");
        f.curves("run-4-alive", Curve.from0("alive", dying.alive().collectDouble(Integer::intValue)));
    }

    private void breaking(Diagnoses.Breaking breaking, ImmutableList<Row> reported) {
        f.value("breaking", breaking);
        orNever("run_3_first_nan_epoch", breaking.epoch(), comparable() ? "14" : "");
        f.value("broke", breaking.epoch() >= 0);
        f.value("zeroTimes", breaking.label() == breaking.output());
        if (breaking.epoch() >= 0) {
            f.curves(
                    "run-3",
                    curve("of logits", breaking.onLogits(), Row::testLoss).drawnBroad(),
                    curve("of probabilities", reported, Row::testLoss));
        }
    }

    private void shrinking(Diagnoses.Shrinking shrinking, ImmutableList<Row> reported) {
        var small = shrinking.layers();
        var large = shrinking.heLayers();
        small.forEachWithIndex((layer, i) -> {
            f.number("run_7_outputs_of_layer_" + (i + 1), layer.output());
            f.number("run_7_gradient_of_layer_" + (i + 1), layer.gradient());
        });
        f.value("layers", small.collectWithIndex((layer, i) -> Lists.immutable.with(i + 1, layer, large.get(i))));
        f.curves(
                "run-7-layers",
                Curve.from1("outputs", small.collectDouble(LayerStatistics.Row::output)),
                Curve.from1("gradient", small.collectDouble(LayerStatistics.Row::gradient)),
                Curve.from1("outputs, He et al.", large.collectDouble(LayerStatistics.Row::output)),
                Curve.from1("gradient, He et al.", large.collectDouble(LayerStatistics.Row::gradient)));
        f.curves(
                "run-7",
                curve("the report's first weights", reported, Row::trainLoss),
                curve("weights by He et al.", shrinking.he(), Row::trainLoss));
        f.value("firstEpoch", reported.getFirst());
        f.value("firstEpochHe", shrinking.he().getFirst());
    }

    /** NaN stands for never. */
    private void orNever(String name, int value, String reported) {
        if (value >= 0) {
            f.count(name, value, reported);
        } else {
            f.number(name, Double.NaN, reported);
        }
    }

    /** What the library says to many outputs beside one label. */
    private String refusal() {
        Plan plan = Plan.ALL.get(4);
        Batch batch = data.train().slice(0, plan.batchSize()).all();
        try {
            Tensor logits = plan.network().forward(batch.inputs());
            return "accepted: " + new BinaryCrossEntropyWithLogits().mean(logits, batch.targets());
        } catch (ShapeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    void corrected(Corrected corrected) {
        f.share("corrected_test_accuracy", corrected.accuracy());
        f.number("corrected_test_loss", corrected.testLoss());
        f.value("summary", Summary.of(corrected.model(), 64));
        f.curves("corrected-loss", Curves.losses(corrected.history(), "test"));
        f.curves(
                "corrected-accuracy",
                Curves.overEpochs("training", corrected.history(), Watch.ACCURACY),
                Curves.overEpochs("test", corrected.history(), Watch.VALIDATION_ACCURACY));
    }

    void experiments(Experiments experiments) {
        f.value("experiments", experiments);
        experiments.rates().forEach(trial -> f.share("rate_" + plain(trial) + "_test_accuracy", trial.accuracy()));
        f.curves("learning-rates", experiments.rates().collect(trial -> loss("rate " + plain(trial), trial)));
        ImmutableList<BatchSize> sizes = experiments.batchSizes();
        sizes.forEach(size -> {
            f.share("batch_" + size.size() + "_test_accuracy", size.compared().accuracy());
            f.number("batch_" + size.size() + "_gradient_noise", size.noise());
        });
        f.curves("batch-sizes", sizes.collect(size -> loss("batches of " + size.size(), size.compared())));
        BatchSize one = sizes.getFirst();
        BatchSize some = experiments.batchesOf(Experiments.BATCH);
        f.value("one", one);
        f.value("some", some);
        f.value("all", sizes.getLast());
        f.value("bestOfAll", sizes.getLast().trials().maxBy(Corrected::accuracy));
        f.value("tooNoisy", one.large().accuracy() < some.large().accuracy());
        f.value("bothReach", one.epochsToGoal() > 0 && some.epochsToGoal() > 0);

        var starts = experiments.starts();
        Lists.immutable
                .with("he_zero", "he_random", "zero_zero", "equal_zero", "equal_random")
                .forEachWithIndex((name, i) -> {
                    Start start = starts.get(i);
                    f.share("start_" + name + "_test_accuracy", start.result().accuracy());
                    f.value(name, start);
                });
    }

    /** The rate as one writes it, such as 0.0001 and 100. */
    private static String plain(Corrected trial) {
        return Words.of(trial.rate(), "plain");
    }

    private static Curve loss(String name, Corrected result) {
        return Curves.overEpochs(name, result.history(), Epoch.LOSS);
    }
}
