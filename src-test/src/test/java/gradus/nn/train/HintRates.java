package gradus.nn.train;

import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.data.Dataset;
import gradus.nn.data.Said;
import gradus.nn.loss.SquaredError;
import gradus.nn.optim.Optimizer;
import java.io.IOException;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.eclipse.collections.api.bag.MutableBag;
import org.eclipse.collections.api.factory.Bags;

/** How often trainings that differ by their seed alone give a hint. */
final class HintRates {
    /** All of them in the profile {@code long}. */
    static final int SEEDS = "full".equals(System.getProperty("gradus.programs")) ? 100 : 25;

    /** What a cause must bring at least. */
    static final int MOST = SEEDS * 95 / 100;

    static final Objective SQUARES = (y, batch) -> new SquaredError().mean(y, batch.targets());

    private HintRates() {}

    /** The subjects of all hints. */
    static MutableBag<String> of(Function<Randomness, History> training) throws IOException {
        MutableBag<String> subjects = Bags.mutable.empty();
        Said.during(() -> {
            for (int seed = 0; seed < SEEDS; seed++) {
                training.apply(Randomness.seeded(seed)).hints().forEach(hint -> subjects.add(hint.subject()));
            }
        });
        return subjects;
    }

    static Tensor normal(Randomness random, int... shape) {
        return Tensor.normal(DType.F32, Shape.of(shape), 0, 1, random);
    }

    /** Targets that are the sum of the features, of unit size, and noise. */
    static Dataset line(Randomness random, int count, int features, double noise) {
        var x = normal(random, count, features);
        return Dataset.of(
                x,
                x.sum(1)
                        .reshape(count, 1)
                        .div(Math.sqrt(features))
                        .add(normal(random, count, 1).mul(noise)));
    }

    /** Inputs whose example has label 1 if the test of its place says so. */
    static Dataset labeled(Tensor x, IntPredicate isOne) {
        return Dataset.of(
                x,
                Indices.of(IntStream.range(0, x.shape().dim(0))
                        .map(place -> isOne.test(place) ? 1 : 0)
                        .toArray()));
    }

    /** Labels that are the sign of the first feature. */
    static Dataset halves(Randomness random, int count, int features) {
        var x = normal(random, count, features);
        return labeled(x, place -> x.get(place, 0) > 0);
    }

    static History run(Layer model, Objective objective, Optimizer optimizer, int batch, Dataset data) {
        return Trainer.of(model, objective, optimizer).batchSize(batch).train(data);
    }

    /** The same model, trained before. */
    static <L extends Layer> L learned(L model, Objective objective, Optimizer optimizer, Dataset data) {
        Trainer.of(model, objective, optimizer)
                .batchSize(25)
                .epochs(20)
                .withoutHints()
                .train(data);
        return model;
    }
}
