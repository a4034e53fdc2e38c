package gradus.autodiff.kernel.vector;

import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/**
 * A vector loop and its plain twin, with numbers to run on: the vector loop practices, and races the
 * plain one. Calls of one kind are all alike, so that their times can be compared.
 */
public final class RaceF32 {
    /** One call in so many is on real numbers. */
    private static final int REAL = 32;

    /** The most elements of a call. */
    private static final int SIZE = 130;

    /** One real call in so many is on all of them. */
    private static final int LARGE = 5;

    /** The other ones are on up to as many as the widest round of a loop takes. */
    private static final int ROUND = 64;

    /** From one size to the next: all come soon. */
    private static final int STRIDE = 37;

    /** One real call in so many is on arrays that end with the numbers. */
    private static final int EXACT = 7;

    /** Kinds of calls in a race: as many as any loop has. */
    private static final int KINDS = 5;

    /** Samples of a kind in a race, of which the quickest counts: others may have been interrupted. */
    private static final int SAMPLES_OF_A_KIND = 3;

    /** A sample has so many calls that the plain loop takes this long: clocks may be coarse. */
    private static final long MEASURABLE_NANOS = 4_000;

    /** The most calls of a sample. */
    private static final int MOST_CALLS = 1 << 10;

    /** Calls of each loop whose results are compared. */
    private static final int COMPARED = 66;

    /** One call in so many looks whether its sample has become hopeless. */
    private static final int CALLS_OF_A_LOOK = 16;

    /** A race is lost where the vector loop takes more than so many times as long as the plain one. */
    private static final int FAR_SLOWER = 2;

    /**
     * Calls a loop on {@code n} elements of {@code x}, which has one more at hand, and leaves what
     * it gives in {@code y}; {@code call} may vary the other arguments.
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
    private final LongSupplier clock;
    private final float[] x = new float[2 * SIZE];
    private final float[] y;

    /** The vector loop wins below this part of the plain one's time. */
    private final double mostOfPlain;

    private int turn;

    /** Calls in a sample of each kind. */
    private final int[] calls = new int[KINDS];

    private final long[] vectorNanos = new long[KINDS];
    private final long[] plainNanos = new long[KINDS];

    /** With a clock of nanoseconds. */
    RaceF32(Sample practice, Sample vector, Sample plain, LongSupplier clock) {
        this(practice, vector, plain, 2 * SIZE, clock, 1);
    }

    private RaceF32(Sample practice, Sample vector, Sample plain, int results, LongSupplier clock, double mostOfPlain) {
        this.practice = practice;
        this.vector = vector;
        this.plain = plain;
        this.clock = clock;
        this.mostOfPlain = mostOfPlain;
        this.y = new float[results];
        Arrays.fill(calls, 1);
        RaceNumbersF32.fill(x);
    }

    /**
     * The vector loop is to be called as it will be later, by way of what chooses between the two:
     * the compiler learns of that way, too.
     */
    public static RaceF32 of(Sample vector, Sample plain) {
        return of(vector, vector, plain);
    }

    /** Where what the compiler needs to see often is only a part of the vector loop. */
    public static RaceF32 of(Sample practice, Sample vector, Sample plain) {
        return of(practice, vector, plain, 2 * SIZE);
    }

    /** For loops with so many results, which are more than a call has elements. */
    public static RaceF32 of(Sample practice, Sample vector, Sample plain, int results) {
        return new RaceF32(practice, vector, plain, results, System::nanoTime, 1);
    }

    /**
     * A race that a vector loop also wins which takes up to so many times as long as the plain one. Where
     * the compiler makes vectors of the plain loop itself, it would be chance who wins, and when; and where
     * several loops wait for each other, all of them would wait for that.
     */
    RaceF32 wonWithin(double times) {
        return new RaceF32(practice, vector, plain, y.length, clock, times);
    }

    static RaceF32 ofOne(OfOne vector, OfOne plain) {
        return of(ofOne(vector), ofOne(plain));
    }

    private static Sample ofOne(OfOne loop) {
        return (x, y, n, call) -> loop.run(x, y, call & 1, n);
    }

    /** Where both inputs advance. */
    static RaceF32 ofTwo(OfTwo<float[]> vector, OfTwo<float[]> plain) {
        return of(
                (x, y, n, _) -> vector.run(x, 0, 1, x, 1, 1, y, 0, n),
                (x, y, n, _) -> plain.run(x, 0, 1, x, 1, 1, y, 0, n));
    }

    /** Where either input may repeat one element. */
    static RaceF32 ofTwo(OfTwo<float[]> practice, OfTwo<float[]> vector, OfTwo<float[]> plain) {
        return of(ofEither(practice), ofEither(vector), ofEither(plain));
    }

    private static Sample ofEither(OfTwo<float[]> loop) {
        return (x, y, n, call) -> loop.run(x, 0, call & 1, x, 1, call >> 1 & 1, y, 0, n);
    }

    static RaceF32 comparing(OfTwo<boolean[]> practice, OfTwo<boolean[]> vector, OfTwo<boolean[]> plain) {
        return of(ofComparison(practice), ofComparison(vector), ofComparison(plain));
    }

    private static Sample ofComparison(OfTwo<boolean[]> loop) {
        return (x, y, n, call) -> {
            boolean[] holds = new boolean[y.length];
            loop.run(x, 0, call & 1, x, 1, call >> 1 & 1, holds, 0, n);
            for (int i = 0; i < n; i++) {
                y[i] = holds[i] ? 1 : 0;
            }
        };
    }

    /**
     * So many calls of the vector loop, and for each real one of them so many of the plain one: it
     * may have run on large arrays alone, which does not get the method itself compiled, and what
     * beats a loop that is not compiled need not be good.
     *
     * <p>The calls differ in all that users' calls differ in: numbers of every remainder, and arrays
     * that end where the numbers end, or go on. What the compiler has not seen it takes for
     * impossible, and drops its code when it happens.
     */
    void practice(int calls, int plainCalls) {
        for (int call = 0; call < calls; call++) {
            if (call % REAL != 0) {
                practice.run(x, y, 0, turn);
                continue;
            }
            turn++;
            int size = turn % LARGE == 0 ? SIZE : turn * STRIDE % ROUND + 1;
            if (turn % EXACT == 0) {
                practice.run(Arrays.copyOf(x, size + 1), new float[size], size, turn);
            } else {
                practice.run(x, y, size, turn);
            }
            for (int i = 0; i < plainCalls; i++) {
                plain.run(x, y, size, turn);
            }
        }
    }

    /**
     * Whether the vector loop is quicker than the plain one in all, and far slower in calls of no
     * kind: what is behind one of them may not be compiled yet. A loop that is not compiled at all
     * falls behind at once.
     */
    boolean isWon() {
        return !isLost() && total(vectorNanos) < mostOfPlain * total(plainNanos);
    }

    /** Whether the vector loop is far slower in calls of any kind; others are then not timed. */
    boolean isLost() {
        for (int kind = 0; kind < KINDS; kind++) {
            plainNanos[kind] = Long.MAX_VALUE;
            vectorNanos[kind] = Long.MAX_VALUE;
            for (int sample = 0; sample < SAMPLES_OF_A_KIND; sample++) {
                long nanos = plainNanos(kind);
                plainNanos[kind] = Math.min(plainNanos[kind], nanos);
                vectorNanos[kind] = Math.min(vectorNanos[kind], nanos(vector, kind, FAR_SLOWER * plainNanos[kind]));
            }
            if (vectorNanos[kind] > FAR_SLOWER * plainNanos[kind]) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether both loops give the same bits, on numbers of every kind and of every remainder: a
     * compiler or a processor that nobody has tried yet may be wrong.
     */
    boolean hasSameBits() {
        float[] ofVector = new float[y.length];
        float[] ofPlain = new float[y.length];
        for (int call = 0; call < COMPARED; call++) {
            int size = SIZE - call * STRIDE % SIZE;
            float[] numbers = RaceNumbersF32.of(call, size, x.length);
            vector.run(numbers, ofVector, size, call);
            plain.run(numbers, ofPlain, size, call);
            if (!Arrays.equals(ofVector, ofPlain)) {
                return false;
            }
        }
        return true;
    }

    /** The times of the last race, in words. */
    String times() {
        return "vector " + Arrays.toString(vectorNanos) + ", plain " + Arrays.toString(plainNanos);
    }

    private static long total(long[] nanos) {
        return LongStream.of(nanos).sum();
    }

    /** A sample of the plain loop, of more and more calls until it can be measured. */
    private long plainNanos(int kind) {
        long nanos = nanos(plain, kind, Long.MAX_VALUE);
        while (nanos < MEASURABLE_NANOS && calls[kind] < MOST_CALLS) {
            calls[kind] *= 2;
            plainNanos[kind] = Long.MAX_VALUE; // those before were of fewer calls
            vectorNanos[kind] = Long.MAX_VALUE;
            nanos = nanos(plain, kind, Long.MAX_VALUE);
        }
        return nanos;
    }

    /** A sample, which ends soon after it has taken longer than {@code limit}. */
    private long nanos(Sample loop, int kind, long limit) {
        long start = clock.getAsLong();
        long nanos = 0;
        for (int call = 0; call < calls[kind] && nanos <= limit; call++) {
            loop.run(x, y, SIZE - kind, kind);
            if (call % CALLS_OF_A_LOOK == 0) {
                nanos = clock.getAsLong() - start;
            }
        }
        return clock.getAsLong() - start;
    }
}
