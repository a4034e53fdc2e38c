package gradus.nn;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import java.util.random.RandomGenerator;

/**
 * The normal distribution between two bounds, by rejection: numbers of the normal distribution where
 * enough of them lie between, otherwise evenly drawn ones, each kept with the probability that the
 * density has there beside its greatest. How many numbers are drawn depends on them alone.
 */
record TruncatedNormal(double mean, double deviation, double low, double high) implements Initializer {
    /** Where the mean is inside, half of the normal numbers or more lie in so many deviations beside it. */
    private static final double WIDE = 1.5;

    /** The density falls to e^-40 of its greatest: further out nothing is ever drawn. */
    private static final double FARTHEST = 40;

    TruncatedNormal {
        if (!Double.isFinite(mean) || !(deviation > 0) || !Double.isFinite(deviation)) {
            throw new ArgumentException(
                    "truncatedNormal", "a finite mean and a finite deviation above 0", mean + " and " + deviation, "");
        }
        if (!(low < high) || !Double.isFinite(high - low)) {
            throw new ArgumentException(
                    "truncatedNormal", "finite bounds, the lower one first", low + " and " + high, "");
        }
    }

    @Override
    public Tensor create(DType dtype, Shape shape, RandomGenerator random) {
        double[] numbers = new double[shape.size()];
        for (int i = 0; i < numbers.length; i++) {
            double drawn = mean + deviation * standard((low - mean) / deviation, (high - mean) / deviation, random);
            numbers[i] = Math.clamp(drawn, low, high);
        }
        return Tensor.of(shape, numbers).to(dtype);
    }

    /** Between these bounds, with mean 0 and deviation 1 of the whole distribution. */
    private static double standard(double from, double to, RandomGenerator random) {
        if (from <= 0 && to >= 0 && to - from >= WIDE) {
            while (true) {
                double drawn = random.nextGaussian();
                if (drawn >= from && drawn <= to) {
                    return drawn;
                }
            }
        }
        return to <= 0 ? -evenly(-to, -from, random) : evenly(from, to, random);
    }

    /** Of evenly drawn ones; the nearest number to 0 is the lower bound, or 0 itself. */
    private static double evenly(double from, double to, RandomGenerator random) {
        double peak = Math.max(0, from);
        double end = Math.min(to, peak + FARTHEST / Math.max(1, peak));
        while (true) {
            double drawn = from + (end - from) * random.nextDouble();
            if (random.nextDouble() < StrictMath.exp((peak * peak - drawn * drawn) / 2)) {
                return drawn;
            }
        }
    }
}
