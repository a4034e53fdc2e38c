package gradus.autodiff.kernel.threads;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Large arrays that are used again: a fresh one costs more to clear, and to bring into the cache,
 * than most loops over it. While a computation runs {@linkplain #during under} a recycler, its
 * large arrays come from there; {@link #takeBack} makes them available again. Whoever calls that
 * must know that nobody sees them any more. It belongs to one thread at a time.
 */
public final class Recycler {
    /**
     * Smaller arrays, in elements, are cheaper to make than to look for. At 256, which is no quicker, a
     * step of W1 made 12 kB of them and other objects, at 32 it makes 9.
     */
    private static final int SMALLEST = 32;

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
        private final int size;
        private final List<A> arrays = new ArrayList<>();
        private int lent;

        /** The most that were lent in a round of late. */
        private int most;

        Stack(int size) {
            this.size = size;
        }

        void takeBack() {
            lent = 0;
        }

        /** Takes back what was lent last, and nothing else. */
        void takeBack(A array) {
            if (lent > 0 && arrays.get(lent - 1).equals(array)) {
                lent--;
            }
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

        /** In ascending order of their sizes: there are few. */
        private final List<Stack<A>> stacks = new ArrayList<>();

        Shelf(IntFunction<A> make, Consumer<A> clear) {
            this.make = make;
            this.clear = clear;
        }

        A lend(int size, boolean cleared) {
            int place = place(size);
            if (!isAt(place, size)) {
                stacks.add(place, new Stack<>(size));
            }
            Stack<A> fitting = stacks.get(place);
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
            int place = place(size);
            if (isAt(place, size)) {
                stacks.get(place).takeBack(array);
            }
        }

        /** Where the stack of this size is, or would have to be put. */
        private int place(int size) {
            int from = 0;
            int to = stacks.size();
            while (from < to) {
                int middle = (from + to) >>> 1;
                if (stacks.get(middle).size < size) {
                    from = middle + 1;
                } else {
                    to = middle;
                }
            }
            return from;
        }

        private boolean isAt(int place, int size) {
            return place < stacks.size() && stacks.get(place).size == size;
        }

        void takeBack() {
            stacks.forEach(Stack::takeBack);
        }

        void forget() {
            stacks.forEach(Stack::forget);
        }

        void tidy() {
            stacks.forEach(Stack::tidy);
            stacks.removeIf(stack -> stack.arrays.isEmpty());
        }

        /** How many elements wait to be lent. */
        long elements() {
            long elements = 0;
            for (Stack<A> stack : stacks) {
                elements += (long) stack.size * (stack.arrays.size() - stack.lent);
            }
            return elements;
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
