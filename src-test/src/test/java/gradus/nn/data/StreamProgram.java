package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.nn.Sequential;
import gradus.nn.files.Npy;
import gradus.nn.layer.Linear;
import gradus.nn.layer.ReLU;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.optim.SGD;
import gradus.nn.train.Epoch;
import gradus.nn.train.History;
import gradus.nn.train.Trainer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Trains on drawn examples of 784 numbers: {@code write FOLDER MEGABYTES} writes them, {@code npy FOLDER
 * EPOCHS} trains on them where they are, {@code memory FOLDER MEGABYTES} on the first ones in memory, over
 * and over until as many were seen. Prints the loss, and how many examples there were in a second of the
 * first epoch and of the last: in the first one, pages of a mapped file are new. {@code window FOLDER}
 * asks for a window that is too large, and prints what is said of it.
 */
final class StreamProgram {
    private static final int WIDTH = 784;
    private static final int CLASSES = 10;
    private static final int MEGABYTE = 1 << 20;
    private static final int BATCH = 64;

    private StreamProgram() {}

    /** Does what the first argument says. */
    public static void main(String[] arguments) throws IOException {
        Path inputs = Path.of(arguments[1], "x.npy");
        Path labels = Path.of(arguments[1], "y.npy");
        switch (arguments[0]) {
            case "write" -> write(inputs, labels, rows(arguments[2]));
            case "npy" -> {
                Dataset mapped = Dataset.of(Npy.mapped(inputs), Npy.mapped(labels));
                int epochs = Integer.parseInt(arguments[2]);
                StreamedDataset streamed = StreamedDataset.of(mapped).window(20_000);
                say(trainer().epochs(epochs).train(streamed), mapped.size());
            }
            case "memory" -> {
                Dataset mapped = Dataset.of(Npy.mapped(inputs), Npy.mapped(labels));
                Batch first = mapped.slice(0, Math.min(rows(arguments[2]), mapped.size()))
                        .all();
                Dataset known = Dataset.of(first.inputs(), first.labels());
                int epochs = Math.max(2, Math.round((float) mapped.size() / known.size()));
                say(trainer().epochs(epochs).train(known), known.size());
            }
            case "window" -> window();
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** Examples of a megabyte each, without end. */
    private static void window() {
        StreamedDataset large = StreamedDataset.of(pieces -> {
            while (true) {
                pieces.accept(Dataset.of(Tensor.zeros(1, MEGABYTE / Float.BYTES), Indices.of(0)));
            }
        });
        try (BatchesAhead batches = large.shuffledBatches(1, Randomness.seeded(1))) {
            System.out.println(batches.iterator().hasNext());
        } catch (ArgumentException refused) {
            System.out.println(refused.getMessage());
        }
    }

    private static int rows(String megabytes) {
        return (int) ((long) Integer.parseInt(megabytes) * MEGABYTE / (WIDTH * Float.BYTES));
    }

    private static Trainer trainer() {
        var random = Randomness.seeded(1);
        var model = Sequential.of(Linear.of(WIDTH, 64, random), new ReLU(), Linear.of(64, CLASSES, random));
        return Trainer.of(
                        model,
                        (y, batch) -> new CrossEntropy().mean(y, batch.labels()),
                        new SGD().of(model).learningRate(0.1))
                .batchSize(BATCH);
    }

    private static void say(History history, int examples) {
        System.out.printf(
                Locale.ROOT,
                "%.4f %.0f %.0f%n",
                history.last().get(Epoch.LOSS),
                examples / history.epochs().getFirst().get(Epoch.SECONDS),
                examples / history.last().get(Epoch.SECONDS));
    }

    private static OutputStream npy(Path file, String type, String shape) throws IOException {
        String text = "{'descr': '" + type + "', 'fortran_order': False, 'shape': " + shape + ", }";
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0});
        out.write((text + " ".repeat(117 - text.length()) + "\n").getBytes(StandardCharsets.US_ASCII));
        return out;
    }

    /** Noise around a mean of its own for each class. */
    private static void write(Path inputs, Path labels, int rows) throws IOException {
        var random = Randomness.seeded(5);
        try (OutputStream x = npy(inputs, "<f4", "(" + rows + ", " + WIDTH + ")");
                OutputStream y = npy(labels, "|u1", "(" + rows + ",)")) {
            ByteBuffer row = ByteBuffer.allocate(WIDTH * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < rows; i++) {
                int label = random.nextInt(CLASSES);
                row.clear();
                for (int j = 0; j < WIDTH; j++) {
                    row.putFloat((j % CLASSES == label ? 0.6f : 0) + random.nextFloat());
                }
                x.write(row.array());
                y.write(label);
            }
        }
    }
}
