package gradus.examples.cifar;

import gradus.examples.cifar.Depths.Depth;
import gradus.examples.shared.Findings;
import gradus.examples.shared.Run;
import java.util.stream.IntStream;
import module gradus.plots;
import module org.eclipse.collections.api;

/** What the program found, for its {@code report.txt}. Figures of the original report stand beside its images alone. */
record CifarReport(Run run, Images images, Findings f) {
    private static final int SHOWN_FILTERS = 60;
    private static final int LONGEST_NAME = 8;
    private static final double REPORTED_ACCURACY = 0.078;

    /** Below this a gap between the accuracies of training and validation is no overfitting. */
    private static final double SMALL_GAP = 0.05;

    CifarReport(Run run, Images images) {
        this(run, images, run.findings());
        f.value("images", images);
    }

    private String beside(String reported) {
        return images.original() ? reported : "";
    }

    void derivatives(DerivativeCheck check) {
        f.value("check", check);
        f.number("derivatives_largest_error", check.worst());
    }

    void tuning(Tuning tuning) {
        Training poor = tuning.poor();
        Training reported = tuning.reported();
        Training chosen = tuning.chosen();
        f.share("poor_validation_accuracy", poor.validation().accuracy(), beside("29 %"));
        f.share("reported_settings_validation_accuracy", reported.validation().accuracy(), beside("56.9 %"));
        f.share("reported_settings_test_accuracy", tuning.reportedTest().accuracy(), beside("56.5 %"));
        f.share("search_best_validation_accuracy", tuning.found().highest().score());
        f.share("chosen_validation_accuracy", chosen.validation().accuracy(), beside("56.9 %"));
        f.share("chosen_test_accuracy", tuning.test().accuracy(), beside("56.5 %"));
        f.number("chosen_test_loss", tuning.test().loss());
        f.value("summary", Summary.of(chosen.model(), Cifar10.CHANNELS * Cifar10.SIDE * Cifar10.SIDE));
        f.value("tuning", tuning);
        f.value("smallGap", poor.trainAccuracy() - poor.validation().accuracy() < SMALL_GAP);
        f.value("reportedSteps", Math.round(tuning.reportedSteps()));
        candidates(tuning);
        f.curves("poor-loss", poor.lossCurve("loss"));
        f.curves("poor-accuracy", poor.trainAccuracies("training"), poor.validationAccuracies("validation"));
        f.curves(
                "chosen-loss",
                tuning.byHand().lossCurve("by hand"),
                tuning.drawn().lossCurve("best drawn"));
        f.curves(
                "chosen-accuracy",
                chosen.trainAccuracies("training"),
                chosen.validationAccuracies("validation"),
                reported.validationAccuracies("validation, the report's settings"));
        ImmutableList<String> classes = images.classes();
        f.pictures(HeatMap.of(
                        classes.collect(CifarReport::shortened), tuning.test().confusion())
                .picture("confusion"));
        f.value("confusionTable", Table.of(classes, tuning.test().confusion()));
        run.file("chosen-epochs.csv", chosen.history().csv());
        filters("filters", chosen);
        filters("filters-poor", poor);
    }

    /** The settings that were drawn, the best first. */
    private void candidates(Tuning tuning) {
        f.value(
                "candidates",
                tuning.found()
                        .results()
                        .toSortedListBy(result -> Double.isNaN(result.score()) ? 1 : -result.score())
                        .collect(result -> Lists.immutable.with(
                                result.candidate(),
                                Double.isNaN(result.score()) ? "diverged" : Numbers.percent(result.score()))));
    }

    /** So that the names of neighboring columns do not meet. */
    private static String shortened(String name) {
        return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + ".";
    }

    /**
     * Part 3: the first weights of a unit are as many numbers as an image has, so they can be looked at as an image;
     * those of the units with the largest weights.
     */
    private void filters(String name, Training training) {
        Linear first = training.model().layers().selectInstancesOf(Linear.class).getFirst();
        Tensor weights = first.weight().value().detach();
        double[] strengths = weights.square().sum(1).toDoubleArray();
        int[] order = IntStream.range(0, strengths.length)
                .boxed()
                .sorted((a, b) -> Double.compare(strengths[b], strengths[a]))
                .limit(SHOWN_FILTERS)
                .mapToInt(Integer::intValue)
                .toArray();
        Tensor shown = weights.indexSelect(0, Indices.of(order));
        f.pictures(ImageGrid.colored(shown, Cifar10.SIDE, Cifar10.SIDE)
                .eachItsOwnRange()
                .columns(12)
                .picture(name));
        f.value(name + "-shown", order.length);
    }

    void depths(Depths found) {
        ImmutableList<Depth> depths = found.depths();
        depthFigures(found);
        f.value("depths", depths);
        f.value("onlyWeights", found.onlyWeights());
        f.value(
                "lossOfFitting",
                depths.getLast().fitting().lossAt(found.onlyWeights().setup().steps()));
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
        f.value("collapsedLayers", linear(found.collapsed()));
        f.value(
                "weightsAlone",
                found.onlyWeights().lastLoss() > StrictMath.log(images.classes().size()) - 0.01);
        f.curves("layer-outputs", perLayer(tiny, he, LayerStatistics.Row::spread));
        f.curves("layer-gradients", perLayer(tiny, he, LayerStatistics.Row::gradient));
        answers(depths.getLast().reported());
    }

    private void depthFigures(Depths found) {
        ImmutableList<Depth> depths = found.depths();
        depths.forEach(depth -> f.share(
                "depth_" + depth.layers() + "_test_accuracy",
                depth.test().accuracy(),
                depth.layers() > 3 ? beside("7.8 %") : ""));
        depths.forEach(depth -> f.number(
                "depth_" + depth.layers() + "_reported_weights_loss",
                depth.reported().lastLoss(),
                depth.layers() > 3 ? beside("2.30") : ""));
        var relu = found.collapsed().rows().select(row -> row.layer().startsWith("ReLU"));
        f.share(
                "depth_5_reported_weights_dead_units",
                (double) relu.sumOfInt(LayerStatistics.Row::silent) / relu.sumOfInt(LayerStatistics.Row::units));
        f.number("depth_5_only_reported_weights_loss", found.onlyWeights().lastLoss());
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
    private void answers(Training collapsed) {
        int[][] confusion = collapsed.validation().confusion().toArray();
        f.value(
                "answers",
                images.classes()
                        .collectWithIndex((name, label) -> Lists.immutable.with(
                                name,
                                IntStream.range(0, confusion.length)
                                        .map(i -> confusion[i][label])
                                        .sum()))
                        .reject(answer -> answer.getLast().equals(0)));
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
