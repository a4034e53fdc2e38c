package gradus.plots;

import gradus.autodiff.ArgumentException;
import gradus.nn.train.Spread;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;

/**
 * A named curve through points. It begins at the first {@code y} that is a number, and ends at the
 * next one that is not: so diverging losses may be drawn.
 *
 * @param name for the legend
 * @param x finite, up to 10¹⁵; the curve goes from point to point in this order
 * @param y one for each {@code x}
 * @param deviation up and down from each point, drawn as a band, with NaN as 0; or none
 * @param broad whether it is drawn so broad that another curve over it leaves it visible
 */
public record Curve(
        String name, ImmutableDoubleList x, ImmutableDoubleList y, ImmutableDoubleList deviation, boolean broad) {

    /**
     * A curve.
     *
     * @throws ArgumentException if it has no name or no point, an {@code x} cannot be drawn, there
     *     is not one {@code y} for each {@code x}, or a deviation is missing or negative
     */
    public Curve {
        Requirements.requireName("Curve", name);
        String curve = "curve " + name;
        Requirements.requireEqualLengths(curve, x, y);
        Requirements.requireSome(curve, x);
        Requirements.requireDrawable("x of " + curve, x.toArray());
        Requirements.require(
                deviation.isEmpty() || deviation.size() == x.size(),
                curve,
                "a deviation for each of " + x.size() + " points, or none",
                deviation.size(),
                "");
        Requirements.require(
                deviation.noneSatisfy(value -> value < 0), curve, "deviations of 0 or more", deviation, "");
    }

    /** A curve with a band, of the usual breadth. */
    public Curve(String name, ImmutableDoubleList x, ImmutableDoubleList y, ImmutableDoubleList deviation) {
        this(name, x, y, deviation, false);
    }

    /** A curve without a band. */
    public Curve(String name, ImmutableDoubleList x, ImmutableDoubleList y) {
        this(name, x, y, DoubleLists.immutable.empty());
    }

    /** A curve through points given as arrays. */
    public static Curve of(String name, double[] x, double[] y) {
        return new Curve(name, DoubleLists.immutable.with(x), DoubleLists.immutable.with(y));
    }

    /**
     * A curve over 0, 1, 2, ...: what was measured before the first epoch or step, after it, after
     * the second...
     */
    public static Curve from0(String name, ImmutableDoubleList y) {
        return from(0, name, y);
    }

    /** As {@link #from0(String, ImmutableDoubleList)}, of an array. */
    public static Curve from0(String name, double... y) {
        return from0(name, DoubleLists.immutable.with(y));
    }

    /** A curve over 1, 2, 3, ...: what was measured after each epoch or step. */
    public static Curve from1(String name, ImmutableDoubleList y) {
        return from(1, name, y);
    }

    /** As {@link #from1(String, ImmutableDoubleList)}, of an array. */
    public static Curve from1(String name, double... y) {
        return from1(name, DoubleLists.immutable.with(y));
    }

    private static Curve from(int first, String name, ImmutableDoubleList y) {
        IntStream places = IntStream.range(first, first + y.size());
        return new Curve(name, DoubleLists.immutable.withAll(places.asDoubleStream()), y);
    }

    /**
     * The means of several measurements at each {@code x}, such as of trainings from several seeds,
     * with a band of one standard deviation up and down.
     */
    public static Curve band(String name, ImmutableDoubleList x, ImmutableList<Spread> y) {
        return new Curve(name, x, y.collectDouble(Spread::mean), y.collectDouble(Spread::deviation));
    }

    /** The same curve, drawn broad: to be put before one that runs along it. */
    public Curve drawnBroad() {
        return new Curve(name, x, y, deviation, true);
    }

    ImmutableDoubleList xAt(int... places) {
        return at(x, places);
    }

    ImmutableDoubleList yAt(int... places) {
        return at(y, places);
    }

    ImmutableDoubleList deviationAt(int... places) {
        return deviation.isEmpty() ? deviation : at(deviation, places);
    }

    private static ImmutableDoubleList at(ImmutableDoubleList list, int... places) {
        return DoubleLists.immutable.withAll(Arrays.stream(places).mapToDouble(list::get));
    }
}
