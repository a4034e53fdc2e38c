package gradus.autodiff;

import java.util.random.RandomGenerator;

/**
 * A stream of random numbers that is the same on every machine and JDK for the same seed. The
 * generator is xoshiro256++ of Blackman and Vigna (ACM Transactions on Mathematical Software 47,
 * 2021), seeded by SplitMix64. A stream belongs to one thread; {@link #split()} gives another its
 * own.
 */
public final class Randomness implements RandomGenerator {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private long s0;
    private long s1;
    private long s2;
    private long s3;

    /** The second number of a pair of normal ones, or NaN. */
    private double spare = Double.NaN;

    private Randomness(long seed) {
        long state = seed;
        s0 = mix(state += GOLDEN_GAMMA);
        s1 = mix(state += GOLDEN_GAMMA);
        s2 = mix(state += GOLDEN_GAMMA);
        s3 = mix(state + GOLDEN_GAMMA);
    }

    /** A stream that depends on the seed alone. */
    public static Randomness seeded(long seed) {
        return new Randomness(seed);
    }

    private static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    @Override
    public long nextLong() {
        long result = Long.rotateLeft(s0 + s3, 23) + s0;
        long shifted = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= shifted;
        s3 = Long.rotateLeft(s3, 45);
        return result;
    }

    /** Evenly from 0 (included) to 1 (excluded), in steps of 2⁻⁵³. */
    @Override
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /** Evenly from 0 to {@code bound - 1}, without bias. */
    @Override
    public int nextInt(int bound) {
        if (bound <= 0) {
            throw new ArgumentException("nextInt", "a bound of 1 or more", bound + "", "");
        }
        long limit = (1L << 32) - (1L << 32) % bound;
        long draw = nextLong() >>> 32;
        while (draw >= limit) {
            draw = nextLong() >>> 32;
        }
        return (int) (draw % bound);
    }

    /** From the normal distribution of mean 0 and deviation 1, by Marsaglia's polar method. */
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
                double scale = Math.sqrt(-2 * StrictMath.log(square) / square);
                spare = v * scale;
                return u * scale;
            }
        }
    }

    /** 0 to count - 1 in random order. */
    public Indices permutation(int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int place = nextInt(i + 1);
            order[i] = order[place];
            order[place] = i;
        }
        return new Indices(Shape.of(count), order);
    }

    /** A new stream, seeded from this one, for another thread or purpose. */
    public Randomness split() {
        return new Randomness(nextLong());
    }
}
