package gradus.nn.random;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Indices;
import java.util.random.RandomGenerator;

/**
 * NumPy's legacy {@code RandomState(seed)}, which {@code numpy.random.seed(seed)} and {@code
 * numpy.random.rand} use: the same seed and the same calls give the same numbers as there; of the
 * normal ones about one in four thousand may differ in the last bit, where the logarithm of a C
 * library is not the nearest. Belongs to one thread.
 */
public final class NumpyRandomState implements RandomGenerator {
    private static final long LARGEST_SEED = 0xffff_ffffL;

    private final Mt19937 bits;

    /** The second number of a pair of normal ones, or NaN. */
    private double spare = Double.NaN;

    private NumpyRandomState(int seed) {
        bits = new Mt19937(seed);
    }

    /**
     * {@code RandomState(seed)}.
     *
     * @throws ArgumentException unless {@code 0 <= seed < 2^32}, as there
     */
    public static NumpyRandomState seeded(long seed) {
        if (seed < 0 || seed > LARGEST_SEED) {
            throw new ArgumentException("NumpyRandomState", "a seed from 0 to " + LARGEST_SEED, seed + "", "");
        }
        return new NumpyRandomState((int) seed);
    }

    /** The next 32 bits of the generator underneath. */
    @Override
    public int nextInt() {
        return bits.next32();
    }

    /** The next 64 bits: two draws, the first one above. */
    @Override
    public long nextLong() {
        long upper = Integer.toUnsignedLong(nextInt());
        return (upper << Integer.SIZE) | Integer.toUnsignedLong(nextInt());
    }

    /** {@code rand()}: evenly from 0 (included) to 1 (excluded). */
    @Override
    public double nextDouble() {
        return bits.nextDouble();
    }

    /**
     * {@code randn()}: from the normal distribution of mean 0 and deviation 1, by Marsaglia's polar
     * method.
     */
    @Override
    public double nextGaussian() {
        if (!Double.isNaN(spare)) {
            double result = spare;
            spare = Double.NaN;
            return result;
        }
        while (true) {
            double u = 2 * nextDouble() - 1;
            double v = 2 * nextDouble() - 1;
            double square = u * u + v * v;
            if (square > 0 && square < 1) {
                double scale = Math.sqrt(-2 * NearestLog.of(square) / square);
                spare = u * scale;
                return v * scale;
            }
        }
    }

    /** Evenly from 0 to {@code bound - 1}, as {@link #shuffle} draws them. */
    @Override
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new ArgumentException("nextInt", "a bound of 1 or more", bound + "", "");
        }
        return Shuffling.upTo(bound - 1, bits::next32);
    }

    /** {@code permutation(count)}: 0 to {@code count - 1} in random order. */
    public Indices permutation(int count) {
        return Shuffling.permutation(count, bits::next32);
    }

    /** {@code shuffle(numbers)}: puts numbers in random order. */
    public void shuffle(int[] numbers) {
        Shuffling.shuffle(numbers, bits::next32);
    }
}
