package gradus.nn.random;

/**
 * The Mersenne twister of Matsumoto and Nishimura, ACM Transactions on Modeling and Computer
 * Simulation 8 (1998), seeded as in their revision of 2002: the bits of NumPy's {@code
 * RandomState}.
 */
final class Mt19937 {
    private static final int SIZE = 624;
    private static final int SHIFT = 397;
    private static final int UPPER = 0x80000000;

    private final int[] state = new int[SIZE];
    private int next = SIZE;

    Mt19937(int seed) {
        state[0] = seed;
        for (int i = 1; i < SIZE; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ (state[i - 1] >>> 30)) + i;
        }
    }

    /** The next 32 bits. */
    int next32() {
        if (next == SIZE) {
            twist();
            next = 0;
        }
        int y = state[next++];
        y ^= y >>> 11;
        y ^= (y << 7) & 0x9d2c5680;
        y ^= (y << 15) & 0xefc60000;
        return y ^ (y >>> 18);
    }

    private void twist() {
        for (int i = 0; i < SIZE; i++) {
            int joined = (state[i] & UPPER) | (state[(i + 1) % SIZE] & ~UPPER);
            state[i] = state[(i + SHIFT) % SIZE] ^ (joined >>> 1) ^ ((joined & 1) * 0x9908b0df);
        }
    }

    /** Evenly from 0 to 1, in steps of 2⁻⁵³: 27 bits of one draw and 26 of the next. */
    double nextDouble() {
        int upper = next32() >>> 5;
        int lower = next32() >>> 6;
        return (upper * 0x1p26 + lower) * 0x1p-53;
    }
}
