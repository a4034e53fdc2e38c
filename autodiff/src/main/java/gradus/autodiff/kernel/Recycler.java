package gradus.autodiff.kernel;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.map.primitive.MutableIntObjectMap;
import org.eclipse.collections.impl.factory.primitive.IntObjectMaps;
import org.jspecify.annotations.Nullable;

/**
 * Large arrays that are used again: a fresh one costs more to clear, and to bring into the cache, than most loops over it. While a
 * computation runs {@linkplain #during under} a recycler, its large arrays come from there; {@link #takeBack} makes them
 * available again. Whoever calls that must know that nobody sees them any more. It belongs to one thread at a time.
 */
public final class Recycler {
    /** Smaller arrays, in elements, are cheap to make, and cheaper to forget than to keep. */
    private static final int SMALLEST = 4096;

    private static final ScopedValue<Recycler> CURRENT = ScopedValue.newInstance();

    /** The arrays of one element type. */
    private static final class Shelf<A> {
        private final IntFunction<A> make;
        private final Consumer<A> clear;
        private final MutableIntObjectMap<Deque<A>> free = IntObjectMaps.mutable.empty();
        private final MutableList<A> lent = Lists.mutable.empty();

        Shelf(IntFunction<A> make, Consumer<A> clear) {
            this.make = make;
            this.clear = clear;
        }

        A lend(int size) {
            @Nullable Deque<A> fitting = free.get(size);
            @Nullable A known = fitting == null ? null : fitting.poll();
            A array = known == null ? make.apply(size) : known;
            if (known != null) {
                clear.accept(known);
            }
            lent.add(array);
            return array;
        }

        void takeBack(A array, int size) {
            free.getIfAbsentPut(size, () -> new ArrayDeque<>()).add(array);
        }
    }

    private final Shelf<float[]> floats = new Shelf<>(float[]::new, array -> Arrays.fill(array, 0));
    private final Shelf<double[]> doubles = new Shelf<>(double[]::new, array -> Arrays.fill(array, 0));

    /** A recycler that has nothing yet. */
    public Recycler() {}

    /** Runs {@code computation}, whose large arrays come from here. */
    public <T> T during(Supplier<T> computation) {
        return ScopedValue.where(CURRENT, this).call(computation::get);
    }

    /** Every array that was lent may be lent again. */
    public void takeBack() {
        floats.lent.forEach(array -> floats.takeBack(array, array.length));
        doubles.lent.forEach(array -> doubles.takeBack(array, array.length));
        forget();
    }

    /** The arrays lent so far stay with those who may have seen them. */
    public void forget() {
        floats.lent.clear();
        doubles.lent.clear();
    }

    /** As {@link #forget()}, of the recycler that the caller runs under, if any. */
    public static void forgetCurrent() {
        if (CURRENT.isBound()) {
            CURRENT.get().forget();
        }
    }

    static float[] floats(int size) {
        return size < SMALLEST || !CURRENT.isBound()
                ? new float[size]
                : CURRENT.get().floats.lend(size);
    }

    static double[] doubles(int size) {
        return size < SMALLEST || !CURRENT.isBound()
                ? new double[size]
                : CURRENT.get().doubles.lend(size);
    }
}
