package gradus.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.Indices;
import gradus.autodiff.Parameter;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;
import gradus.nn.Sequential;
import gradus.nn.data.Said;
import gradus.nn.layer.Linear;
import gradus.nn.layer.Tanh;
import gradus.nn.loss.CrossEntropy;
import java.util.List;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;

/** What a loss and an optimizer do not share is said at the first step, with its name, and once. */
class UnmatchedTest {
    private final Randomness random = Randomness.seeded(3);
    private final Linear body = Linear.of(3, 4, random);
    private final Linear head = Linear.of(4, 2, random);
    private final Sequential model = Sequential.of(body, new Tanh(), head);
    private final Tensor inputs = Tensor.of(new float[][] {{1, 2, 3}, {-1, 0, 2}});
    private final Indices labels = Indices.of(0, 1);

    private Tensor loss(Layer layer) {
        return new CrossEntropy().mean(layer.forward(inputs, Mode.evaluation()), labels);
    }

    private static Optimizer descent(ImmutableList<Parameter> parameters) {
        return new SGD().of(parameters).learningRate(0.1);
    }

    private List<String> said(Optimizer... optimizers) throws Exception {
        return Said.during(() -> {
            for (int step = 0; step < 3; step++) {
                for (Optimizer optimizer : optimizers) {
                    optimizer.step(loss(model).gradients());
                }
            }
        });
    }

    @Test
    void nothingIsSaidWhereTheyAreTheSame() throws Exception {
        assertThat(said(descent(model.parameters()))).isEmpty();
    }

    @Test
    void aParameterThatNoOptimizerChangesIsNamedOnce() throws Exception {
        assertThat(said(descent(head.parameters())))
                .containsExactly("the loss depends on 0.bias F32[4], 0.weight F32[4, 3], which no optimizer changes;"
                        + " freeze() says that this is on purpose");
    }

    @Test
    void minimizeSaysItToo() throws Exception {
        var sgd = descent(Lists.immutable.with(head.weight(), head.bias(), body.weight()));
        assertThat(Said.during(() -> sgd.minimize(loss(model))))
                .containsExactly(
                        "the loss depends on 0.bias F32[4], which no optimizer changes; freeze() says that this is"
                                + " on purpose");
    }

    @Test
    void frozenPartsAreLeftOut() throws Exception {
        body.freeze();
        Tensor before = body.weight().value();
        assertThat(said(descent(head.parameters()))).isEmpty();
        assertThat(said(descent(model.parameters()))).isEmpty();
        assertThat(body.weight().value().toFloatArray()).isEqualTo(before.toFloatArray());
        body.unfreeze();
        assertThat(body.weight().value().isTracked()).isTrue();
    }

    @Test
    void severalOptimizersShareAModel() throws Exception {
        assertThat(said(descent(head.parameters()), descent(body.parameters()))).isEmpty();
    }

    @Test
    void aParameterOnWhichTheLossDoesNotDependIsNamed() throws Exception {
        var spare = Linear.of(4, 4, random);
        record Forgetful(Layer body, Linear spare, Layer head) implements Layer {
            @Override
            public Tensor forward(Tensor x, Mode mode) {
                return head.forward(body.forward(x, mode).tanh(), mode);
            }
        }
        var forgetful = new Forgetful(body, spare, head);
        var sgd = new SGD().of(forgetful).learningRate(0.1);
        assertThat(Said.during(() -> {
                    sgd.minimize(loss(forgetful));
                    sgd.minimize(loss(forgetful));
                }))
                .containsExactly(
                        "the loss does not depend on spare.weight F32[4, 4], spare.bias F32[4], which an optimizer"
                                + " has to change; is every layer applied in forward?");
    }

    @Test
    void manyAreCounted() throws Exception {
        var layers = Lists.mutable.<Layer>with(head);
        for (int i = 0; i < 4; i++) {
            layers.add(0, Linear.of(4, 4, random).withoutBias());
        }
        layers.add(0, body);
        var deep = new Sequential(layers.toImmutable());
        assertThat(Said.during(() -> descent(head.parameters()).step(loss(deep).gradients())))
                .containsExactly("the loss depends on 0.bias F32[4], 0.weight F32[4, 3], 1.weight F32[4, 4] and 3 more,"
                        + " which no optimizer changes; freeze() says that this is on purpose");
    }

    @Test
    void lbfgsSaysItToo() throws Exception {
        assertThat(Said.during(
                        () -> LBFGS.of(head.parameters()).mostIterations(2).minimize(() -> loss(model))))
                .containsExactly("the loss depends on 0.bias F32[4], 0.weight F32[4, 3], which no optimizer changes;"
                        + " freeze() says that this is on purpose");
        assertThat(Said.during(() -> LBFGS.of(model).mostIterations(2).minimize(() -> loss(model))))
                .isEmpty();
    }

    @Test
    void theTwoSidesAsAValue() {
        var gradients = loss(model).gradients();
        var other = Parameter.of("other", Tensor.of(1f));
        var unmatched = Unmatched.of(gradients, head.parameters().newWith(other));
        assertThat(unmatched.untrained()).containsExactly(body.bias(), body.weight());
        assertThat(unmatched.unused()).containsExactly(other);
        assertThat(unmatched.idle()).isEmpty();
        assertThat(unmatched.inWords()).hasSize(2);
        assertThat(Unmatched.of(gradients, model.parameters()).inWords()).isEmpty();
    }
}
