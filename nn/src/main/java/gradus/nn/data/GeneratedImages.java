package gradus.nn.data;

import gradus.autodiff.Indices;
import java.util.random.RandomGenerator;

/** Images made up of blobs: each class has its own, and each image shows those of its class moved, weakened and with noise. */
final class GeneratedImages {
    private static final int BLOBS = 4;
    private static final double BLOB_RADIUS = 2.5;
    private static final int LARGEST_MOVE = 2;
    private static final double WEAKEST = 0.5;
    private static final double NOISE = 0.2;

    private final int side;

    /** One image for each class, from 0 to 1, row by row. */
    private final double[][] prototypes;

    GeneratedImages(int side, int classes, RandomGenerator random) {
        this.side = side;
        prototypes = new double[classes][side * side];
        for (double[] prototype : prototypes) {
            for (int blob = 0; blob < BLOBS; blob++) {
                addBlob(prototype, centre(random), centre(random));
            }
        }
    }

    /** Somewhere in the middle half. */
    private double centre(RandomGenerator random) {
        return side * (0.25 + 0.5 * random.nextDouble());
    }

    private void addBlob(double[] image, double centreRow, double centreColumn) {
        for (int i = 0; i < image.length; i++) {
            int row = i / side;
            int column = i % side;
            double down = row - centreRow;
            double right = column - centreColumn;
            double distance = (down * down + right * right) / (2 * BLOB_RADIUS * BLOB_RADIUS);
            image[i] = Math.max(image[i], StrictMath.exp(-distance));
        }
    }

    /** Images of classes drawn evenly. */
    Dataset dataset(int size, RandomGenerator random) {
        byte[] pixels = new byte[Math.multiplyExact(size, side * side)];
        int[] labels = new int[size];
        for (int i = 0; i < size; i++) {
            labels[i] = random.nextInt(prototypes.length);
            draw(prototypes[labels[i]], pixels, i * side * side, random);
        }
        return Dataset.ofBytes(pixels, Indices.of(labels));
    }

    private void draw(double[] prototype, byte[] pixels, int offset, RandomGenerator random) {
        int down = random.nextInt(2 * LARGEST_MOVE + 1) - LARGEST_MOVE;
        int right = random.nextInt(2 * LARGEST_MOVE + 1) - LARGEST_MOVE;
        double strength = WEAKEST + (1 - WEAKEST) * random.nextDouble();
        for (int i = 0; i < prototype.length; i++) {
            int row = Math.floorMod(i / side - down, side);
            int column = Math.floorMod(i % side - right, side);
            double ink = strength * prototype[row * side + column] + NOISE * random.nextGaussian();
            pixels[offset + i] = (byte) Math.round(255 * Math.clamp(ink, 0, 1));
        }
    }
}
