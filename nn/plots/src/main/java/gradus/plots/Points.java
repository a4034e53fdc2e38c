package gradus.plots;

import static gradus.plots.Requirements.require;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Tensor;
import gradus.nn.data.Dataset;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;

/**
 * Named points: those of one class, or those of a path in their order.
 *
 * @param name for the legend
 * @param x finite, up to 10¹⁵, as {@code y}
 * @param y one for each {@code x}
 */
public record Points(String name, ImmutableDoubleList x, ImmutableDoubleList y) {
    /**
     * Points; there may be none.
     *
     * @throws ArgumentException if they have no name, a number is not finite, or there is not one
     *     {@code y} for each {@code x}
     */
    public Points {
        Requirements.requireName("Points", name);
        Requirements.requireEqualLengths("points " + name, x, y);
        Requirements.requireDrawable("x of points " + name, x.toArray());
        Requirements.requireDrawable("y of points " + name, y.toArray());
    }

    /** Points given as arrays. */
    public static Points of(String name, double[] x, double[] y) {
        return new Points(name, DoubleLists.immutable.with(x), DoubleLists.immutable.with(y));
    }

    /**
     * The rows of a tensor {@code [n, 2]}.
     *
     * @throws ArgumentException if it has another shape, or a number is not finite
     */
    public static Points of(String name, Tensor rows) {
        requirePlane(rows);
        return of(name, rows.select(1, 0).toDoubleArray(), rows.select(1, 1).toDoubleArray());
    }

    /**
     * The points {@code [n, 2]} of a data set, class by class.
     *
     * @throws ArgumentException if its inputs have another shape, or there is not a name for each
     *     class
     */
    public static ImmutableList<Points> byClass(ImmutableList<String> names, Dataset points) {
        Tensor inputs = points.all().inputs();
        requirePlane(inputs);
        int[] labels = IntStream.range(0, points.size())
                .map(i -> points.labels().get(i))
                .toArray();
        int highest = Arrays.stream(labels).max().orElse(-1);
        require(highest < names.size(), "Points.byClass", "a name for each class", names + " for class " + highest, "");
        double[] x = inputs.select(1, 0).toDoubleArray();
        double[] y = inputs.select(1, 1).toDoubleArray();
        return names.collectWithIndex((name, label) -> {
            int[] places =
                    IntStream.range(0, x.length).filter(i -> labels[i] == label).toArray();
            return of(name, at(x, places), at(y, places));
        });
    }

    private static void requirePlane(Tensor rows) {
        require(
                rows.shape().rank() == 2 && rows.shape().dim(1) == 2,
                "Points",
                "points [n, 2]",
                rows.shape(),
                "choose two columns");
    }

    /** Those in these places. */
    Points at(int... places) {
        return of(name, at(x.toArray(), places), at(y.toArray(), places));
    }

    private static double[] at(double[] numbers, int... places) {
        return Arrays.stream(places).mapToDouble(i -> numbers[i]).toArray();
    }
}
