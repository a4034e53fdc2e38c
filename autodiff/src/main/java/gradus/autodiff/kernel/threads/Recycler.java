package gradus.autodiff.kernel.threads;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.map.primitive.MutableIntObjectMap;
import org.eclipse.collections.api.set.primitive.MutableIntSet;
import org.eclipse.collections.impl.factory.primitive.IntObjectMaps;
import org.eclipse.collections.impl.factory.primitive.IntSets;
import org.jspecify.annotations.Nullable;

/**
 * Large arrays that are used again: a fresh one costs more to clear, and to bring into the cache,
 * than most loops over it. While a computation runs {@linkplain #during under} a recycler, its
 * large arrays come from there; {@link #takeBack} makes them available again. Whoever calls that
 * must know that nobody sees them any more. It belongs to one thread at a time.
 */
public final class Recycler {
    /** Smaller arrays, in elements, are cheap to make, and cheaper to forget than to keep. */
    private static final int SMALLEST = 4096;

    /** Arrays of sizes that were not asked for in so many rounds are dropped. */
    private static final int PATIENCE = 32;

    private static final ScopedValue<Recycler> CURRENT = ScopedValue.newInstance();

    /** Stands for no recycler. */
    private static final Recycler NONE = new Recycler();

    /** The arrays of one element type. */
    private static final class Shelf<A> {
        private final IntFunction<A> make;
        private final Consumer<A> clear;
        private final MutableIntObjectMap<Deque<A>> free = IntObjectMaps.mutable.empty();
        private final MutableList<A> lent = Lists.mutable.empty();
        private final MutableIntSet sizesOfLate = IntSets.mutable.empty();

        Shelf(IntFunction<A> make, Consumer<A> clear) {
            this.make = make;
            this.clear = clear;
        }

        A lend(int size, boolean cleared) {
            @Nullable Deque<A> fitting = free.get(size);
            @Nullable A known = fitting == null ? null : fitting.poll();
            A array = known == null ? make.apply(size) : known;
            if (known != null && cleared) {
                clear.accept(known);
            }
            lent.add(array);
            sizesOfLate.add(size);
            return array;
        }

        void takeBack(ToIntFunction<A> length) {
            lent.forEach(array -> free.getIfAbsentPut(length.applyAsInt(array), () -> new ArrayDeque<>())
                    .add(array));
        }

        /** Drops arrays of sizes that were not asked for since the last time. */
        void tidy() {
            free.keySet().retainAll(sizesOfLate);
            sizesOfLate.clear();
        }
    }

    private final Shelf<float[]> floats = new Shelf<>(float[]::new, array -> Arrays.fill(array, 0));
    private final Shelf<double[]> doubles = new Shelf<>(double[]::new, array -> Arrays.fill(array, 0));

    private int rounds;

    /** A recycler that has nothing yet. */
    public Recycler() {}

    /** Runs {@code computation}, whose large arrays come from here. */
    public <T> T during(Supplier<T> computation) {
        return ScopedValue.where(CURRENT, this).call(computation::get);
    }

    /** Every array that was lent may be lent again. */
    public void takeBack() {
        floats.takeBack(array -> array.length);
        doubles.takeBack(array -> array.length);
        forget();
        if (++rounds % PATIENCE == 0) {
            floats.tidy();
            doubles.tidy();
        }
    }

    /** The arrays lent so far stay with those who may have seen them. */
    public void forget() {
        floats.lent.clear();
        doubles.lent.clear();
    }

    /**
     * Runs {@code computation} without the recycler that the caller runs under, if any, which then
     * forgets what it lent so far.
     */
    public static <T> T without(Supplier<T> computation) {
        Recycler current = current();
        T result = current == NONE
                ? computation.get()
                : ScopedValue.where(CURRENT, NONE).call(computation::get);
        current.forget();
        return result;
    }

    private static Recycler current() {
        return CURRENT.orElse(NONE);
    }

    public static float[] floats(int size, boolean cleared) {
        Recycler current = size < SMALLEST ? NONE : current();
        return current == NONE ? new float[size] : current.floats.lend(size, cleared);
    }

    public static double[] doubles(int size, boolean cleared) {
        Recycler current = size < SMALLEST ? NONE : current();
        return current == NONE ? new double[size] : current.doubles.lend(size, cleared);
    }
}
