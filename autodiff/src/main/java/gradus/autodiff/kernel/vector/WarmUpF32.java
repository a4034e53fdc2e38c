package gradus.autodiff.kernel.vector;

import gradus.autodiff.kernel.KernelSettings;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whether the vector loop of one kernel is ready, that is, compiled and faster than the plain one.
 * Until then the plain one runs, for vector code that is not compiled is a hundred times slower;
 * after some work it asks for {@link WarmUpThread}. There the loop is called until the compiler
 * takes it up, and races the plain one now and then, until it wins. Both give the same bits, so it
 * makes no difference when that happens, or that threads may learn of it late.
 *
 * <p>The compiler counts calls, of which most are on nothing here, to be quick: every vector loop
 * returns at once where there is nothing to do. It must not see too few on real numbers either, or
 * takes the loop for rare, and does not inline what it calls. Vector loops are methods of their own
 * for the same reason: beside the plain loop, which ran a thousand times before, they would look
 * rare.
 */
public final class WarmUpF32 implements WarmUpThread.Exercise {
    /** Calls in a step, at first: the compiler looks at a loop after 200, and again 5,000 later. */
    private static final int MANY = 256;

    /**
     * After so many steps the loop only waits for the compiler, which drops what is not called any
     * more.
     */
    private static final int STEPS_OF_MANY = 24;

    private static final int FEW = MANY / 4;

    /** One call in so many is on real numbers. */
    private static final int REAL = 32;

    /** A race in so many steps. */
    private static final int STEPS_OF_A_RACE = 4;

    /**
     * Calls in a race; it ends early where the loop takes so many times as long as the plain one.
     */
    private static final int RACE = 32;

    private static final int FAR_BEHIND = 10;

    /** Races in a row that a loop has to win: one could be chance. */
    private static final int WINS = 3;

    /**
     * A loop that does not win by this step stays plain for a while, such as where nothing is
     * compiled.
     */
    private static final int LAST_STEP = 10_000;

    /**
     * Fewer elements in all are left to the plain loop: small programs end before it is worth
     * while.
     */
    private static final long WORTH_WHILE = 1 << 16;

    /** A machine that was too busy to compile may have time later. */
    private static final long WORK_BEFORE_ANOTHER_TRY = 1L << 28;

    /** The most elements of a call. */
    private static final int SIZE = 130;

    /**
     * Calls a loop on {@code n} elements of {@code x}, which has four times as many at hand; {@code
     * call} may vary the other arguments.
     */
    public interface Sample {
        void run(float[] x, float[] y, int n, int call);
    }

    /** A loop over one input. */
    public interface OfOne {
        void run(float[] x, float[] y, int from, int to);
    }

    /** A loop over two inputs with a result of any type. */
    public interface OfTwo<Y> {
        void run(float[] a, int a0, int da, float[] b, int b0, int db, Y y, int y0, int n);
    }

    private final Sample practice;
    private final Sample vector;
    private final Sample plain;
    private final float[] x = new float[4 * SIZE];
    private final float[] y = new float[4 * SIZE];
    private boolean ready = KernelSettings.isForced();
    private final AtomicBoolean asked = new AtomicBoolean();
    private long work;
    private int step;
    private int wins;

    private WarmUpF32(Sample practice, Sample vector, Sample plain) {
        this.practice = practice;
        this.vector = vector;
        this.plain = plain;
        for (int i = 0; i < x.length; i++) {
            x[i] = (i * 7 % 11 - 5) * 0.3f;
        }
    }

    /**
     * The vector loop is to be called as it will be later, by way of what chooses between the two:
     * the compiler learns of that way, too.
     */
    public static WarmUpF32 of(Sample vector, Sample plain) {
        return of(vector, vector, plain);
    }

    /** Where what the compiler needs to see often is only a part of the vector loop. */
    public static WarmUpF32 of(Sample practice, Sample vector, Sample plain) {
        return new WarmUpF32(practice, vector, plain);
    }

    public static WarmUpF32 ofOne(OfOne vector, OfOne plain) {
        return of(ofOne(vector), ofOne(plain));
    }

    private static Sample ofOne(OfOne loop) {
        return (x, y, n, call) -> loop.run(x, y, call & 1, n);
    }

    /** Where both inputs advance. */
    public static WarmUpF32 ofTwo(OfTwo<float[]> vector, OfTwo<float[]> plain) {
        return of(
                (x, y, n, _) -> vector.run(x, 0, 1, x, 1, 1, y, 0, n),
                (x, y, n, _) -> plain.run(x, 0, 1, x, 1, 1, y, 0, n));
    }

    /** Where either input may repeat one element. */
    public static WarmUpF32 ofTwo(OfTwo<float[]> practice, OfTwo<float[]> vector, OfTwo<float[]> plain) {
        return of(ofEither(practice), ofEither(vector), ofEither(plain));
    }

    private static Sample ofEither(OfTwo<float[]> loop) {
        return (x, y, n, call) -> loop.run(x, 0, call & 1, x, 1, call >> 1 & 1, y, 0, n);
    }

    public static WarmUpF32 comparing(OfTwo<boolean[]> practice, OfTwo<boolean[]> vector, OfTwo<boolean[]> plain) {
        return of(ofComparison(practice), ofComparison(vector), ofComparison(plain));
    }

    private static Sample ofComparison(OfTwo<boolean[]> loop) {
        boolean[] y = new boolean[SIZE];
        return (x, _, n, call) -> loop.run(x, 0, call & 1, x, 1, call >> 1 & 1, y, 0, n);
    }

    /** Whether to run the vector loop on so many elements. */
    public boolean isReady(long elements) {
        return ready || isPracticing(elements);
    }

    private boolean isPracticing(long elements) {
        if (WarmUpThread.isHere()) {
            return true;
        }
        work += elements;
        if (work > WORTH_WHILE && asked.compareAndSet(false, true)) {
            WarmUpThread.ask(this);
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
            practice.run(x, y, call % REAL == 0 ? size : 0, way);
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
        long ofVector = 0;
        long ofPlain = 0;
        for (int call = 0; call < RACE; call++) {
            ofPlain += nanos(plain, call);
            ofVector += nanos(vector, call);
            if (ofVector > FAR_BEHIND * ofPlain) {
                return false;
            }
        }
        return ofVector < ofPlain;
    }

    private long nanos(Sample loop, int call) {
        long start = System.nanoTime();
        loop.run(x, y, SIZE - call, call);
        return System.nanoTime() - start;
    }
}
