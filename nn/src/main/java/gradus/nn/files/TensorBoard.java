package gradus.nn.files;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradusException;
import gradus.autodiff.Tensor;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.zip.CRC32C;

/**
 * Writes what a training shows as it goes on into an event file, which TensorBoard draws: {@code
 * tensorboard --logdir FOLDER}. Each run takes a folder of its own. What has been written is in the
 * file at once, so that TensorBoard shows it while the training runs, and a process that is killed
 * loses nothing. Safe to share between threads.
 *
 * {@snippet lang = java :
 * try (var board = TensorBoard.in(Path.of("runs/first"))) {
 *     board.scalar("loss", step, loss.item());
 *     board.histogram("0.weight", step, weight);
 *     board.image("mistakes/3", step, pixels);
 * }
 * }
 *
 * <p>The file is a TFRecord file of TensorFlow's Event messages: each record its length, the
 * length's checksum, the message and its checksum (CRC-32C, masked).
 */
public final class TensorBoard implements AutoCloseable {
    private static final int MASK = 0xa282ead8;
    private static final double NANOS = 1e9;

    private final Path file;
    private final OutputStream out;
    private final InstantSource clock;

    private TensorBoard(Path file, OutputStream out, InstantSource clock) {
        this.file = file;
        this.out = out;
        this.clock = clock;
    }

    /**
     * A new event file in a folder, which is made where it is missing.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public static TensorBoard in(Path folder) {
        return in(folder, InstantSource.system());
    }

    /** As {@link #in(Path)}, with the time of each event from a given clock. */
    public static TensorBoard in(Path folder, InstantSource clock) {
        try {
            Files.createDirectories(folder);
            long seconds = clock.instant().getEpochSecond();
            for (int number = 0; ; number++) {
                Path file = folder.resolve("events.out.tfevents.%010d.gradus.%d".formatted(seconds, number));
                try {
                    var out = new BufferedOutputStream(
                            Files.newOutputStream(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW));
                    var board = new TensorBoard(file, out, clock);
                    board.write(new Protobuf().number(1, board.seconds()).text(3, "brain.Event:2"));
                    return board;
                } catch (FileAlreadyExistsException _) {
                    // another run began in this second: the next number
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be written: " + e, e);
        }
    }

    /** The event file. */
    public Path file() {
        return file;
    }

    /** A number, to be drawn over the steps. */
    public void scalar(String tag, long step, double value) {
        event(step, new Protobuf().text(1, tag).number(2, (float) value));
    }

    /** How the numbers of a tensor are spread. Those that are not finite are left out. */
    public void histogram(String tag, long step, Tensor numbers) {
        event(step, new Protobuf().text(1, tag).message(5, EventHistogram.of(numbers.toDoubleArray())));
    }

    /**
     * A picture: gray {@code [height, width]}, or red, green and blue {@code [3, height, width]},
     * from 0 to 1; numbers outside are taken as the nearer of the two.
     *
     * @throws gradus.autodiff.ShapeException if the tensor has another shape, or an axis is empty
     */
    public void image(String tag, long step, Tensor pixels) {
        image(tag, step, PngEncoder.encode(pixels));
    }

    /**
     * A picture in a PNG file.
     *
     * @throws ArgumentException if the bytes do not begin as a PNG file does
     */
    public void image(String tag, long step, byte[] png) {
        if (!PngEncoder.isPng(png)) {
            throw new ArgumentException(
                    "TensorBoard.image",
                    "a PNG file",
                    GradusException.counted(png.length, "byte") + " of something else",
                    "");
        }
        var size = ByteBuffer.wrap(png, 16, 2 * Integer.BYTES);
        int width = size.getInt();
        int height = size.getInt();
        var image = new Protobuf()
                .whole(1, height)
                .whole(2, width)
                .whole(3, PngEncoder.channels(png))
                .bytes(4, png);
        event(step, new Protobuf().text(1, tag).message(4, image));
    }

    private void event(long step, Protobuf value) {
        var summary = new Protobuf().message(1, value);
        try {
            write(new Protobuf().number(1, seconds()).whole(2, step).message(5, summary));
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written: " + e, e);
        }
    }

    private double seconds() {
        Instant now = clock.instant();
        return now.getEpochSecond() + now.getNano() / NANOS;
    }

    private synchronized void write(Protobuf event) throws IOException {
        byte[] message = event.toBytes();
        byte[] length = little(Long.BYTES).putLong(message.length).array();
        out.write(length);
        out.write(little(Integer.BYTES).putInt(checksum(length)).array());
        out.write(message);
        out.write(little(Integer.BYTES).putInt(checksum(message)).array());
        out.flush();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Masked, as TFRecord wants it: checksums of data that contain checksums are weak. */
    private static int checksum(byte[] bytes) {
        var checksum = new CRC32C();
        checksum.update(bytes, 0, bytes.length);
        return Integer.rotateRight((int) checksum.getValue(), 15) + MASK;
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written: " + e, e);
        }
    }

    /** The event file. */
    @Override
    public String toString() {
        return "TensorBoard " + file;
    }
}
