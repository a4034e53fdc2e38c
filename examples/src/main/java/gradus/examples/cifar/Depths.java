package gradus.examples.cifar;

import gradus.examples.cifar.Setup.Falling;
import gradus.examples.cifar.Setup.Start;
import gradus.examples.shared.Run;
import module gradus.nn;
import module org.eclipse.collections.api;

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
    private static final int SHORT = 400;
    static final Setup REPORTED =
            new Setup("", 2, 250, Start.TINY, 256, 0.002, new Falling.ByEpoch(0.88), 0, 0.2, SHORT, false);

    /**
     * A number of layers.
     *
     * @param reported a short training with the report's weights and settings
     * @param fitting a training with our settings
     */
    record Depth(int layers, Training reported, Training fitting, Evaluation test) {}

    static Depths run(Run run, Images images) {
        Setup own = Tuning.own(run.options(), images);
        ImmutableList<Training> reported =
                ALL.collect(depth -> Training.run(run, images, REPORTED.deep(depth, ", the report's weights")));
        Setup tiny = own.deep(ALL.getLast(), ", only its weights")
                .from(Start.TINY_SCALED)
                .along(SHORT);
        Training onlyWeights = Training.run(run, images, tiny);
        int steps = Math.max(1, own.steps() * 3 / 4);
        ImmutableList<Training> fitting = ALL.collect(
                depth -> Training.run(run, images, own.deep(depth, "").along(steps)));
        return new Depths(
                ALL.collectWithIndex((depth, i) -> new Depth(
                        depth, reported.get(i), fitting.get(i), fitting.get(i).test(images))),
                reported.getLast().after(images),
                onlyWeights);
    }
}
