package gradus.nn.random;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Indices;
import java.math.BigInteger;
import java.util.random.RandomGenerator;

/**
 * NumPy's {@code default_rng(seed)}: the same seed and the same calls give the same numbers as
 * there. A number for each call; NumPy's arrays are as many calls in row-major order, so {@code
 * Tensor.uniform(F64, Shape.of(64, 32), low, high, random)} is {@code rng.uniform(low, high, (64,
 * 32))}. The last bit of about one normal number in a million, where a logarithm or exponential
 * comes in, may differ. Belongs to one thread.
 *
 * {@snippet lang = java :
 * var rng = NumpyGenerator.seeded(12345);
 * Indices order = rng.permutation(1797); // rng.permutation(1797)
 * double x = rng.uniform(-10, 10); // rng.uniform(-10, 10)
 * }
 */
public final class NumpyGenerator implements RandomGenerator {
    private final Pcg64 bits;

    private NumpyGenerator(BigInteger seed) {
        if (seed.signum() < 0) {
            throw new ArgumentException("NumpyGenerator", "a seed of 0 or more", seed + "", "");
        }
        bits = new Pcg64(seed);
    }

    /**
     * {@code default_rng(seed)}.
     *
     * @throws ArgumentException if the seed is negative
     */
    public static NumpyGenerator seeded(long seed) {
        return new NumpyGenerator(BigInteger.valueOf(seed));
    }

    /** As {@link #seeded(long)}, for a seed of any size. */
    public static NumpyGenerator seeded(BigInteger seed) {
        return new NumpyGenerator(seed);
    }

    /** The next 64 bits of the generator underneath. */
    @Override
    public long nextLong() {
        return bits.next64();
    }

    /** The next 32 bits: each 64 serve twice, the lower half first. */
    @Override
    public int nextInt() {
        return bits.next32();
    }

    /** {@code random()}: evenly from 0 (included) to 1 (excluded). */
    @Override
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /** {@code uniform(low, high)}: evenly from {@code low} to {@code high}. */
    public double uniform(double low, double high) {
        return low + (high - low) * nextDouble();
    }

    /** {@code standard_normal()}. */
    @Override
    public double nextGaussian() {
        return Ziggurat.normal(this);
    }

    /** {@code normal(mean, deviation)}. */
    public double normal(double mean, double deviation) {
        return mean + deviation * nextGaussian();
    }

    /** {@code integers(bound)}: evenly from 0 to {@code bound - 1}. */
    @Override
    public int nextInt(int bound) {
        return (int) integers(0, bound);
    }

    /**
     * {@code integers(low, high)}: evenly from {@code low} to {@code high - 1}, by Lemire, ACM
     * Transactions on Modeling and Computer Simulation 29 (2019).
     *
     * @throws ArgumentException unless {@code low < high}
     */
    public long integers(long low, long high) {
        if (low >= high) {
            throw new ArgumentException("integers", "low < high", low + " and " + high, "");
        }
        long most = high - 1 - low;
        if (most == 0) {
            return low;
        }
        return low + (most >>> Integer.SIZE == 0 ? upTo32(most) : upTo64(most));
    }

    private long upTo32(long most) {
        long count = most + 1;
        long product = Integer.toUnsignedLong(nextInt()) * count;
        if (count >>> Integer.SIZE != 0) {
            return product >>> Integer.SIZE;
        }
        long least = (0xffff_ffffL - most) % count;
        while ((product & 0xffff_ffffL) < least) {
            product = Integer.toUnsignedLong(nextInt()) * count;
        }
        return product >>> Integer.SIZE;
    }

    private long upTo64(long most) {
        long count = most + 1;
        if (count == 0) {
            return nextLong();
        }
        long least = Long.remainderUnsigned(-1L - most, count);
        long draw = nextLong();
        while (Long.compareUnsigned(draw * count, least) < 0) {
            draw = nextLong();
        }
        return Math.unsignedMultiplyHigh(draw, count);
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
