package gradus.examples.cifar;

import gradus.examples.cifar.Setup.Start;
import java.util.OptionalDouble;
import module gradus.examples;
import org.eclipse.collections.api.block.function.primitive.DoubleFunction;

/**
 * Part 4: two to five layers, from the report's first weights and from ones that fit.
 *
 * @param depths from the shallowest to the deepest network
 * @param collapsed what each layer of the deepest one does with the validation images in the end, with the report's
 *     weights
 * @param onlyWeights the deepest network with our settings but the report's first weights
 */
record Depths(ImmutableList<Depth> depths, LayerStatistics collapsed, Training onlyWeights) {
    private static final ImmutableList<Integer> ALL = Lists.immutable.with(2, 3, 4, 5);
    private static final double REPORTED_ACCURACY = 0.078;
    private static final int SHORT = 400;
    private static final Setup REPORTED =
            new Setup("", 2, 250, Start.TINY, 256, 0.002, OptionalDouble.of(0.88), 0, 0.2, SHORT, false);

    /**
     * A number of layers.
     *
     * @param reported a short training with the report's weights and settings
     * @param fitting a training with our settings
     */
    record Depth(int layers, Training reported, Training fitting, Evaluation test) {}

    static Depths run(Run run, Images images) {
        Setup own = Tuning.own(run.options(), images);
        int steps = Math.max(1, own.steps() * 3 / 4);
        ImmutableList<Depth> depths = ALL.collect(layers -> {
            Training fitting = Training.run(run, images, own.deep(layers, "").along(steps));
            return new Depth(
                    layers,
                    Training.run(run, images, REPORTED.deep(layers, ", the report's weights")),
                    fitting,
                    fitting.test(images));
        });
        Setup tiny = own.deep(ALL.getLast(), ", only its weights")
                .from(Start.TINY_SCALED)
                .along(SHORT);
        return new Depths(depths, depths.getLast().reported().after(images), Training.run(run, images, tiny));
    }

    void report(Run run, Images images) {
        Findings f = run.findings();
        figures(f, images);
        f.value("depths", depths);
        f.value("onlyWeights", onlyWeights);
        f.value(
                "lossOfFitting",
                depths.getLast().fitting().lossAt(onlyWeights.setup().steps()));
        f.value("reportedSetup", depths.getFirst().reported().setup());
        f.curves("collapse", depths.collect(depth -> depth.reported().lossCurve(depth.layers() + " layers")));
        f.curves(
                "depth-accuracy",
                depths.collect(depth -> depth.fitting().validationAccuracies(depth.layers() + " layers")));
        depths.forEach(depth -> run.file(
                "depth-" + depth.layers() + "-epochs.csv",
                depth.fitting().history().csv()));
        LayerStatistics tiny = depths.getLast().reported().before();
        LayerStatistics he = depths.getLast().fitting().before();
        f.value("tiny", tiny);
        f.value("he", he);
        f.value("tinyLayers", linear(tiny));
        f.value("collapsedLayers", linear(collapsed));
        f.value(
                "weightsAlone",
                onlyWeights.lastLoss() > StrictMath.log(images.classes().size()) - 0.01);
        f.curves("layer-outputs", perLayer(tiny, he, LayerStatistics.Row::spread));
        f.curves("layer-gradients", perLayer(tiny, he, LayerStatistics.Row::gradient));
        answers(f, images, depths.getLast().reported());
    }

    private void figures(Findings f, Images images) {
        depths.forEach(depth -> f.share(
                "depth_" + depth.layers() + "_test_accuracy",
                depth.test().accuracy(),
                depth.layers() > 3 ? images.beside("7.8 %") : ""));
        depths.forEach(depth -> f.number(
                "depth_" + depth.layers() + "_reported_weights_loss",
                depth.reported().lastLoss(),
                depth.layers() > 3 ? images.beside("2.30") : ""));
        var relu = collapsed.rows().select(row -> row.layer().startsWith("ReLU"));
        f.share(
                "depth_5_reported_weights_dead_units",
                (double) relu.sumOfInt(LayerStatistics.Row::silent) / relu.sumOfInt(LayerStatistics.Row::units));
        f.number("depth_5_only_reported_weights_loss", onlyWeights.lastLoss());
    }

    private static ImmutableList<LayerStatistics.Row> linear(LayerStatistics statistics) {
        return statistics.rows().select(row -> row.layer().startsWith(Linear.class.getSimpleName()));
    }

    /** A number of each layer with weights, with the report's weights and with ones that fit. */
    private static Curve[] perLayer(
            LayerStatistics tiny, LayerStatistics he, DoubleFunction<LayerStatistics.Row> number) {
        return new Curve[] {
            Curve.from1("the report's weights", linear(tiny).collectDouble(number)),
            Curve.from1("weights of He et al.", linear(he).collectDouble(number))
        };
    }

    /** What a collapsed network says of the validation images, and the accuracy of always giving one answer. */
    private static void answers(Findings f, Images images, Training collapsed) {
        ConfusionMatrix confusion = collapsed.validation().confusion();
        f.value(
                "answers",
                images.classes()
                        .collectWithIndex((name, label) -> Lists.immutable.with(name, confusion.predicted(label)))
                        .reject(answer -> answer.getLast().equals(0L)));
        int last = images.lastThousand().size();
        var counts = images.lastThousand().classCounts();
        f.value(
                "lastThousand",
                images.classes()
                        .take(counts.size())
                        .collectWithIndex((name, label) ->
                                Lists.immutable.with(name, counts.get(label), (double) counts.get(label) / last)));
        f.value(
                "classOfReport",
                images.classes()
                        .take(counts.size())
                        .zipWithIndex()
                        .select(each -> counts.get(each.getTwo()) == Math.round(REPORTED_ACCURACY * last))
                        .collect(each -> each.getOne()));
    }
}
