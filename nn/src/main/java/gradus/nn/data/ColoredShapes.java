package gradus.nn.data;

import gradus.autodiff.Indices;
import java.util.function.DoubleBinaryOperator;
import java.util.random.RandomGenerator;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Color images of ten shapes, of a size, at a place and in a color that vary, before a background
 * of two shades. Each shape has a favorite color that it does not always wear, so that neither
 * color nor shape alone tells it. Only exact operations, so that a stream of random numbers gives
 * the same bytes on every machine.
 */
final class ColoredShapes {
    private static final int SIDE = Cifar10.SIDE;
    private static final int PLANE = SIDE * SIDE;

    private static final double SMALLEST = 7;
    private static final double LARGEST = 11;
    private static final double MOVE = 2;
    private static final double TINT = 0.3;
    private static final double FAITHFULNESS = 0.85;
    private static final double NOISE = 0.12;

    /**
     * A shape: how far a point is outside it, or, below 0, inside, in a square from -1 to 1, to the
     * right and down.
     */
    private record Shape(String name, DoubleBinaryOperator distance, int favorite) {}

    private static final ImmutableList<Shape> SHAPES = Lists.immutable.with(
            new Shape("disc", (x, y) -> length(x, y) - 1, 0xd03020),
            new Shape("square", (x, y) -> Math.max(Math.abs(x), Math.abs(y)) - 0.85, 0x3050d0),
            new Shape("diamond", (x, y) -> (Math.abs(x) + Math.abs(y) - 1.1) * 0.7, 0x30b040),
            new Shape("triangle", (x, y) -> Math.max(y - 0.8, Math.abs(x) * 0.9 - 0.45 * (y + 1)), 0xe0c020),
            new Shape("ring", (x, y) -> Math.abs(length(x, y) - 0.75) - 0.22, 0xa030b0),
            new Shape("cross", (x, y) -> Math.min(bar(x, y), bar(y, x)), 0x20b0b0),
            new Shape("flat bar", ColoredShapes::bar, 0xe08020),
            new Shape("upright bar", (x, y) -> bar(y, x), 0xe070a0),
            new Shape("frame", (x, y) -> Math.abs(Math.max(Math.abs(x), Math.abs(y)) - 0.72) - 0.18, 0x707030),
            new Shape("two discs", (x, y) -> Math.min(length(x - 0.6, y), length(x + 0.6, y)) - 0.42, 0x203060));

    private ColoredShapes() {}

    private static double length(double x, double y) {
        return Math.sqrt(x * x + y * y);
    }

    private static double bar(double x, double y) {
        return Math.max(Math.abs(x) - 1, Math.abs(y) - 0.3);
    }

    /** The shapes' names, in the order of their labels. */
    static ImmutableList<String> names() {
        return SHAPES.collect(Shape::name);
    }

    /** Images of shapes drawn evenly: planes of red, green and blue. */
    static Dataset dataset(int size, RandomGenerator random) {
        DrawnDigits.requireCount(size);
        byte[] pixels = new byte[Math.multiplyExact(size, Cifar10.CHANNELS * PLANE)];
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            labels[i] = random.nextInt(SHAPES.size());
            draw(SHAPES.get(labels[i]), pixels, i * Cifar10.CHANNELS * PLANE, random);
        }
        return Dataset.ofBytes(pixels, Indices.of(labels));
    }

    private static void draw(Shape shape, byte[] pixels, int offset, RandomGenerator random) {
        double radius = SMALLEST + (LARGEST - SMALLEST) * random.nextDouble();
        double right = (SIDE - 1) / 2.0 + MOVE * (2 * random.nextDouble() - 1);
        double down = (SIDE - 1) / 2.0 + MOVE * (2 * random.nextDouble() - 1);
        boolean faithful = random.nextDouble() < FAITHFULNESS;
        Shape wearer = faithful ? shape : SHAPES.get(random.nextInt(SHAPES.size()));
        double[] coverage = new double[PLANE];
        for (int i = 0; i < PLANE; i++) {
            int row = i / SIDE;
            double distance = shape.distance.applyAsDouble((i % SIDE - right) / radius, (row - down) / radius);
            coverage[i] = Math.clamp(0.5 - radius * distance, 0, 1);
        }
        for (int channel = 0; channel < Cifar10.CHANNELS; channel++) {
            double full = (wearer.favorite >> (16 - 8 * channel) & 0xff) / 255.0;
            double ink = Math.clamp(full + TINT * (random.nextDouble() - 0.5), 0, 1);
            double above = random.nextDouble();
            double below = random.nextDouble();
            for (int i = 0; i < PLANE; i++) {
                int row = i / SIDE;
                double ground = above + (below - above) * row / (SIDE - 1);
                double color = ground + (ink - ground) * coverage[i] + NOISE * (random.nextDouble() - 0.5);
                pixels[offset + channel * PLANE + i] = (byte) Math.round(255 * Math.clamp(color, 0, 1));
            }
        }
    }
}
