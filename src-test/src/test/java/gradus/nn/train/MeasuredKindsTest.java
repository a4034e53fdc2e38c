package gradus.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.GradientException;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.nn.Sequential;
import gradus.nn.data.Batch;
import gradus.nn.data.Dataset;
import gradus.nn.loss.SquaredError;
import gradus.nn.metrics.Accuracy;
import gradus.nn.metrics.Evaluation;
import gradus.nn.metrics.Metric;
import gradus.nn.metrics.RegressionErrors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.SortedMaps;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.junit.jupiter.api.Test;

/**
 * Metrics of labels and of targets are not mistaken for each other, and what is measured has the
 * name that it is asked by.
 */
class MeasuredKindsTest {
    private static final Objective SQUARED = (y, batch) -> new SquaredError().mean(y, batch.targets());
    private static final Metric ERROR =
            (y, batch) -> RegressionErrors.of(y, batch.targets()).meanAbsolute();
    private static final String NEEDS_LABELS =
            "Trainer.metric, 'accuracy': needs examples with class labels, got targets;" + " ask for batch.targets()";
    private static final String NEEDS_TARGETS =
            "Trainer.metric, 'error': needs examples with targets, got class labels;"
                    + " ask for batch.labels(); oneHot and withTargets make targets of them";

    private final Dataset labeled = Blobs.data(20, 1);
    private final Dataset targeted = labeled.oneHot(2, DType.F32);

    private static void refuses(Runnable call, String message) {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(call::run).withMessage(message);
    }

    private static Trainer regression() {
        var model = Blobs.model();
        return Trainer.of(model, SQUARED, Blobs.momentum(model));
    }

    @Test
    void aMetricOfLabelsWhereThereAreTargets() {
        var trainer = regression().metric("accuracy", Accuracy::of);
        var before = Blobs.values((Sequential) trainer.model);
        refuses(() -> trainer.train(targeted), NEEDS_LABELS);
        refuses(() -> trainer.train(_ -> List.of(targeted.all())), NEEDS_LABELS);
        assertThat(Blobs.values((Sequential) trainer.model))
                .as("nothing was trained")
                .isDeepEqualTo(before);
        assertThat(regression().metric("error", ERROR).train(targeted).last().get("error"))
                .isBetween(0.0, 2.0);
    }

    @Test
    void aMetricOfTargetsWhereThereAreLabels() {
        var trainer = Blobs.trainer(Blobs.model()).metric("error", ERROR);
        refuses(() -> trainer.train(labeled), NEEDS_TARGETS);
    }

    @Test
    void aValidationSetOfTheOtherKindIsNoticedBeforeTraining() {
        var steps = new int[1];
        TrainingListener counting = new TrainingListener() {
            @Override
            public void step(TrainingStep step) {
                steps[0]++;
            }
        };
        refuses(
                () -> Blobs.trainer(Blobs.model())
                        .metric("accuracy", Accuracy::of)
                        .validation(targeted)
                        .listener(counting)
                        .train(labeled),
                NEEDS_LABELS);
        refuses(
                () -> regression()
                        .metric("error", ERROR)
                        .validation(labeled)
                        .listener(counting)
                        .train(targeted),
                NEEDS_TARGETS);
        assertThat(steps).containsExactly(0);
    }

    /** A metric sees all examples at once, in the order of the steps, and no inputs. */
    @Test
    void aMetricGetsOutputsAndBatch() {
        var sizes = new ArrayList<Integer>();
        var targets = new ArrayList<Tensor>();
        var trainer = regression()
                .epochs(2)
                .batchSize(8)
                .metric("size", (y, batch) -> {
                    assertThat(y.shape().dim(0)).isEqualTo(batch.size());
                    assertThat(batch.hasLabels()).isFalse();
                    refuses(
                            batch::inputs,
                            "Batch.inputs: needs a batch with inputs, got Batch of " + batch.size() + ", targets "
                                    + batch.targets().shape() + "; a metric gets outputs, and labels or targets, of"
                                    + " all examples at once");
                    sizes.add(batch.size());
                    targets.add(batch.targets());
                    return batch.size();
                })
                .validation(targeted.slice(0, 5));
        assertThat(trainer.train(targeted).last().get("validation size")).isEqualTo(5);
        assertThat(sizes).as("tried once, then each epoch").containsExactly(8, 20, 5, 20, 5);
        assertThat(targets.get(1).sum(0))
                .hasToString(targeted.all().targets().sum(0).toString());
        assertThat(targets.get(2))
                .hasToString(targeted.slice(0, 5).all().targets().toString());
    }

    @Test
    void whatAMetricMakesOfTheFirstBatchDoesNotMatter() {
        var history = Blobs.trainer(Blobs.model())
                .batchSize(8)
                .metric("large", (_, batch) -> {
                    if (batch.size() < 20) {
                        throw new IllegalStateException("too few");
                    }
                    return 1;
                })
                .metric("strict", (_, batch) -> {
                    if (batch.size() < 20) {
                        throw new ArgumentException("strict", "twenty", batch.size() + "", "");
                    }
                    return 2;
                })
                .train(labeled);
        assertThat(history.last().get("large")).isEqualTo(1);
        assertThat(history.last().get("strict")).isEqualTo(2);
    }

    @Test
    void batchesOfBothKindsHaveNoMetric() {
        Objective sums = (y, _) -> y.square().mean();
        var model = Blobs.model();
        var trainer = Trainer.of(model, sums, Blobs.momentum(model)).metric("one", (_, _) -> 1);
        refuses(
                () -> trainer.train(_ -> List.of(labeled.all(), targeted.all())),
                "Trainer.metric: needs examples with labels in all batches, or targets in all, got both");
    }

    @Test
    void dataSayWhichTheyHave() {
        assertThat(labeled.hasLabels()).isTrue();
        assertThat(targeted.hasLabels()).isFalse();
        assertThat(labeled.all().hasLabels()).isTrue();
        assertThat(new Batch(Tensor.ones(1, 2), Tensor.ones(1, 2)).hasLabels()).isFalse();
        refuses(
                () -> Evaluation.of(Blobs.model(), targeted),
                "Evaluation: needs examples with class labels, got Batch of 20, inputs [20, 2], targets [20, 2];"
                        + " RegressionErrors says how far outputs are from targets");
    }

    @Test
    void namesOfMetrics() {
        var trainer = Blobs.trainer(Blobs.model());
        refuses(
                () -> trainer.metric("validation accuracy", Accuracy::of),
                "Trainer.metric: needs a name that does not begin with 'validation ', got 'validation accuracy'; each"
                        + " metric is also taken of the validation set, under such a name");
        refuses(() -> trainer.metric(" ", Accuracy::of), "Trainer.metric: needs a name, got ' '");
        refuses(() -> trainer.metric("loss", ERROR), "Trainer.metric: needs a name of its own, got 'loss' once more");
    }

    @Test
    void namesThatAreAskedFor() {
        var trainer = Blobs.trainer(Blobs.model()).metric("accuracy", Accuracy::of);
        var last = trainer.train(labeled).last();
        refuses(
                last::validationLoss,
                "epoch: needs one of loss, accuracy, learning rate, seconds, got validation loss; validation(data)"
                        + " measures on a validation set");
        refuses(
                () -> trainer.validation(labeled)
                        .earlyStopping(EarlyStopping.patience(2).highest("val_accuracy"))
                        .train(labeled),
                "EarlyStopping: needs one of loss, accuracy, validation loss, validation accuracy, learning rate,"
                        + " seconds, got val_accuracy; of the validation set it is called \"validation accuracy\"");
    }

    @Test
    void aHistoryWithoutEpochsHasNoLast() {
        var empty = new History(Lists.immutable.empty(), DoubleLists.immutable.empty(), 0);
        refuses(empty::last, "History.last: needs at least one epoch, got none");
        refuses(empty::keptEpoch, "History.keptEpoch: needs at least one epoch, got none");
    }

    @Test
    void anObjectiveThatForgetsTheModel() {
        var model = Blobs.model();
        var trainer = Trainer.of(model, (_, batch) -> batch.inputs().mean(), Blobs.momentum(model));
        assertThatExceptionOfType(GradientException.class)
                .isThrownBy(() -> trainer.train(labeled))
                .withMessage(
                        "Trainer: needs a loss that depends on the model's parameters, got a constant F32[]; does the"
                                + " objective use its first argument, the model's output, and not a detached copy?");
    }

    /** As files were written before groups left out a rate that is not theirs. */
    @Test
    void olderCheckpointsOfGroupsGoOn() {
        var file = Path.of("old.gradus");
        var now = settings("SGD(group 1 SGD(momentum 0.5), group 2 SGD())");
        settings("SGD(group 1 SGD(learning rate NaN, momentum 0.5), group 2 SGD(learning rate NaN))")
                .requireSame(now, 0.1, file);
        refuses(
                () -> settings("SGD(group 1 SGD(learning rate NaN, momentum 0.6), group 2 SGD())")
                        .requireSame(now, 0.1, file),
                "Trainer.resume: needs optimizer SGD(group 1 SGD(learning rate NaN, momentum 0.6), group 2 SGD()), as"
                        + " in old.gradus, got optimizer SGD(group 1 SGD(momentum 0.5), group 2 SGD()); to go on with"
                        + " other settings, resume with these and no more epochs, then train with the others");
    }

    private static RunSettings settings(String optimizer) {
        return new RunSettings(SortedMaps.immutable.with("optimizer", optimizer));
    }

    @Test
    void searchesThatCannotBeMeant() {
        refuses(
                () -> SearchSpace.of().logUniform("rate", -4, -1),
                "SearchSpace: needs 0 < from <= to, both finite, for rate, got from -4.0 to -1.0; the numbers"
                        + " themselves, not their exponents: 1e-4, not -4");
        refuses(
                () -> SearchSpace.of().values("rate", 1, Double.NaN),
                "SearchSpace: needs numbers as values of rate, got NaN");
        var space = SearchSpace.of();
        space.values("rate", 1);
        String hint =
                " needs at least one setting, got none; values, uniform and logUniform give a new space: use what they"
                        + " return";
        refuses(space::grid, "SearchSpace.grid:" + hint);
        refuses(() -> space.sample(2, Randomness.seeded(1)), "SearchSpace.sample:" + hint);
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> Trials.seeded(1).repeat(2, (_, _) -> {
                    throw new IOException("disk full");
                }))
                .withMessage("a trial failed: java.io.IOException: disk full")
                .withCauseInstanceOf(IOException.class);
    }

    @Test
    void twoKindsDoNotMakeOneDataSet() {
        refuses(
                () -> labeled.concat(targeted),
                "Dataset.concat: needs class labels in both data sets, or targets in both, got labels [20] and targets"
                        + " [20, 2]; oneHot and withTargets make targets of labels");
        refuses(
                () -> targeted.concat(labeled),
                "Dataset.concat: needs class labels in both data sets, or targets in both, got targets [20, 2] and"
                        + " labels [20]; oneHot and withTargets make targets of labels");
        refuses(
                () -> targeted.stratifiedHoldOut(0.2),
                "Dataset.stratifiedHoldOut: needs examples with class labels, got targets [20, 2]; make the data with"
                        + " Indices");
        refuses(
                () -> targeted.stratifiedFolds(2),
                "Dataset.stratifiedFolds: needs examples with class labels, got targets [20, 2]; make the data with"
                        + " Indices");
        refuses(
                targeted::classCounts,
                "Dataset.classCounts: needs examples with class labels, got targets [20, 2]; make the data with"
                        + " Indices");
        assertThat(targeted.holdOut(0.2).train().size()).isEqualTo(16);
        assertThat(labeled.concat(labeled).labels().shape().size()).isEqualTo(40);
    }
}
