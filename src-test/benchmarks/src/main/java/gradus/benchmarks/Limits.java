package gradus.benchmarks;

import gradus.benchmarks.Workload.Ceiling;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntToDoubleFunction;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.list.Interval;

/**
 * What the machine can do at most, of one thing, on some threads that share the work evenly.
 * Needs the module {@code jdk.incubator.vector}. Float and double are written out one beside the
 * other: only vectors of a type that the compiler knows stay in registers.
 */
final class Limits implements Step {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;

    /**
     * Sums that do not wait for each other: as many as two units with a latency of four cycles need,
     * and some to spare; with their two factors they fit into 16 registers.
     */
    private static final int SUMS = 12;

    private final ImmutableList<Callable<Double>> parts;
    private final ExecutorService pool;

    Limits(Ceiling ceiling, int threads) {
        IntToDoubleFunction part = part(ceiling, threads);
        parts = Interval.zeroTo(threads - 1)
                .collect(thread -> (Callable<Double>) () -> part.applyAsDouble(thread))
                .toImmutableList();
        pool = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().factory());
    }

    private static IntToDoubleFunction part(Ceiling ceiling, int threads) {
        int share = Ceiling.ELEMENTS / threads;
        return switch (ceiling.limit()) {
            case FMA32 -> {
                int rounds = rounds(ceiling, FLOATS, threads);
                yield _ -> multiplyFloats(rounds, 0.5f, 1);
            }
            case FMA64 -> {
                int rounds = rounds(ceiling, DOUBLES, threads);
                yield _ -> multiplyDoubles(rounds, 0.5, 1);
            }
            case READ -> {
                float[] array = Data.uniform(1, Ceiling.ELEMENTS, 0, 1);
                yield thread -> sum(array, thread * share, (thread + 1) * share);
            }
            case WRITE -> {
                float[] from = Data.uniform(1, Ceiling.ELEMENTS, 0, 1);
                float[] to = new float[Ceiling.ELEMENTS];
                yield thread -> {
                    copy(from, to, thread * share, (thread + 1) * share);
                    return to[thread * share];
                };
            }
        };
    }

    /** A multiplication and an addition for each lane of each sum. */
    private static int rounds(Ceiling ceiling, VectorSpecies<?> species, int threads) {
        return (int) Math.round(ceiling.count() / (2.0 * SUMS * species.length() * threads));
    }

    /** The sum of what the parts came to. */
    @Override
    public Double run() {
        try {
            if (parts.size() == 1) {
                return parts.getFirst().call();
            }
            double all = 0;
            for (Future<Double> part : pool.invokeAll(parts.castToList())) {
                all += part.get();
            }
            return all;
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Override
    public double probe() {
        return run();
    }

    /** Rounds of {@code s = s * factor + term} for every sum: registers alone, no memory. */
    private static double multiplyFloats(int rounds, float factor, float term) {
        FloatVector x = FloatVector.broadcast(FLOATS, factor);
        FloatVector y = FloatVector.broadcast(FLOATS, term);
        FloatVector a = y;
        FloatVector b = a.add(x);
        FloatVector c = b.add(x);
        FloatVector d = c.add(x);
        FloatVector e = d.add(x);
        FloatVector f = e.add(x);
        FloatVector g = f.add(x);
        FloatVector h = g.add(x);
        FloatVector i = h.add(x);
        FloatVector j = i.add(x);
        FloatVector k = j.add(x);
        FloatVector l = k.add(x);
        for (int round = 0; round < rounds; round++) {
            a = a.fma(x, y);
            b = b.fma(x, y);
            c = c.fma(x, y);
            d = d.fma(x, y);
            e = e.fma(x, y);
            f = f.fma(x, y);
            g = g.fma(x, y);
            h = h.fma(x, y);
            i = i.fma(x, y);
            j = j.fma(x, y);
            k = k.fma(x, y);
            l = l.fma(x, y);
        }
        return a.add(b)
                .add(c)
                .add(d)
                .add(e)
                .add(f)
                .add(g)
                .add(h)
                .add(i)
                .add(j)
                .add(k)
                .add(l)
                .lane(0);
    }

    private static double multiplyDoubles(int rounds, double factor, double term) {
        DoubleVector x = DoubleVector.broadcast(DOUBLES, factor);
        DoubleVector y = DoubleVector.broadcast(DOUBLES, term);
        DoubleVector a = y;
        DoubleVector b = a.add(x);
        DoubleVector c = b.add(x);
        DoubleVector d = c.add(x);
        DoubleVector e = d.add(x);
        DoubleVector f = e.add(x);
        DoubleVector g = f.add(x);
        DoubleVector h = g.add(x);
        DoubleVector i = h.add(x);
        DoubleVector j = i.add(x);
        DoubleVector k = j.add(x);
        DoubleVector l = k.add(x);
        for (int round = 0; round < rounds; round++) {
            a = a.fma(x, y);
            b = b.fma(x, y);
            c = c.fma(x, y);
            d = d.fma(x, y);
            e = e.fma(x, y);
            f = f.fma(x, y);
            g = g.fma(x, y);
            h = h.fma(x, y);
            i = i.fma(x, y);
            j = j.fma(x, y);
            k = k.fma(x, y);
            l = l.fma(x, y);
        }
        return a.add(b)
                .add(c)
                .add(d)
                .add(e)
                .add(f)
                .add(g)
                .add(h)
                .add(i)
                .add(j)
                .add(k)
                .add(l)
                .lane(0);
    }

    /**
     * The sum of a range, read in four places at once, which is faster than in one; what is left of
     * the vectors is left out.
     */
    private static double sum(float[] array, int from, int to) {
        int lanes = FLOATS.length();
        int quarter = (to - from) / 4;
        FloatVector a = FloatVector.zero(FLOATS);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        for (int at = from; at <= from + quarter - lanes; at += lanes) {
            a = a.add(FloatVector.fromArray(FLOATS, array, at));
            b = b.add(FloatVector.fromArray(FLOATS, array, at + quarter));
            c = c.add(FloatVector.fromArray(FLOATS, array, at + 2 * quarter));
            d = d.add(FloatVector.fromArray(FLOATS, array, at + 3 * quarter));
        }
        return a.add(b).add(c.add(d)).lane(0);
    }

    /** The fastest way to copy that Java has: faster than System.arraycopy and than vectors. */
    private static void copy(float[] from, float[] to, int start, int end) {
        MemorySegment.copy(
                MemorySegment.ofArray(from),
                (long) start * Float.BYTES,
                MemorySegment.ofArray(to),
                (long) start * Float.BYTES,
                (long) (end - start) * Float.BYTES);
    }
}
