package gradus.autodiff.kernel;

import java.util.concurrent.locks.LockSupport;

/**
 * Whether the vector loop of one kernel is ready, that is, compiled and faster than the plain one. Until then the plain one runs; the
 * second call asks for {@link Practice}, which calls both with numbers that nobody looks at, until the vector loop
 * wins. Both give the same bits, so it makes no difference when that happens, or that threads may learn of it late.
 */
final class ReadinessF32 {
    /** Calls between two looks at the clock. */
    private static final int ROUND = 64;

    /** Rounds after which the compiler has seen enough, and only needs time. */
    private static final int ROUNDS = 1000;

    /** A loop that does not win by this many rounds stays plain for a while, such as where nothing is compiled. */
    private static final int LAST_ROUND = 3000;

    /** A machine that was too busy to compile may have time later. */
    private static final int CALLS_BEFORE_ANOTHER_TRY = 1 << 16;

    /** How long each round waits for the compiler. */
    private static final long WAIT_NANOS = 2_000_000;

    /** Rounds in a row that a loop has to win: one could be chance. */
    private static final int WINS = 4;

    /** Practice runs on up to this many elements: none, one and several vectors of any width, whole and in part. */
    private static final int SIZE = 33;

    private static final Kernels<float[]> PLAIN = new ScalarKernelsF32();

    /** Calls a kernel on {@code n} elements of {@code x}, which has four times as many at hand; {@code call} may vary the other arguments. */
    interface Sample {
        void run(Kernels<float[]> k, float[] x, float[] y, int n, int call);
    }

    /** A kernel of one input. */
    interface OneInput {
        void run(Kernels<float[]> k, float[] x, float[] y, int from, int to);
    }

    /** A kernel of two inputs and a result of any type. */
    interface TwoInputs<Y> {
        void run(Kernels<float[]> k, float[] a, int a0, int da, float[] b, int b0, int db, Y y, int y0, int n);
    }

    /** A kernel that works along an axis, its result of any type. */
    interface AlongAxis<Y> {
        void run(Kernels<float[]> k, float[] x, Y y, int outer, int length, int inner);
    }

    private final Sample sample;
    private boolean ready = KernelChoice.isForced();
    private int calls;

    private ReadinessF32(Sample sample) {
        this.sample = sample;
    }

    static ReadinessF32 of(Sample sample) {
        return new ReadinessF32(sample);
    }

    static ReadinessF32 ofOne(OneInput kernel) {
        return of((k, x, y, n, call) -> kernel.run(k, x, y, call & 1, n));
    }

    static ReadinessF32 ofTwo(TwoInputs<float[]> kernel) {
        return of((k, x, y, n, call) -> kernel.run(k, x, 0, call & 1, x, 1, call >> 1 & 1, y, 0, n));
    }

    static ReadinessF32 comparing(TwoInputs<boolean[]> kernel) {
        boolean[] y = new boolean[SIZE];
        return of((k, x, _, n, call) -> kernel.run(k, x, 0, call & 1, x, 1, call >> 1 & 1, y, 0, n));
    }

    static ReadinessF32 along(AlongAxis<float[]> kernel) {
        return of((k, x, y, n, call) -> kernel.run(k, x, y, 1, call % 3 == 0 ? 1 : n, call % 3 == 0 ? n : 1));
    }

    /** Whether to run the vector loop. */
    boolean isReady() {
        return ready || isPractising();
    }

    private boolean isPractising() {
        if (Practice.isHere()) {
            return true;
        }
        if (++calls == 2) {
            Practice.ask(this::practise);
        }
        return false;
    }

    private void practise() {
        Kernels<float[]> vector = new VectorKernelsF32();
        int wins = 0;
        for (int round = 0; round < LAST_ROUND && wins < WINS; round++) {
            wins = nanos(vector) < nanos(PLAIN) ? wins + 1 : 0;
            if (round > ROUNDS) {
                LockSupport.parkNanos(WAIT_NANOS);
            }
        }
        ready = wins == WINS;
        calls = -CALLS_BEFORE_ANOTHER_TRY; // counts only if it is not ready
    }

    private long nanos(Kernels<float[]> k) {
        float[] x = new float[4 * SIZE];
        float[] y = new float[4 * SIZE];
        for (int i = 0; i < x.length; i++) {
            x[i] = (i * 7 % 11 - 5) * 0.3f;
        }
        long start = System.nanoTime();
        for (int call = 0; call < ROUND; call++) {
            sample.run(k, x, y, call % SIZE + 1, call);
        }
        return System.nanoTime() - start;
    }
}
