package gradus.nn.train;

import static gradus.nn.train.Blobs.CROSS_ENTROPY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;
import gradus.nn.Sequential;
import gradus.nn.data.Batch;
import gradus.nn.data.Dataset;
import gradus.nn.layer.Linear;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.metrics.Accuracy;
import gradus.nn.metrics.Evaluation;
import gradus.nn.metrics.RegressionErrors;
import gradus.nn.optim.SGD;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainerTest {
    private final Dataset data = Blobs.data(95, 1);

    @Test
    void aTrainerDoesWhatAPlainLoopDoes() {
        var plain = Blobs.model();
        var sgd = Blobs.momentum(plain);
        var losses = new ArrayList<Double>();
        for (int epoch = 0; epoch < 2; epoch++) {
            for (var batch : data.batches(10)) {
                var loss = new CrossEntropy().mean(plain.forward(batch.inputs()), batch.labels());
                losses.add(loss.item());
                sgd.minimize(loss);
            }
        }
        var trained = Blobs.model();
        var history = Blobs.trainer(trained).epochs(2).inOrder().train(data);
        assertThat(Blobs.values(trained)).isEqualTo(Blobs.values(plain));
        assertThat(history.stepLosses().toArray())
                .containsExactly(losses.stream().mapToDouble(loss -> loss).toArray());
        assertThat(history.kept()).isEqualTo(2);
        assertThat(history.keptEpoch()).isSameAs(history.last());
    }

    @Test
    void itLearns() {
        var model = Blobs.model();
        var history = Blobs.trainer(model)
                .epochs(10)
                .metric("accuracy", Accuracy::of)
                .validation(Blobs.data(200, 2))
                .train(data);
        assertThat(history.last().get("validation accuracy")).isGreaterThan(0.95);
        assertThat(history.last().loss()).isLessThan(history.epochs().getFirst().loss());
        var evaluation = Evaluation.of(model, Blobs.data(200, 2));
        assertThat(history.last().get("validation accuracy")).isEqualTo(evaluation.accuracy());
        assertThat(history.last().validationLoss()).isCloseTo(evaluation.loss(), within(1e-6));
    }

    @Test
    void theSeedAloneDecides() {
        var runs = List.of(7L, 7L, 8L).stream()
                .map(seed -> {
                    var model = Blobs.model();
                    Blobs.trainer(model).seed(seed).epochs(2).train(data);
                    return Blobs.values(model);
                })
                .toList();
        assertThat(runs.get(0)).isEqualTo(runs.get(1)).isNotEqualTo(runs.get(2));
    }

    /** Counts how it is applied, and draws when trained. */
    private record Noticing(List<String> modes) implements Layer {
        @Override
        public Tensor forward(Tensor x, Mode mode) {
            if (mode instanceof Mode.Training training) {
                modes.add("training " + training.random().nextLong());
            } else {
                modes.add("evaluation");
            }
            return x;
        }
    }

    @Test
    void stepsTrainAndTheValidationEvaluates() {
        var first = modesOf(3);
        assertThat(first).hasSize(5);
        assertThat(first.subList(3, 5)).containsOnly("evaluation");
        assertThat(first.subList(0, 3))
                .allMatch(mode -> mode.startsWith("training"))
                .doesNotHaveDuplicates();
        assertThat(modesOf(3)).isEqualTo(first);
        assertThat(modesOf(4)).isNotEqualTo(first);
    }

    private static List<String> modesOf(long seed) {
        var noticing = new Noticing(new ArrayList<>());
        var random = Randomness.seeded(1);
        var model = Sequential.of(noticing, Linear.of(2, 2, random));
        Blobs.trainer(model).seed(seed).validation(Blobs.data(11, 2)).train(Blobs.data(30, 1));
        return noticing.modes;
    }

    @Test
    void theLossOfAnEpochIsTheMeanOverItsExamples() {
        var sizes = new ArrayList<Integer>();
        var model = Blobs.model();
        var history = Trainer.of(
                        model,
                        (y, batch) -> {
                            sizes.add(batch.size());
                            return CROSS_ENTROPY.of(y, batch);
                        },
                        Blobs.momentum(model))
                .batchSize(40)
                .train(data);
        assertThat(sizes).containsExactly(40, 40, 15);
        var losses = history.stepLosses();
        assertThat(history.last().loss())
                .isCloseTo((40 * losses.get(0) + 40 * losses.get(1) + 15 * losses.get(2)) / 95, within(1e-15));
    }

    @Test
    void smallLastBatchesCanBeLeftOut() {
        var history = Blobs.trainer(Blobs.model()).batchSize(40).dropLast().train(data);
        assertThat(history.stepLosses().size()).isEqualTo(2);
    }

    @Test
    void stepsCanBeLimited() {
        var history = Blobs.trainer(Blobs.model()).epochs(9).maxSteps(13).train(data);
        assertThat(history.stepLosses().size()).isEqualTo(13);
        assertThat(history.epochs().size()).isEqualTo(2);
    }

    @Test
    void listenersAreTold() {
        var told = new ArrayList<String>();
        var listener = new TrainingListener() {
            @Override
            public void step(TrainingStep step) {
                told.add(step.number() + ": " + step.inEpoch() + " of " + step.perEpoch() + " in " + step.epoch()
                        + " of " + step.epochs() + " at " + step.learningRate());
            }

            @Override
            public void epoch(Epoch epoch) {
                told.add("epoch " + epoch.number());
            }

            @Override
            public void finished(History history) {
                told.add("finished " + history.epochs().size());
            }
        };
        Blobs.trainer(Blobs.model()).batchSize(50).epochs(2).listener(listener).train(data);
        assertThat(told)
                .containsExactly(
                        "1: 1 of 2 in 1 of 2 at 0.1",
                        "2: 2 of 2 in 1 of 2 at 0.1",
                        "epoch 1",
                        "3: 1 of 2 in 2 of 2 at 0.1",
                        "4: 2 of 2 in 2 of 2 at 0.1",
                        "epoch 2",
                        "finished 2");
    }

    @Test
    void theHistoryIsATable() {
        var history = Blobs.trainer(Blobs.model())
                .epochs(2)
                .metric("accuracy, top 1", Accuracy::of)
                .validation(data)
                .train(data);
        var lines = history.csv().lines().toList();
        assertThat(lines.getFirst())
                .isEqualTo("epoch,loss,\"accuracy, top 1\",validation loss,\"validation accuracy, top 1\","
                        + "learning rate,seconds");
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).startsWith("1," + history.epochs().getFirst().loss() + ",");
        assertThat(history.column("loss").toArray())
                .containsExactly(
                        history.epochs().getFirst().loss(), history.last().loss());
        assertThat(history.stepsCsv())
                .startsWith("step,loss\n1," + history.stepLosses().get(0) + "\n2,");
        assertThat(history.last().toString()).startsWith("epoch 2: loss ").contains(", validation loss ");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> history.column("f1"))
                .withMessage("epoch: needs one of loss, accuracy, top 1, validation loss, validation accuracy, top 1,"
                        + " learning rate, seconds, got f1");
    }

    @Test
    void trainingEndsWhenItNoLongerGetsBetter() {
        var scripted = Blobs.script(0.5, 0.6, 0.9, 0.85, 0.9, 0.7, 0.95);
        var model = Blobs.model();
        var afterEpoch = new ArrayList<double[][]>();
        var history = Blobs.trainer(model)
                .epochs(7)
                .metric("script", scripted)
                .earlyStopping(EarlyStopping.patience(3).highest("script"))
                .listener(new TrainingListener() {
                    @Override
                    public void epoch(Epoch epoch) {
                        afterEpoch.add(Blobs.values(model));
                    }
                })
                .train(data);
        assertThat(history.epochs().size()).isEqualTo(6);
        assertThat(history.kept()).isEqualTo(3);
        assertThat(Blobs.values(model)).isEqualTo(afterEpoch.get(2)).isNotEqualTo(afterEpoch.get(5));
    }

    @Test
    void smallGainsDoNotCountAndTheLastParametersCanBeKept() {
        var scripted = Blobs.script(0.5, 0.49, 0.48, 0.1);
        var model = Blobs.model();
        var history = Blobs.trainer(model)
                .epochs(4)
                .metric("script", scripted)
                .earlyStopping(EarlyStopping.patience(2)
                        .lowest("script")
                        .minDelta(0.05)
                        .keepingLast())
                .train(data);
        assertThat(history.epochs().size()).isEqualTo(3);
        assertThat(history.kept()).isEqualTo(3);
    }

    @Test
    void notANumberIsNoGain() {
        var scripted = Blobs.script(Double.NaN, 0.5, Double.NaN, Double.NaN);
        var history = Blobs.trainer(Blobs.model())
                .epochs(5)
                .metric("script", scripted)
                .earlyStopping(EarlyStopping.patience(2).lowest("script"))
                .train(data);
        assertThat(history.kept()).isEqualTo(2);
        assertThat(history.epochs().size()).isEqualTo(4);
    }

    @Test
    void examplesCanHaveTargets() {
        var random = Randomness.seeded(1);
        var inputs = Tensor.normal(DType.F32, Shape.of(60, 2), 0, 1, random);
        var sums = Dataset.of(inputs, inputs.sum(1).expandDims(1));
        var model = Sequential.of(Linear.of(2, 1, random));
        var sgd = new SGD().of(model.parameters()).learningRate(0.1);
        Objective squares = (y, batch) -> y.sub(batch.targets()).square().mean();
        var history = Trainer.of(model, squares, sgd)
                .batchSize(7)
                .epochs(30)
                .metric(
                        "mean squared error",
                        (y, batch) -> RegressionErrors.of(y, batch.targets()).meanSquared())
                .validation(sums)
                .train(sums);
        assertThat(history.last().get("mean squared error"))
                .isCloseTo(history.last().loss(), within(1e-9))
                .isLessThan(1e-6);
        assertThat(history.last().get("validation mean squared error"))
                .isCloseTo(history.last().validationLoss(), within(1e-9));
    }

    @Test
    void batchesCanComeFromAnywhere() {
        var batch = new Batch(Tensor.of(new float[][] {{1, 1}}), Indices.of(1));
        var steps = new ArrayList<Integer>();
        Blobs.trainer(Blobs.model())
                .listener(new TrainingListener() {
                    @Override
                    public void step(TrainingStep step) {
                        steps.add(step.perEpoch());
                    }
                })
                .train(_ -> List.of(batch, batch));
        assertThat(steps).containsExactly(0, 0);
    }
}
