package gradus.autodiff;

import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.api.list.primitive.MutableDoubleList;
import org.eclipse.collections.api.list.primitive.MutableIntList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/**
 * Weighted sums of elements along an axis: a matrix most of whose entries are 0, row by row. Row o
 * is made of the taps {@code ends[o - 1] <= t < ends[o]}, in their order, the first row of those
 * from 0 on; tap t takes the element {@code places[t]} times {@code weights[t]}. A row without taps
 * gives 0.
 *
 * @param length how many elements there are to take from
 * @param ends where each row ends, in ascending order
 * @param places the element of each tap
 * @param weights the factor of each tap
 */
public record Taps(int length, ImmutableIntList ends, ImmutableIntList places, ImmutableDoubleList weights) {
    private static final String NAME = "taps";

    /**
     * Refuses rows that are none.
     *
     * @throws ArgumentException unless there are as many weights as places, and rows that together have
     *     them all
     * @throws IndexException if a place is outside of the axis
     */
    public Taps {
        Given.of(NAME, "ends of rows", ends);
        Given.of(NAME, "places", places);
        Given.of(NAME, "weights", weights);
        int last = 0;
        for (int o = 0; o < ends.size(); o++) {
            last = ends.get(o) < last ? Integer.MAX_VALUE : ends.get(o);
        }
        if (last != places.size() || places.size() != weights.size()) {
            throw new ArgumentException(
                    NAME,
                    "rows in ascending order that hold as many places as weights",
                    "ends " + ends + " of " + places.size() + " places and "
                            + GradusException.counted(weights.size(), "weight"),
                    "");
        }
        if (places.anySatisfy(place -> place < 0 || place >= length)) {
            throw new IndexException(NAME, "places from 0 to " + (length - 1), places.toString(), "");
        }
    }

    /** Row after row, in the making. */
    static final class Rows {
        private final MutableIntList ends = IntLists.mutable.empty();
        private final MutableIntList places = IntLists.mutable.empty();
        private final MutableDoubleList weights = DoubleLists.mutable.empty();

        /** One more tap of the row that is being made. */
        Rows tap(int place, double weight) {
            places.add(place);
            weights.add(weight);
            return this;
        }

        /** The row has all its taps. */
        Rows end() {
            ends.add(places.size());
            return this;
        }

        Taps over(int length) {
            return new Taps(length, ends.toImmutable(), places.toImmutable(), weights.toImmutable());
        }
    }

    /**
     * The elements at these places, each as it is.
     *
     * @throws IndexException if a place is outside of the axis
     */
    public static Taps at(int length, int... places) {
        Rows rows = new Rows();
        for (int place : Given.of(NAME, "places", places)) {
            rows.tap(place, 1).end();
        }
        return rows.over(length);
    }

    /** How many rows there are. */
    public int count() {
        return ends.size();
    }

    /** The transposed matrix: row p has the taps at place p, in the order of their rows. */
    public Taps transposed() {
        int[] end = new int[length];
        places.forEach(place -> end[place]++);
        for (int place = 1; place < length; place++) {
            end[place] += end[place - 1];
        }
        int[] rows = new int[places.size()];
        double[] factors = new double[rows.length];
        int[] next = new int[length];
        for (int place = 1; place < length; place++) {
            next[place] = end[place - 1];
        }
        for (int row = 0, t = 0; row < count(); row++) {
            for (; t < ends.get(row); t++) {
                int to = next[places.get(t)]++;
                rows[to] = row;
                factors[to] = weights.get(t);
            }
        }
        return new Taps(
                count(),
                IntLists.immutable.with(end),
                IntLists.immutable.with(rows),
                DoubleLists.immutable.with(factors));
    }
}
