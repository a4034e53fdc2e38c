package gradus.examples.softmax;

import java.util.random.RandomGenerator;
import module gradus.nn;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.list.Interval;

/**
 * How far the gradients of random batches are from the gradient of all examples, for one example
 * each: root mean square of |g - G| by |G|, and the mean cosine of the angle between them.
 * Independent examples let the first fall as 1/√(batch size).
 */
record GradientNoise(int batchSize, double relative, double cosine) {
    private static final int AT_ONCE = 1000;

    /** Measures it at the model's weights, over so many batches of each size. */
    static ImmutableList<GradientNoise> measure(
            Layer model, Dataset data, ImmutableList<Integer> batchSizes, int batches, RandomGenerator random) {
        Tensor whole = gradient(model, data);
        return batchSizes.collect(size -> {
            ImmutableList<Tensor> drawn = Interval.oneTo(batches)
                    .collect(_ -> gradient(model, draw(data, size, random)))
                    .toImmutableList();
            double squares = drawn.sumOfDouble(g -> g.sub(whole).square().sum().item()) / batches;
            double cosines = drawn.sumOfDouble(g -> g.mul(whole).sum().item() / (length(g) * length(whole)));
            return new GradientNoise(size, Math.sqrt(squares) / length(whole), cosines / batches);
        });
    }

    private static Dataset draw(Dataset data, int size, RandomGenerator random) {
        return data.select(random.ints(size, 0, data.size()).toArray());
    }

    /** The gradient of the mean loss, all parameters in one row. */
    private static Tensor gradient(Layer model, Dataset data) {
        ImmutableList<Tensor> sums = model.parameters().collect(w -> Tensor.zeros(w.dtype(), w.shape()));
        for (Batch batch : data.batches(AT_ONCE)) {
            Gradients gradients =
                    Descent.loss(model.forward(batch.inputs()), batch).gradients();
            sums = sums.zip(model.parameters()).collect(pair -> pair.getOne().add(gradients.of(pair.getTwo())));
        }
        return Tensor.concat(0, sums.collect(sum -> sum.reshape(-1))).div(data.size());
    }

    private static double length(Tensor gradient) {
        return Math.sqrt(gradient.square().sum().item());
    }
}
