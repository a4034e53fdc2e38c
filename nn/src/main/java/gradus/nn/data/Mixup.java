package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.NamedTensors;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * λ of an example and 1 - λ of another of its batch, of inputs and targets alike, with a λ for each
 * example from the distribution Beta(α, α): Zhang et al., "mixup: Beyond Empirical Risk
 * Minimization", ICLR 2018.
 */
record Mixup(double alpha) implements Augmentation {
    private static final String NAME = "Augmentation.mixup";

    Mixup {
        if (!(alpha > 0 && Double.isFinite(alpha))) {
            throw new ArgumentException(NAME, "a finite α above 0", alpha + "", "");
        }
    }

    @Override
    public Tensor apply(Tensor images, RandomGenerator random) {
        throw new ArgumentException(
                NAME,
                "a batch, as targets are mixed too",
                "images alone",
                "apply(batch, random), or batches.augmented");
    }

    @Override
    public Batch apply(Batch batch, RandomGenerator random) {
        if (batch.hasLabels()) {
            throw new ArgumentException(
                    NAME,
                    "targets, of which a part can be taken",
                    batch.toString(),
                    "Dataset.oneHot(classes, DType.F32) makes them of labels");
        }
        int count = batch.size();
        Indices others = Randomness.seeded(random.nextLong()).permutation(count);
        double[] parts = random.longs(count)
                .mapToDouble(seed -> beta(Randomness.seeded(seed)))
                .toArray();
        return new Batch(mixed(batch.namedInputs(), others, parts), mixed(batch.namedTargets(), others, parts));
    }

    private static NamedTensors mixed(NamedTensors all, Indices others, double[] parts) {
        String indices = all.names().detect(all::hasIndices);
        if (indices != null) {
            throw new ArgumentException(
                    NAME, "numbers, of which a part can be taken", "the whole numbers " + indices, "");
        }
        return all.mapTensors(tensor -> mixed(tensor, others, parts));
    }

    private static Tensor mixed(Tensor all, Indices others, double[] parts) {
        int[] column = new int[all.shape().rank()];
        Arrays.fill(column, 1);
        column[0] = parts.length;
        Tensor part = Tensor.of(Shape.of(column), parts).to(all.dtype());
        return all.mul(part).add(all.indexSelect(0, others).mul(part.neg().add(1)));
    }

    /** Of two numbers of the gamma distribution, the part that the first one is of both. */
    private double beta(Randomness random) {
        double first = gamma(random);
        double second = gamma(random);
        return first + second > 0 ? first / (first + second) : random.nextInt(2);
    }

    /** Marsaglia and Tsang, ACM Transactions on Mathematical Software 26 (2000), with their way for α below 1. */
    private double gamma(Randomness random) {
        double shape = alpha < 1 ? alpha + 1 : alpha;
        double d = shape - 1 / 3.0;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = 1 + c * x;
            v = v * v * v;
            double u = 1 - random.nextDouble();
            if (v > 0 && StrictMath.log(u) < x * x / 2 + d - d * v + d * StrictMath.log(v)) {
                return alpha < 1 ? d * v * StrictMath.pow(1 - random.nextDouble(), 1 / alpha) : d * v;
            }
        }
    }

    @Override
    public String toString() {
        return NAME + "(" + alpha + ")";
    }
}
