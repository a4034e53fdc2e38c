package gradus.nn.train;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Gradients;
import gradus.autodiff.Tensor;
import gradus.nn.Mode;
import gradus.nn.Model;
import gradus.nn.data.Batch;
import gradus.nn.data.Dataset;
import java.util.random.RandomGenerator;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.list.Interval;

/**
 * How far the gradients of random batches are from the gradient of all examples: whether larger
 * batches would pay. Examples are drawn independently, so the noise falls as 1/√(batch size); a
 * batch whose noise is far above 1 mostly goes astray, one far below 1 sees little more than half
 * of it would.
 *
 * @param batchSize how many examples a batch has
 * @param relative the root of the mean square of |g - G| by |G|, with g of a batch and G of all
 *     examples, both of the mean loss
 * @param cosine the mean cosine of the angle between g and G
 */
public record GradientNoise(int batchSize, double relative, double cosine) {
    private static final int AT_ONCE = 1000;

    /**
     * Measures it at the model's weights.
     *
     * @param sum the loss of a batch, summed over its examples, such as {@code new
     *     CrossEntropy().sum(output, batch.labels())}
     * @param batches how many are drawn of each size
     * @throws ArgumentException if there are no examples, or a batch size or {@code batches} is
     *     below 1
     */
    public static ImmutableList<GradientNoise> measure(
            Model model,
            Objective sum,
            Dataset data,
            ImmutableList<Integer> batchSizes,
            int batches,
            RandomGenerator random) {
        if (data.size() == 0 || batches < 1 || batchSizes.anySatisfy(size -> size < 1)) {
            throw new ArgumentException(
                    "GradientNoise",
                    "at least one example, and one batch or more of one example or more",
                    data + ", " + batches + " batches of " + batchSizes,
                    "");
        }
        Tensor whole = gradient(model, sum, data);
        return batchSizes.collect(size -> {
            ImmutableList<Tensor> drawn = Interval.oneTo(batches)
                    .collect(_ -> gradient(model, sum, draw(data, size, random)))
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
    private static Tensor gradient(Model model, Objective sum, Dataset data) {
        ImmutableList<Tensor> sums = model.parameters().collect(w -> Tensor.zeros(w.dtype(), w.shape()));
        for (Batch batch : data.batches(AT_ONCE)) {
            Gradients gradients = loss(model, sum, batch).gradients();
            sums = sums.zip(model.parameters()).collect(pair -> pair.getOne().add(gradients.of(pair.getTwo())));
        }
        return Tensor.concat(0, sums.collect(each -> each.reshape(-1))).div(data.size());
    }

    private static Tensor loss(Model model, Objective sum, Batch batch) {
        Mode mode = new Mode.Unsaid();
        Batch answered = batch.withOutputs(model.forward(batch.namedInputs(), mode));
        return sum.of(answered.outputs().first(), answered);
    }

    private static double length(Tensor gradient) {
        return Math.sqrt(gradient.square().sum().item());
    }
}
