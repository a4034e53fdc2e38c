package gradus.examples.cifar;

import gradus.autodiff.Randomness;
import gradus.examples.shared.Run;
import gradus.nn.Sequential;
import gradus.nn.files.Provenance;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.metrics.Accuracy;
import gradus.nn.metrics.Evaluation;
import gradus.nn.optim.Schedule;
import gradus.nn.report.Numbers;
import gradus.nn.train.Epoch;
import gradus.nn.train.EpochSource;
import gradus.nn.train.History;
import gradus.nn.train.LayerStatistics;
import gradus.nn.train.Objective;
import gradus.nn.train.Progress;
import gradus.nn.train.Trainer;
import gradus.nn.train.TrainingListener;
import gradus.nn.train.TrainingStep;
import gradus.plots.Curve;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;

/**
 * A network after its training.
 *
 * @param before what each layer did with the validation images before the first step
 */
record Training(Setup setup, Sequential model, LayerStatistics before, History history, Evaluation validation) {
    private static final String ACCURACY = "accuracy";
    private static final int QUICK_STEPS = 40;
    private static final int QUICK_BATCH = 50;
    private static final int EVALUATED_AT_ONCE = 1000;
    private static final Objective LOSS = (y, batch) -> new CrossEntropy().mean(y, batch.labels());

    /** What a quick run, which takes few steps, makes of a setup. */
    static Setup inTime(Run run, Setup asked) {
        return run.options().quick() ? asked.within(QUICK_STEPS, QUICK_BATCH) : asked;
    }

    /** Trains a new network; the seed of the run alone decides. */
    static Training run(Run run, Images images, Setup asked) {
        Setup setup = inTime(run, asked);
        long seed = run.options().seed();
        Sequential model = setup.network(images.mean(), images.classes().size(), Randomness.seeded(seed));
        LayerStatistics before = LayerStatistics.of(model, LOSS, images.validation());
        var descent = setup.descent(model);
        int stepsInEpoch = setup.stepsInEpoch(images);
        Schedule schedule = setup.falling().schedule(setup.learningRate(), stepsInEpoch, setup.steps());
        EpochSource epochs = setup.mirrors()
                ? random -> images.mirrored(setup.batchSize(), random)
                : random -> images.train()
                        .shuffled(random)
                        .batches(setup.batchSize())
                        .dropLast();
        try (Progress progress = run.progress(setup.name(), setup.steps())) {
            History history = Trainer.of(model, LOSS, descent)
                    .epochs(Math.ceilDiv(setup.steps(), stepsInEpoch))
                    .maxSteps(setup.steps())
                    .evaluationBatchSize(EVALUATED_AT_ONCE)
                    .seed(seed)
                    .metric(ACCURACY, Accuracy::of)
                    .validation(images.validation())
                    .schedule(schedule)
                    .listener(new Watch(progress))
                    .train(epochs);
            Evaluation validation = Evaluation.of(model, images.validation());
            progress.note("validation " + Numbers.percent(validation.accuracy()));
            return new Training(setup, model, before, history, validation);
        }
    }

    private record Watch(Progress progress) implements TrainingListener {
        @Override
        public void step(TrainingStep step) {
            progress.step();
        }
    }

    /** How the network was trained. */
    Provenance provenance(Provenance origin) {
        return origin.with("epochs", history.epochs().size() + "")
                .with("steps", setup.steps() + "")
                .with("learning rate", setup.learningRate() + "")
                .with("falling", setup.falling() + "")
                .with("momentum", setup.momentum() + "")
                .with("lambda", setup.lambda() + "")
                .with("batch size", setup.batchSize() + "")
                .with("mirrored", setup.mirrors() + "")
                .with("losses", history.column("loss").makeString(" "));
    }

    Evaluation test(Images images) {
        return Evaluation.of(model, images.test());
    }

    /** What each layer does with the validation images now. */
    LayerStatistics after(Images images) {
        return LayerStatistics.of(model, LOSS, images.validation());
    }

    /** The mean loss of each of some groups of steps, at most 100 of them, at the group's last step. */
    Curve lossCurve(String name) {
        ImmutableDoubleList losses = history.stepLosses();
        int group = Math.ceilDiv(losses.size(), 100);
        int[] ends = IntStream.rangeClosed(1, losses.size() / group)
                .map(i -> i * group)
                .toArray();
        return new Curve(
                name,
                DoubleLists.immutable.withAll(IntStream.of(ends).asDoubleStream()),
                DoubleLists.immutable.withAll(IntStream.of(ends).mapToDouble(end -> mean(losses, end - group, end))));
    }

    private static double mean(ImmutableDoubleList losses, int from, int to) {
        return IntStream.range(from, to).mapToDouble(losses::get).average().orElse(Double.NaN);
    }

    /** The mean loss of the first tenth of the steps. */
    double firstLoss() {
        return mean(history.stepLosses(), 0, Math.ceilDiv(history.stepLosses().size(), 10));
    }

    /** The mean loss of the last tenth of the steps. */
    double lastLoss() {
        return lossAt(history.stepLosses().size());
    }

    /** The mean loss of the last tenth of so many steps. */
    double lossAt(int steps) {
        int end = Math.min(steps, history.stepLosses().size());
        return mean(history.stepLosses(), end - Math.ceilDiv(end, 10), end);
    }

    /** Whether the last tenth of the steps has a smaller loss than the tenth before. */
    boolean isStillFalling() {
        int steps = history.stepLosses().size();
        return lastLoss() < lossAt(steps - Math.ceilDiv(steps, 10));
    }

    /** How many steps at the first learning rate have the same sum of rates as all steps have. */
    double stepsAtFirstRate(Images images) {
        int stepsInEpoch = setup.stepsInEpoch(images);
        Schedule schedule = setup.falling().schedule(1, stepsInEpoch, setup.steps());
        return IntStream.range(0, setup.steps()).mapToDouble(schedule::at).sum();
    }

    Curve trainAccuracies(String name) {
        return new Curve(name, epochNumbers(), percents(ACCURACY));
    }

    Curve validationAccuracies(String name) {
        return new Curve(name, epochNumbers(), percents("validation " + ACCURACY));
    }

    /** The accuracy over the last epoch's training batches. */
    double trainAccuracy() {
        return history.last().get(ACCURACY);
    }

    private ImmutableDoubleList epochNumbers() {
        return history.epochs().collectDouble(Epoch::number);
    }

    private ImmutableDoubleList percents(String name) {
        return history.column(name).collect(share -> 100 * share).collectDouble(Double::doubleValue);
    }
}
