package gradus.nn.random;

import java.math.BigInteger;

/**
 * PCG XSL RR 128/64: a linear congruential generator of 128 bits whose state is folded to 64 and
 * rotated. O'Neill, "PCG: A Family of Simple Fast Space-Efficient Statistically Good Algorithms for
 * Random Number Generation", Harvey Mudd College HMC-CS-2014-0905. The bits of NumPy's {@code
 * PCG64}.
 */
final class Pcg64 {
    private static final long MULTIPLIER_HIGH = 0x2360ed051fc65da4L;
    private static final long MULTIPLIER_LOW = 0x4385df649fccf645L;

    private long high;
    private long low;
    private final long incrementHigh;
    private final long incrementLow;

    /** The upper half of the last 64 bits, where only the lower half was used. */
    private int half;

    private boolean hasHalf;

    Pcg64(BigInteger seed) {
        long[] words = new SeedSequence(seed).generate(4);
        incrementHigh = (words[2] << 1) | (words[3] >>> 63);
        incrementLow = (words[3] << 1) | 1;
        step();
        low += words[1];
        high += words[0] + (Long.compareUnsigned(low, words[1]) < 0 ? 1 : 0);
        step();
    }

    /** state = state * multiplier + increment, of 128 bits. */
    private void step() {
        long productHigh =
                Math.unsignedMultiplyHigh(low, MULTIPLIER_LOW) + high * MULTIPLIER_LOW + low * MULTIPLIER_HIGH;
        low = low * MULTIPLIER_LOW + incrementLow;
        high = productHigh + incrementHigh + (Long.compareUnsigned(low, incrementLow) < 0 ? 1 : 0);
    }

    /** The next 64 bits. */
    long next64() {
        step();
        return Long.rotateRight(high ^ low, (int) (high >>> 58));
    }

    /** The next 32 bits: of each 64 the lower half first. */
    int next32() {
        if (hasHalf) {
            hasHalf = false;
            return half;
        }
        long both = next64();
        half = (int) (both >>> Integer.SIZE);
        hasHalf = true;
        return (int) both;
    }
}
