package gradus.examples.softplus;

import gradus.examples.shared.Findings;
import gradus.examples.shared.Run;
import module gradus.plots;
import module org.eclipse.collections.api;
import org.eclipse.collections.impl.list.Interval;

/**
 * What the program found, for its {@code report.txt}; {@code original}: on as many points as the assignment has. A
 * figure of the original report is left out beside a run on more or fewer: the two do not compare.
 */
record SoftplusReport(Run run, Dataset train, Dataset test, boolean original, Findings f) {
    /** An accuracy this close below the best possible one counts as reached. */
    private static final double CLOSE = 0.02;

    /** The distribution of the points. */
    private static final String FORMULA = """
        class 0, 1, 2   R (cos a, sin a) + σ (u, v)     R = 2, 2.6, 3.2   σ = 1     a even on the circle
        class 3, 4      (mx, 3.5)        + σ (u, v)     mx = 4.5, -4.5    σ = 0.8   u, v ~ N(0, 1)

        density of a ring     exp(-(r² + R²) / 2σ²) I₀(r R / σ²) / 2πσ²,   r² = x² + y²
        density of a cloud    exp(-((x - mx)² + (y - 3.5)²) / 2σ²) / 2πσ²
        """;

    SoftplusReport(Run run, Dataset train, Dataset test, boolean original) {
        this(run, train, test, original, run.findings());
        f.value("formula", FORMULA);
        f.value("train", train);
        f.value("test", test);
        f.value("original", original);
        f.value("inBatches", run.options().batchSize() < train.size());
    }

    private String beside(String reported) {
        return original ? reported : "";
    }

    void network(Layer untrained) {
        f.count("parameters", untrained.parameterCount(), beside("101"));
        Graph graph = GraphDrawing.graphOf(untrained, Training.loss(untrained, train.all()));
        f.value("parameterTable", Table.ofParameters(untrained));
        f.value("graph", GraphDrawing.svg(graph));
        f.value("graphText", graph.text());
        run.file("graph.dot", graph.dot());
    }

    void gradientCheck(Layer untrained, ImmutableList<ParameterCheck> checks) {
        ParameterCheck worst = ParameterCheck.worst(checks);
        f.number("gradient_check_largest_relative_error", worst.relativeError());
        f.value("worst", worst);
        f.value("checks", untrained.namedParameters().collect(named -> {
            var numbers = checks.select(check -> check.name().equals(named.name()));
            return Lists.immutable.with(ParameterCheck.worst(numbers), numbers.size());
        }));
        Table all = Table.over(checks)
                .column("parameter", ParameterCheck::name)
                .column("position", ParameterCheck::position)
                .column("gradient", ParameterCheck::gradient)
                .column("numeric", ParameterCheck::difference)
                .column("relative_error", ParameterCheck::relativeError)
                .table();
        run.file("gradient-check.csv", all.csv());
    }

    void result(Training chosen, Optimum optimum) {
        double best = optimum.accuracy();
        CellGrid grid = optimum.grid();
        double expected =
                optimum.accuracyOf(chosen.model().forward(grid.midpoints()).argMax(-1));
        ConfusionMatrix confusion = chosen.onTest().confusion();
        f.share("train_accuracy", chosen.onTrain().accuracy(), beside("65.75 %"));
        f.share("test_accuracy", chosen.onTest().accuracy(), beside("66 %"));
        f.number("train_loss", chosen.onTrain().loss());
        f.number("test_loss", chosen.onTest().loss(), beside("0.702"));
        f.share("expected_accuracy", expected);
        f.share("bayes_accuracy", best);
        f.number("bayes_loss", optimum.loss());
        f.value("chosen", chosen);
        f.value("isAsked", chosen.rate() == SoftplusProgram.ASKED_RATE);
        f.curves("loss", Curve.from0("training loss", chosen.losses()));
        f.pictures(
                HeatMap.of(RingsAndClouds.CLASS_NAMES, confusion).picture("confusion"),
                DecisionRegions.of(
                                Window.around(7.5),
                                points -> chosen.model().forward(points).argMax(-1))
                        .cells(190)
                        .points(Points.byClass(RingsAndClouds.CLASS_NAMES, test))
                        .picture("regions"));
        f.value("confusionTable", Table.of(RingsAndClouds.CLASS_NAMES, confusion));
        Optimum coarse = new Optimum(new CellGrid(grid.side() / 2, grid.halfWidth()));
        f.value("integrationError", Math.abs(best - coarse.accuracy()));
        f.value("missing", best - expected);
        f.value("isClose", best - expected < CLOSE);
        long wrong = confusion.total() - confusion.correct();
        f.value("wrong", wrong);
        f.value("anyWrong", wrong != 0);
        f.value("amongRings", amongRings(confusion));
    }

    /** How many rings are taken for other rings. */
    private static long amongRings(ConfusionMatrix confusion) {
        Interval rings = Interval.zeroTo(RingsAndClouds.RINGS - 1);
        return rings.sumOfLong(
                truth -> rings.reject(named -> named.equals(truth)).sumOfInt(named -> confusion.count(truth, named)));
    }

    void learningRates(ImmutableList<Training> trainings) {
        f.value("trainings", trainings);
        trainings.forEach(training -> {
            String name = "rate_" + training.rate() + "_";
            f.number(name + "train_loss", training.onTrain().loss());
            f.share(name + "train_accuracy", training.onTrain().accuracy());
            f.number(name + "test_loss", training.onTest().loss());
            f.share(name + "test_accuracy", training.onTest().accuracy());
        });
        f.curves(
                "learning-rates",
                trainings.collect(training -> Curve.from0("rate " + training.rate(), training.losses())));
        Table.Columns<Integer> losses = Table.over(
                        Interval.zeroTo(run.options().epochs()).toImmutableList())
                .column("epoch", epoch -> epoch);
        for (Training training : trainings) {
            losses = losses.column("rate_" + training.rate(), training.losses()::get);
        }
        run.file("losses.csv", losses.table().csv());
    }
}
