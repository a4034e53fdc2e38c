package gradus.nn.random;

import java.math.BigInteger;

/**
 * Spreads a seed of any length over the state of a generator, as NumPy's class of that name does:
 * the seed's 32-bit words are hashed and mixed into a pool of four words, and the pool is hashed
 * again into as many words as asked for. After O'Neill, "Developing a seed_seq alternative" (2015),
 * with the constants of NumPy's documentation.
 */
final class SeedSequence {
    private static final int POOL = 4;
    private static final int INIT_A = 0x43b0d7e5;
    private static final int MULTIPLY_A = 0x931e8875;
    private static final int INIT_B = 0x8b51f9dd;
    private static final int MULTIPLY_B = 0x58f38ded;
    private static final int MIX_LEFT = 0xca01f9dd;
    private static final int MIX_RIGHT = 0x4973f715;

    private final int[] pool = new int[POOL];
    private int constant = INIT_A;

    /** Of a seed that is not negative. */
    SeedSequence(BigInteger seed) {
        int[] words = words(seed);
        for (int i = 0; i < POOL; i++) {
            pool[i] = hash(i < words.length ? words[i] : 0);
        }
        for (int from = 0; from < POOL; from++) {
            for (int to = 0; to < POOL; to++) {
                if (from != to) {
                    pool[to] = mix(pool[to], hash(pool[from]));
                }
            }
        }
        for (int i = POOL; i < words.length; i++) {
            for (int to = 0; to < POOL; to++) {
                pool[to] = mix(pool[to], hash(words[i]));
            }
        }
    }

    /** The lowest word first; 0 is one word. */
    private static int[] words(BigInteger seed) {
        int[] words = new int[Math.max(1, Math.ceilDiv(seed.bitLength(), Integer.SIZE))];
        for (int i = 0; i < words.length; i++) {
            words[i] = seed.shiftRight(i * Integer.SIZE).intValue();
        }
        return words;
    }

    private int hash(int word) {
        int value = word ^ constant;
        constant *= MULTIPLY_A;
        value *= constant;
        return value ^ (value >>> 16);
    }

    private static int mix(int x, int y) {
        int value = MIX_LEFT * x - MIX_RIGHT * y;
        return value ^ (value >>> 16);
    }

    /** The first {@code count} 64-bit words of state. */
    long[] generate(int count) {
        long[] state = new long[count];
        int other = INIT_B;
        for (int i = 0; i < 2 * count; i++) {
            int value = pool[i % POOL] ^ other;
            other *= MULTIPLY_B;
            value *= other;
            value ^= value >>> 16;
            state[i / 2] |= Integer.toUnsignedLong(value) << (Integer.SIZE * (i % 2));
        }
        return state;
    }
}
