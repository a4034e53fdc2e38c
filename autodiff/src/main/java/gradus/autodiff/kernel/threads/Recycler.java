package gradus.autodiff.kernel.threads;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.map.primitive.MutableIntObjectMap;
import org.eclipse.collections.impl.factory.primitive.IntObjectMaps;
import org.jspecify.annotations.Nullable;

/**
 * Large arrays that are used again: a fresh one costs more to clear, and to bring into the cache,
 * than most loops over it. While a computation runs {@linkplain #during under} a recycler, its
 * large arrays come from there; {@link #takeBack} makes them available again. Whoever calls that
 * must know that nobody sees them any more. It belongs to one thread at a time.
 */
public final class Recycler {
    /** Smaller arrays, in elements, are cheaper to make than to look for. */
    private static final int SMALLEST = 256;

    /** Arrays of sizes that were not asked for in so many rounds are dropped. */
    private static final int PATIENCE = 32;

    private static final ScopedValue<Recycler> CURRENT = ScopedValue.newInstance();

    /** Stands for no recycler. */
    private static final Recycler NONE = new Recycler();

    /**
     * How many computations run under recyclers now: mostly none, which saves looking for the
     * current one.
     */
    private static final AtomicInteger RUNNING = new AtomicInteger();

    /**
     * The arrays of one size. The first {@code lent} of them are lent, in the order in which they
     * were asked for.
     */
    private static final class Stack<A> {
        private final MutableList<A> arrays = Lists.mutable.empty();
        private int lent;

        /** The most that were lent in a round of late. */
        private int most;

        void takeBack() {
            lent = 0;
        }

        /** What is lent stays with those who have it. */
        void forget() {
            arrays.subList(0, lent).clear();
            lent = 0;
            most = Math.min(most, arrays.size());
        }

        /** Drops what was not lent of late. */
        void tidy() {
            arrays.subList(most, arrays.size()).clear();
            most = 0;
        }
    }

    /** The arrays of one element type. */
    private static final class Shelf<A> {
        private final IntFunction<A> make;
        private final Consumer<A> clear;
        private final MutableIntObjectMap<Stack<A>> bySize = IntObjectMaps.mutable.empty();

        Shelf(IntFunction<A> make, Consumer<A> clear) {
            this.make = make;
            this.clear = clear;
        }

        A lend(int size, boolean cleared) {
            @Nullable Stack<A> fitting = bySize.get(size);
            if (fitting == null) {
                fitting = new Stack<>();
                bySize.put(size, fitting);
            }
            boolean isNew = fitting.lent == fitting.arrays.size();
            if (isNew) { // before it counts as lent: there may be no memory for it
                fitting.arrays.add(make.apply(size));
            }
            A array = fitting.arrays.get(fitting.lent);
            fitting.lent++;
            fitting.most = Math.max(fitting.most, fitting.lent);
            if (cleared && !isNew) {
                clear.accept(array);
            }
            return array;
        }

        /** Takes back what was lent last of its size; anything else waits for the others. */
        void takeBack(A array, int size) {
            @Nullable Stack<A> stack = bySize.get(size);
            if (stack != null
                    && stack.lent > 0
                    && stack.arrays.get(stack.lent - 1).equals(array)) {
                stack.lent--;
            }
        }

        void takeBack() {
            bySize.forEachValue(Stack::takeBack);
        }

        void forget() {
            bySize.forEachValue(Stack::forget);
        }

        void tidy() {
            bySize.forEachValue(Stack::tidy);
            bySize.removeIf((_, stack) -> stack.arrays.isEmpty());
        }

        /** How many elements wait to be lent. */
        long elements() {
            return bySize.keyValuesView()
                    .sumOfLong(
                            pair -> (long) pair.getOne() * (pair.getTwo().arrays.size() - pair.getTwo().lent));
        }
    }

    private final Shelf<float[]> floats = new Shelf<>(float[]::new, array -> Arrays.fill(array, 0));
    private final Shelf<double[]> doubles = new Shelf<>(double[]::new, array -> Arrays.fill(array, 0));

    private int rounds;
    private @Nullable Object holder;
    private @Nullable Thread thread;

    /** A recycler that has nothing yet. */
    public Recycler() {}

    /**
     * Runs {@code computation}, whose large arrays come from here: those that the caller's own
     * thread asks for.
     *
     * @param holder what {@link #holder} gives meanwhile
     */
    public <T extends @Nullable Object> T during(Object holder, Supplier<T> computation) {
        this.holder = holder;
        this.thread = Thread.currentThread();
        RUNNING.incrementAndGet();
        try {
            return ScopedValue.where(CURRENT, this).call(computation::get);
        } finally {
            RUNNING.decrementAndGet();
            this.holder = null;
            this.thread = null;
        }
    }

    /** For whom the computation of this thread runs under a recycler; null if it does not. */
    public static @Nullable Object holder() {
        @Nullable Recycler current = current();
        return current == null ? null : current.holder;
    }

    /** Every array that was lent may be lent again. */
    public void takeBack() {
        floats.takeBack();
        doubles.takeBack();
        if (++rounds % PATIENCE == 0) {
            floats.tidy();
            doubles.tidy();
        }
    }

    /** The arrays lent so far stay with those who may have seen them. */
    public void forget() {
        floats.forget();
        doubles.forget();
    }

    /** How many bytes wait to be lent. */
    public long bytes() {
        return Float.BYTES * floats.elements() + Double.BYTES * doubles.elements();
    }

    /** That of this thread: bindings may be inherited by others. */
    private static @Nullable Recycler current() {
        if (RUNNING.get() == 0) {
            return null;
        }
        Recycler current = CURRENT.orElse(NONE);
        return Thread.currentThread().equals(current.thread) ? current : null;
    }

    public static float[] floats(int size, boolean cleared) {
        @Nullable Recycler current = size < SMALLEST ? null : current();
        return current == null ? new float[size] : current.floats.lend(size, cleared);
    }

    public static double[] doubles(int size, boolean cleared) {
        @Nullable Recycler current = size < SMALLEST ? null : current();
        return current == null ? new double[size] : current.doubles.lend(size, cleared);
    }

    /**
     * Takes back an array that a loop needed for a while, before its computation is over: arrays of
     * one size in the reverse order.
     */
    public static void giveBack(float[] array) {
        @Nullable Recycler current = array.length < SMALLEST ? null : current();
        if (current != null) {
            current.floats.takeBack(array, array.length);
        }
    }

    /** As {@link #giveBack(float[])}. */
    public static void giveBack(double[] array) {
        @Nullable Recycler current = array.length < SMALLEST ? null : current();
        if (current != null) {
            current.doubles.takeBack(array, array.length);
        }
    }
}
