package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Indices;
import gradus.nn.data.DigitStrokes.Point;
import gradus.nn.data.DigitStrokes.Stroke;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Images of digits that a pen draws: strokes whose points wander a little, stretched, slanted,
 * turned and moved at random, with a thick or a thin pen, in strong or weak ink, on noise. Only
 * exact operations, so that a stream of random numbers gives the same bytes on every machine.
 */
final class DrawnDigits {
    private static final int SIDE = Mnist.SIDE;
    private static final double MIDDLE = (SIDE - 1) / 2.0;

    /** In pixels, before stretching. */
    private static final double WIDTH = 13;

    private static final double HEIGHT = 19;

    private static final double WANDERING = 0.03;
    private static final double STRETCH = 0.15;
    private static final double SLANT = 0.25;
    private static final double TURN = 0.15;
    private static final double MOVE = 1.5;
    private static final double THINNEST = 0.8;
    private static final double THICKEST = 1.7;
    private static final double WEAKEST = 0.7;
    private static final double NOISE = 0.08;

    private final RandomGenerator random;

    /** How far each pixel is from the nearest stroke. */
    private final double[] distances = new double[SIDE * SIDE];

    private DrawnDigits(RandomGenerator random) {
        this.random = random;
    }

    /** Images of digits drawn evenly. */
    static Dataset dataset(int size, RandomGenerator random) {
        requireCount(size);
        byte[] pixels = new byte[Math.multiplyExact(size, SIDE * SIDE)];
        int[] labels = new int[size];
        DrawnDigits pen = new DrawnDigits(random);
        for (int i = 0; i < size; i++) {
            labels[i] = random.nextInt(Mnist.CLASSES);
            pen.draw(labels[i], pixels, i * SIDE * SIDE);
        }
        return Dataset.ofBytes(pixels, Indices.of(labels));
    }

    /** Refuses a negative number of examples to generate. */
    static void requireCount(int size) {
        if (size < 0) {
            throw new ArgumentException("generated", "0 examples or more", size + "", "");
        }
    }

    private void draw(int digit, byte[] pixels, int offset) {
        ImmutableList<ImmutableList<Stroke>> ways = DigitStrokes.WAYS.get(digit);
        ImmutableList<Stroke> strokes = ways.get(random.nextInt(ways.size()));
        Placement placement = placement();
        Arrays.fill(distances, SIDE);
        strokes.each(stroke -> trace(stroke, placement));
        double radius = between(THINNEST, THICKEST);
        double strength = between(WEAKEST, 1);
        for (int i = 0; i < distances.length; i++) {
            double ink = strength * Math.clamp(radius + 0.5 - distances[i], 0, 1) + NOISE * random.nextDouble();
            pixels[offset + i] = (byte) Math.round(255 * Math.clamp(ink, 0, 1));
        }
    }

    private double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    private double around(double reach) {
        return between(-reach, reach);
    }

    private Placement placement() {
        double width = WIDTH * (1 + around(STRETCH));
        double height = HEIGHT * (1 + around(STRETCH));
        double slant = around(SLANT);
        double turn = around(TURN);
        double cosine = StrictMath.cos(turn);
        double sine = StrictMath.sin(turn);
        return new Placement(
                width * cosine,
                -height * (slant * cosine + sine),
                width * sine,
                height * (cosine - slant * sine),
                MIDDLE + around(MOVE),
                MIDDLE + around(MOVE));
    }

    /** An affine map from the square from 0 to 1 to pixels. */
    private record Placement(double xx, double xy, double yx, double yy, double right, double down) {
        Point of(Point point) {
            double x = point.x() - 0.5;
            double y = point.y() - 0.5;
            return new Point(right + xx * x + xy * y, down + yx * x + yy * y);
        }
    }

    private void trace(Stroke stroke, Placement placement) {
        ImmutableList<Point> points = stroke.points().collect(point -> placement.of(wandered(point)));
        for (int i = 1; i < points.size(); i++) {
            segment(points.get(i - 1), points.get(i));
        }
    }

    private Point wandered(Point point) {
        double x = point.x() + around(WANDERING);
        return new Point(x, point.y() + around(WANDERING));
    }

    private void segment(Point from, Point to) {
        segment(from.x(), from.y(), to.x(), to.y());
    }

    private void segment(double fromX, double fromY, double toX, double toY) {
        double reach = THICKEST + 1;
        int top = (int) Math.max(0, Math.floor(Math.min(fromY, toY) - reach));
        int bottom = (int) Math.min(SIDE - 1, Math.ceil(Math.max(fromY, toY) + reach));
        int left = (int) Math.max(0, Math.floor(Math.min(fromX, toX) - reach));
        int right = (int) Math.min(SIDE - 1, Math.ceil(Math.max(fromX, toX) + reach));
        double alongX = toX - fromX;
        double alongY = toY - fromY;
        double square = Math.max(alongX * alongX + alongY * alongY, Double.MIN_NORMAL);
        for (int row = top; row <= bottom; row++) {
            for (int column = left; column <= right; column++) {
                double part = Math.clamp(((column - fromX) * alongX + (row - fromY) * alongY) / square, 0.0, 1.0);
                double awayX = column - fromX - part * alongX;
                double awayY = row - fromY - part * alongY;
                double distance = Math.sqrt(awayX * awayX + awayY * awayY);
                distances[row * SIDE + column] = Math.min(distances[row * SIDE + column], distance);
            }
        }
    }
}
