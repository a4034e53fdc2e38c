package gradus.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;
import gradus.nn.Sequential;
import gradus.nn.data.Dataset;
import gradus.nn.data.Said;
import gradus.nn.layer.Linear;
import gradus.nn.layer.Tanh;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.train.History;
import gradus.nn.train.Objective;
import gradus.nn.train.Trainer;
import gradus.nn.train.TrainingListener;
import gradus.nn.train.TrainingStep;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Optimizers that share a model take turns; one that takes none is found out. */
class UnmatchedWatchTest {
    private static final String IDLE = "the loss depends on 0.bias F32[4], 0.weight F32[4, 3], whose optimizer takes"
            + " no steps; freeze() says that this is on purpose";

    private final Randomness random = Randomness.seeded(3);
    private final Linear body = Linear.of(3, 4, random);
    private final Linear head = Linear.of(4, 2, random);
    private final Sequential model = Sequential.of(body, new Tanh(), head);
    private final Tensor inputs = Tensor.of(new float[][] {{1, 2, 3}, {-1, 0, 2}});
    private final Indices labels = Indices.of(0, 1);

    private Tensor loss() {
        return new CrossEntropy().mean(model.forward(inputs, Mode.evaluation()), labels);
    }

    private Optimizer descent(Layer layer) {
        return new SGD().of(layer.parameters()).learningRate(0.01);
    }

    private void step(Optimizer optimizer, int times) {
        for (int i = 0; i < times; i++) {
            optimizer.minimize(loss());
        }
    }

    private List<String> said(Optimizer optimizer, int times) throws Exception {
        return Said.during(() -> step(optimizer, times));
    }

    private static List<String> saidInTurns(int rounds, Runnable one, Runnable other) throws Exception {
        return Said.during(() -> {
            for (int i = 0; i < rounds; i++) {
                one.run();
                other.run();
            }
        });
    }

    @Test
    void anOptimizerThatWasMadeAndNeverUsedIsFoundAtTheSixthStep() throws Exception {
        new Adam().of(body.parameters());
        Optimizer ofHead = descent(head);
        assertThat(said(ofHead, 5)).isEmpty();
        assertThat(said(ofHead, 1)).containsExactly(IDLE);
        assertThat(said(ofHead, 10)).isEmpty();
    }

    @Test
    void fineTuningOfAPartIsFoundAtTheSecondStep() throws Exception {
        Optimizer ofAll = descent(model);
        assertThat(said(ofAll, 10)).isEmpty();
        Optimizer ofHead = descent(head);
        assertThat(said(ofHead, 1)).isEmpty();
        assertThat(said(ofHead, 1)).containsExactly(IDLE);
    }

    @Test
    void fineTuningByAnOptimizerMadeBeforeIsFoundAtTheSixth() throws Exception {
        Optimizer ofAll = descent(model);
        Optimizer ofHead = descent(head);
        assertThat(said(ofAll, 10)).isEmpty();
        assertThat(said(ofHead, 5)).isEmpty();
        assertThat(said(ofHead, 1)).containsExactly(IDLE);
    }

    @Test
    void frozenPartsAreOnPurpose() throws Exception {
        step(descent(model), 2);
        Optimizer ofHead = descent(head);
        step(ofHead, 1);
        body.freeze();
        assertThat(said(ofHead, 10)).isEmpty();
    }

    @Test
    void nothingIsSaidOfTurns() throws Exception {
        Optimizer ofBody = descent(body);
        Optimizer ofHead = descent(head);
        assertThat(saidInTurns(10, () -> step(ofHead, 1), () -> step(ofBody, 1)))
                .isEmpty();
    }

    @Test
    void norOfFiveStepsForOne() throws Exception {
        Optimizer ofBody = descent(body);
        Optimizer ofHead = descent(head);
        assertThat(saidInTurns(4, () -> step(ofHead, 5), () -> step(ofBody, 1))).isEmpty();
    }

    @Test
    void norWhereTheOtherWasMadeAndUsedBefore() throws Exception {
        Optimizer ofBody = descent(body);
        head.freeze();
        step(ofBody, 3);
        head.unfreeze();
        Optimizer ofHead = descent(head);
        assertThat(saidInTurns(10, () -> step(ofHead, 1), () -> step(ofBody, 1)))
                .isEmpty();
    }

    @Test
    void norOfTurnsWithLbfgs() throws Exception {
        LBFGS ofBody = LBFGS.of(body).mostIterations(3);
        Optimizer ofHead = descent(head);
        assertThat(saidInTurns(8, () -> ofBody.minimize(this::loss), () -> step(ofHead, 1)))
                .isEmpty();
    }

    @Test
    void fineTuningWithLbfgsIsFound() throws Exception {
        step(descent(model), 2);
        assertThat(Said.during(() -> LBFGS.of(head).mostIterations(2).minimize(this::loss)))
                .containsExactly(IDLE);
    }

    private History trained(Optimizer optimizer, Runnable afterwards) {
        Objective objective = (output, batch) -> new CrossEntropy().mean(output, batch.labels());
        var listener = new TrainingListener() {
            @Override
            public void step(TrainingStep step) {
                afterwards.run();
            }
        };
        return Trainer.of(model, objective, optimizer)
                .epochs(8)
                .batchSize(2)
                .listener(listener)
                .train(Dataset.of(inputs, labels));
    }

    @Test
    void aTrainerSaysTheSame() {
        Optimizer ofBody = descent(body);
        assertThat(trained(descent(head), () -> step(ofBody, 1)).hints()).isEmpty();
        assertThat(trained(descent(head), () -> {}).hints().collect(Object::toString))
                .as("nobody changes the body now")
                .containsExactly("loss and optimizer: " + IDLE);
        assertThat(trained(descent(head), () -> {}).hints().collect(Object::toString))
                .as("each run has its own hints")
                .containsExactly("loss and optimizer: " + IDLE);
    }

    @Test
    void aWatchCountsTheStepsThatItSees() {
        var watch = new UnmatchedWatch(head.parameters());
        for (int i = 0; i < 10; i++) {
            watch.next(loss().gradients());
        }
        assertThat(watch).hasToString("UnmatchedWatch of 2 parameters, 6 steps so far");
    }
}
