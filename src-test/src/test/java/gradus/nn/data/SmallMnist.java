package gradus.nn.data;

import gradus.autodiff.Randomness;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Files like those of MNIST with a few images: three for training, labeled 9, 0 and 5, and two for
 * testing, 1 and 2.
 */
public final class SmallMnist {
    private SmallMnist() {}

    public static void write(Path folder) throws IOException {
        images(folder, "train", 3);
        labels(folder, "train", 9, 0, 5);
        images(folder, "t10k", 2);
        labels(folder, "t10k", 1, 2);
    }

    /** Images that are black but for the first pixel of the first. */
    private static void images(Path folder, String set, int count) throws IOException {
        var buffer = ByteBuffer.allocate(16 + count * 784);
        buffer.putInt(0x0803).putInt(count).putInt(28).putInt(28);
        buffer.put(16, (byte) 255);
        Files.write(folder.resolve(set + "-images-idx3-ubyte"), buffer.array());
    }

    /** Files of drawn digits, from which a network can learn. */
    public static void writeDrawn(Path folder, int train, int test) throws IOException {
        Mnist drawn = Mnist.generated(train, test, Randomness.seeded(3));
        write(folder, "train", drawn.train());
        write(folder, "t10k", drawn.test());
    }

    private static void write(Path folder, String set, Dataset digits) throws IOException {
        float[] pixels = digits.all().inputs().toFloatArray();
        var buffer = ByteBuffer.allocate(16 + pixels.length);
        buffer.putInt(0x0803).putInt(digits.size()).putInt(28).putInt(28);
        for (float pixel : pixels) {
            buffer.put((byte) Math.round(255 * pixel));
        }
        Files.write(folder.resolve(set + "-images-idx3-ubyte"), buffer.array());
        labels(folder, set, digits.labels().toArray());
    }

    static void labels(Path folder, String set, int... labels) throws IOException {
        var buffer = ByteBuffer.allocate(8 + labels.length);
        buffer.putInt(0x0801).putInt(labels.length);
        for (int label : labels) {
            buffer.put((byte) label);
        }
        Files.write(folder.resolve(set + "-labels-idx1-ubyte"), buffer.array());
    }
}
