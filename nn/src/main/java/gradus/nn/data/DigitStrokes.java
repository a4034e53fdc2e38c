package gradus.nn.data;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.list.Interval;

/**
 * How the ten digits are written: strokes of a pen in a square from 0 to 1, to the right and down.
 * Some digits are written in more than one way.
 */
final class DigitStrokes {
    private static final double ARC_STEP = 20;

    /** For each digit the ways to write it. */
    static final ImmutableList<ImmutableList<ImmutableList<Stroke>>> WAYS = Lists.immutable.with(
            Lists.immutable.with(Lists.immutable.with(arc(0.5, 0.5, 0.36, 0.48, 0, 360))),
            Lists.immutable.with(
                    Lists.immutable.with(line(0.32, 0.22, 0.54, 0.02, 0.54, 0.98)),
                    Lists.immutable.with(line(0.5, 0.02, 0.5, 0.98))),
            Lists.immutable.with(Lists.immutable.with(
                    arc(0.48, 0.29, 0.33, 0.27, 190, 400), line(0.73, 0.46, 0.16, 0.97, 0.87, 0.97))),
            Lists.immutable.with(
                    Lists.immutable.with(arc(0.45, 0.27, 0.32, 0.25, 200, 450), arc(0.45, 0.74, 0.36, 0.24, 270, 520))),
            Lists.immutable.with(
                    Lists.immutable.with(line(0.66, 0.98, 0.66, 0.02, 0.12, 0.66, 0.9, 0.66)),
                    Lists.immutable.with(line(0.22, 0.04, 0.18, 0.54, 0.86, 0.54), line(0.76, 0.04, 0.7, 0.98))),
            Lists.immutable.with(Lists.immutable.with(
                    line(0.84, 0.03, 0.28, 0.03, 0.23, 0.45), arc(0.46, 0.68, 0.35, 0.29, 230, 510))),
            Lists.immutable.with(Lists.immutable.with(
                    line(0.72, 0.02, 0.46, 0.16, 0.28, 0.4, 0.19, 0.68), arc(0.5, 0.71, 0.31, 0.26, 0, 360))),
            Lists.immutable.with(
                    Lists.immutable.with(line(0.13, 0.04, 0.86, 0.04, 0.4, 0.98)),
                    Lists.immutable.with(line(0.13, 0.04, 0.86, 0.04, 0.4, 0.98), line(0.36, 0.52, 0.78, 0.52))),
            Lists.immutable.with(
                    Lists.immutable.with(arc(0.5, 0.26, 0.27, 0.24, 0, 360), arc(0.5, 0.74, 0.33, 0.24, 0, 360))),
            Lists.immutable.with(
                    Lists.immutable.with(arc(0.48, 0.29, 0.3, 0.26, 0, 360), line(0.78, 0.29, 0.76, 0.6, 0.6, 0.98))));

    private DigitStrokes() {}

    /** A place, to the right and down. */
    record Point(double x, double y) {}

    /** Points that are joined by straight lines. */
    record Stroke(ImmutableList<Point> points) {}

    /** Through points given as x, y, x, y, ... */
    private static Stroke line(double... points) {
        return new Stroke(Interval.zeroTo(points.length / 2 - 1)
                .collect(i -> new Point(points[2 * i], points[2 * i + 1]))
                .toList()
                .toImmutable());
    }

    /** Part of an ellipse, from and to angles in degrees: 0 is right, 90 down, 180 left, 270 up. */
    private static Stroke arc(double x, double y, double halfWidth, double halfHeight, double from, double to) {
        int steps = (int) Math.ceil((to - from) / ARC_STEP);
        return new Stroke(Interval.zeroTo(steps)
                .collect(i -> {
                    double angle = StrictMath.toRadians(from + (to - from) * i / steps);
                    return new Point(x + halfWidth * StrictMath.cos(angle), y + halfHeight * StrictMath.sin(angle));
                })
                .toList()
                .toImmutable());
    }
}
