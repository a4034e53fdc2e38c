package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Indices;
import gradus.autodiff.Tensor;
import java.util.random.RandomGenerator;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Five classes of points in the plane, equally likely, of which the densities are known, and so
 * what the best classifier can reach.
 *
 * <p>Three are rings around the origin that overlap: a point evenly from the circle of radius R =
 * 2, 2.6 or 3.2, plus normal noise with deviation σ = 1 in both coordinates. At the distance r from
 * the origin such a class has the density (Rice's distribution of r, spread evenly over the angle)
 *
 * <pre>
 *     p(x, y) = exp(-(r² + R²) / 2σ²) I₀(r R / σ²) / 2πσ²,     r² = x² + y²
 * </pre>
 *
 * with the modified Bessel function I₀. Two are round clouds, well separated: normal with mean
 * (4.5, 3.5) or (-4.5, 3.5) and deviation 0.8 in both coordinates.
 */
public final class RingsAndClouds {
    /** How many classes. */
    public static final int CLASSES = 5;

    /** The first of them are rings. */
    public static final int RINGS = 3;

    /** The names of the classes, in the order of their labels. */
    public static final ImmutableList<String> CLASS_NAMES =
            Lists.immutable.with("inner ring", "middle ring", "outer ring", "right cloud", "left cloud");

    private static final double[] RADII = {2, 2.6, 3.2};
    private static final double RING_DEVIATION = 1;
    private static final double[][] CENTERS = {{4.5, 3.5}, {-4.5, 3.5}};
    private static final double CLOUD_DEVIATION = 0.8;

    private RingsAndClouds() {}

    /** Draws as many points of each class, in random order: inputs {@code [n, 2]} of type F64. */
    public static Dataset generated(int perClass, RandomGenerator random) {
        DrawnDigits.requireCount(perClass);
        int size = Math.multiplyExact(CLASSES, perClass);
        double[][] points = new double[size][];
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            labels[i] = i % CLASSES;
            points[i] = draw(labels[i], random);
        }
        return Dataset.of(Tensor.of(points), Indices.of(labels)).shuffled(random);
    }

    private static double[] draw(int label, RandomGenerator random) {
        if (label >= RADII.length) {
            double[] center = CENTERS[label - RADII.length];
            return around(center[0], center[1], CLOUD_DEVIATION, random);
        }
        double angle = 2 * Math.PI * random.nextDouble();
        double radius = RADII[label];
        return around(radius * StrictMath.cos(angle), radius * StrictMath.sin(angle), RING_DEVIATION, random);
    }

    private static double[] around(double x, double y, double deviation, RandomGenerator random) {
        return new double[] {x + deviation * random.nextGaussian(), y + deviation * random.nextGaussian()};
    }

    /**
     * The density of one class at a point.
     *
     * @throws ArgumentException if the label is not from 0 to 4
     */
    public static double density(int label, double x, double y) {
        if (label < 0 || label >= CLASSES) {
            throw new ArgumentException("RingsAndClouds.density", "a label from 0 to " + (CLASSES - 1), label + "", "");
        }
        if (label >= RADII.length) {
            double[] center = CENTERS[label - RADII.length];
            return normal(square(x - center[0]) + square(y - center[1]), CLOUD_DEVIATION);
        }
        double radius = RADII[label];
        double fromOrigin = square(x) + square(y);
        double z = Math.sqrt(fromOrigin) * radius / square(RING_DEVIATION);
        return normal(fromOrigin + square(radius), RING_DEVIATION) * besselI0(z);
    }

    private static double normal(double squaredDistance, double deviation) {
        double variance = square(deviation);
        return StrictMath.exp(-squaredDistance / (2 * variance)) / (2 * Math.PI * variance);
    }

    /**
     * I₀(z) = sum of (z²/4)^k / k!² (Abramowitz and Stegun, 9.6.12): all terms are positive, so
     * nothing cancels.
     */
    private static double besselI0(double z) {
        double quarter = z * z / 4;
        double term = 1;
        double sum = 1;
        for (int k = 1; term > sum * 0x1p-54; k++) {
            term *= quarter / square(k);
            sum += term;
        }
        return sum;
    }

    private static double square(double x) {
        return x * x;
    }
}
