package gradus.autodiff.kernel;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whether the vector loop of one kernel is ready, that is, compiled and faster than the plain one. Until then the plain one runs, for
 * vector code that is not compiled is a hundred times slower; after some work it asks for {@link Practice}. There the loop is called until the
 * compiler takes it up, and races the plain one now and then, until it wins. Both give the same bits, so it makes no difference when that
 * happens, or that threads may learn of it late.
 *
 * <p>The compiler counts calls, of which most are on nothing here, to be quick: every vector loop returns at once where there is nothing to
 * do. It must not see too few on real numbers either, or takes the loop for rare, and does not inline what it calls. Vector loops are
 * methods of their own for the same reason: beside the plain loop, which ran a thousand times before, they would look rare.
 */
final class ReadinessF32 implements Practice.Exercise {
    /** Calls in a step, at first: the compiler looks at a loop after 200, and again 5,000 later. */
    private static final int MANY = 256;

    /** After so many steps the loop only waits for the compiler, which drops what is not called any more. */
    private static final int STEPS_OF_MANY = 24;

    private static final int FEW = MANY / 4;

    /** One call in so many is on real numbers. */
    private static final int REAL = 32;

    /** A race in so many steps. */
    private static final int STEPS_OF_A_RACE = 4;

    /** Calls in a race; it ends early where the loop takes so many times as long as the plain one. */
    private static final int RACE = 32;

    private static final int FAR_BEHIND = 10;

    /** Races in a row that a loop has to win: one could be chance. */
    private static final int WINS = 3;

    /** A loop that does not win by this step stays plain for a while, such as where nothing is compiled. */
    private static final int LAST_STEP = 10_000;

    /** Fewer elements in all are left to the plain loop: small programs end before it is worth while. */
    private static final long WORTH_WHILE = 1 << 16;

    /** A machine that was too busy to compile may have time later. */
    private static final long WORK_BEFORE_ANOTHER_TRY = 1L << 28;

    /** The most elements of a call. */
    private static final int SIZE = 130;

    private static final Kernels<float[]> PLAIN = new ScalarKernelsF32();
    private static final Kernels<float[]> VECTOR = new VectorKernelsF32();

    /** Calls a kernel on {@code n} elements of {@code x}, which has four times as many at hand; {@code call} may vary the other arguments. */
    interface Sample {
        void run(Kernels<float[]> k, float[] x, float[] y, int n, int call);
    }

    /** A kernel of one input. */
    interface OneInput {
        void run(Kernels<float[]> k, float[] x, float[] y, int from, int to);
    }

    /** The vector loop of such a kernel. */
    interface LoopOfTwo<Y> {
        void run(float[] a, int a0, int da, float[] b, int b0, int db, Y y, int y0, int n);
    }

    /** A kernel of two inputs and a result of any type. */
    interface TwoInputs<Y> {
        void run(Kernels<float[]> k, float[] a, int a0, int da, float[] b, int b0, int db, Y y, int y0, int n);
    }

    private final Sample practice;
    private final Sample race;
    private final float[] x = new float[4 * SIZE];
    private final float[] y = new float[4 * SIZE];
    private boolean ready = KernelChoice.isForced();
    private final AtomicBoolean asked = new AtomicBoolean();
    private long work;
    private int step;
    private int wins;

    private ReadinessF32(Sample practice, Sample race) {
        this.practice = practice;
        this.race = race;
        for (int i = 0; i < x.length; i++) {
            x[i] = (i * 7 % 11 - 5) * 0.3f;
        }
    }

    static ReadinessF32 of(Sample sample) {
        return of(sample, sample);
    }

    /** Where what the compiler needs to see often is only a part of what is to be faster. */
    static ReadinessF32 of(Sample practice, Sample race) {
        return new ReadinessF32(practice, race);
    }

    static ReadinessF32 ofOne(OneInput kernel) {
        return of((k, x, y, n, call) -> kernel.run(k, x, y, call & 1, n));
    }

    static ReadinessF32 ofTwo(LoopOfTwo<float[]> loop, TwoInputs<float[]> kernel) {
        return of(
                (_, x, y, n, call) -> loop.run(x, 0, call & 1, x, 1, call >> 1 & 1, y, 0, n),
                (k, x, y, n, call) -> kernel.run(k, x, 0, call & 1, x, 1, call >> 1 & 1, y, 0, n));
    }

    static ReadinessF32 ofTwo(TwoInputs<float[]> kernel) {
        return of((k, x, y, n, call) -> kernel.run(k, x, 0, 1, x, 1, 1, y, 0, n));
    }

    static ReadinessF32 comparing(LoopOfTwo<boolean[]> loop, TwoInputs<boolean[]> kernel) {
        boolean[] y = new boolean[SIZE];
        return of(
                (_, x, _, n, call) -> loop.run(x, 0, call & 1, x, 1, call >> 1 & 1, y, 0, n),
                (k, x, _, n, call) -> kernel.run(k, x, 0, call & 1, x, 1, call >> 1 & 1, y, 0, n));
    }

    /** Whether to run the vector loop on so many elements. */
    boolean isReady(long elements) {
        return ready || isPracticing(elements);
    }

    private boolean isPracticing(long elements) {
        if (Practice.isHere()) {
            return true;
        }
        work += elements;
        if (work > WORTH_WHILE && asked.compareAndSet(false, true)) {
            Practice.ask(this);
        }
        return false;
    }

    @Override
    public boolean step() {
        step++;
        int end = step <= STEPS_OF_MANY ? MANY : FEW;
        for (int call = 0; call < end; call++) {
            int way = call / REAL + step;
            int size = way % 4 == 0 ? SIZE : way % 33 + 1;
            practice.run(VECTOR, x, y, call % REAL == 0 ? size : 0, way);
        }
        if (step % STEPS_OF_A_RACE == 0) {
            wins = wins() ? wins + 1 : 0;
        }
        if (wins == WINS) {
            ready = true;
        } else if (step < LAST_STEP) {
            return false;
        } else {
            step = 0;
            wins = 0;
            work = -WORK_BEFORE_ANOTHER_TRY;
            asked.set(false);
        }
        return true;
    }

    /** A loop that is not compiled yet falls behind at once. */
    private boolean wins() {
        long vector = 0;
        long plain = 0;
        for (int call = 0; call < RACE; call++) {
            plain += nanos(PLAIN, call);
            vector += nanos(VECTOR, call);
            if (vector > FAR_BEHIND * plain) {
                return false;
            }
        }
        return vector < plain;
    }

    private long nanos(Kernels<float[]> k, int call) {
        long start = System.nanoTime();
        race.run(k, x, y, SIZE - call, call);
        return System.nanoTime() - start;
    }
}
