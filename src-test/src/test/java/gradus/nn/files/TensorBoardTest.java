package gradus.nn.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Event files, read by a reader that knows only the published formats. */
class TensorBoardTest {
    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00.250Z");

    @TempDir
    private Path folder;

    /**
     * The fields of a message by number; several of one number in their order: varints and fixed
     * numbers as bits, others as bytes.
     */
    private record Message(Map<Integer, List<Object>> fields) {
        static Message parse(byte[] bytes) {
            Map<Integer, List<Object>> fields = new LinkedHashMap<>();
            var in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            while (in.hasRemaining()) {
                long key = varint(in);
                Object value = switch ((int) key & 7) {
                    case 0 -> varint(in);
                    case 1 -> in.getDouble();
                    case 5 -> in.getFloat();
                    case 2 -> {
                        byte[] content = new byte[(int) varint(in)];
                        in.get(content);
                        yield content;
                    }
                    default -> throw new AssertionError("wire type of " + key);
                };
                fields.computeIfAbsent((int) (key >>> 3), _ -> new ArrayList<>())
                        .add(value);
            }
            return new Message(fields);
        }

        private static long varint(ByteBuffer in) {
            long value = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = in.get();
                value |= (next & 0x7fL) << shift;
                if (next >= 0) {
                    return value;
                }
            }
        }

        Object only(int field) {
            assertThat(fields.get(field)).as("field %d", field).hasSize(1);
            return fields.get(field).getFirst();
        }

        Message message(int field) {
            return parse((byte[]) only(field));
        }

        String text(int field) {
            return new String((byte[]) only(field), StandardCharsets.UTF_8);
        }

        double[] doubles(int field) {
            var numbers = ByteBuffer.wrap((byte[]) only(field))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asDoubleBuffer();
            double[] result = new double[numbers.remaining()];
            numbers.get(result);
            return result;
        }
    }

    /** CRC-32C bit by bit, from its polynomial. */
    private static int castagnoli(byte[] bytes) {
        int rest = -1;
        for (byte next : bytes) {
            rest ^= next & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                rest = (rest >>> 1) ^ ((rest & 1) == 0 ? 0 : 0x82f63b78);
            }
        }
        return ~rest;
    }

    private static int masked(byte[] bytes) {
        int checksum = castagnoli(bytes);
        return ((checksum >>> 15) | (checksum << 17)) + 0xa282ead8;
    }

    private static List<Message> events(Path file) throws IOException {
        List<Message> events = new ArrayList<>();
        var in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            byte[] length = new byte[8];
            in.get(length);
            assertThat(in.getInt()).as("checksum of the length").isEqualTo(masked(length));
            byte[] message = new byte
                    [(int) ByteBuffer.wrap(length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong()];
            in.get(message);
            assertThat(in.getInt()).as("checksum of the message").isEqualTo(masked(message));
            events.add(Message.parse(message));
        }
        return events;
    }

    private TensorBoard board() {
        return TensorBoard.in(folder.resolve("run"), () -> NOON);
    }

    @Test
    void theChecksumIsThatOfTheStandard() {
        assertThat(castagnoli("123456789".getBytes(StandardCharsets.US_ASCII))).isEqualTo(0xe3069283);
    }

    @Test
    void scalarsWithStepAndTime() throws IOException {
        Path file;
        try (var board = board()) {
            file = board.file();
            board.scalar("loss", 0, 2.5);
            assertThat(events(file)).as("written at once").hasSize(2);
            board.scalar("größe/x", 1L << 40, Double.NaN);
        }
        assertThat(file.getFileName()).hasToString("events.out.tfevents.1767355200.gradus.0");
        var events = events(file);
        assertThat(events.getFirst().text(3)).isEqualTo("brain.Event:2");
        assertThat(events.getFirst().only(1)).isEqualTo(1767355200.25);
        var loss = events.get(1);
        assertThat(loss.only(1)).isEqualTo(1767355200.25);
        assertThat(loss.only(2)).isEqualTo(0L);
        assertThat(loss.message(5).message(1).text(1)).isEqualTo("loss");
        assertThat(loss.message(5).message(1).only(2)).isEqualTo(2.5f);
        assertThat(events.get(2).only(2)).isEqualTo(1L << 40);
        assertThat(events.get(2).message(5).message(1).text(1)).isEqualTo("größe/x");
        assertThat(events.get(2).message(5).message(1).only(2)).isEqualTo(Float.NaN);
    }

    @Test
    void aHistogramCountsEveryFiniteNumber() throws IOException {
        var numbers = Tensor.normal(DType.F64, Shape.of(1000), 1, 3, Randomness.seeded(1))
                .toDoubleArray();
        numbers[0] = Double.NaN;
        numbers[1] = Double.NEGATIVE_INFINITY;
        numbers[2] = 0;
        numbers[3] = 1e25;
        numbers[4] = -1e-30;
        Path file;
        try (var board = board()) {
            file = board.file();
            board.histogram("w", 3, Tensor.of(numbers));
            board.histogram("none", 4, Tensor.zeros(0));
        }
        var histogram = events(file).get(1).message(5).message(1).message(5);
        double sum = 0;
        double squares = 0;
        double least = Double.MAX_VALUE;
        for (int i = 2; i < numbers.length; i++) {
            sum += numbers[i];
            squares += numbers[i] * numbers[i];
            least = Math.min(least, numbers[i]);
        }
        assertThat(histogram.only(1)).isEqualTo(least);
        assertThat(histogram.only(2)).isEqualTo(1e25);
        assertThat(histogram.only(3)).isEqualTo(998.0);
        assertThat(histogram.only(4)).isEqualTo(sum);
        assertThat(histogram.only(5)).isEqualTo(squares);
        double[] limits = histogram.doubles(6);
        double[] counts = histogram.doubles(7);
        assertThat(counts).hasSameSizeAs(limits);
        assertThat(limits).isSorted().doesNotHaveDuplicates();
        for (int bucket = 0; bucket < limits.length; bucket++) {
            int expected = 0;
            for (double number : numbers) {
                boolean above = bucket == 0 || number >= limits[bucket - 1];
                boolean below = number < limits[bucket] || bucket == limits.length - 1;
                expected += Double.isFinite(number) && above && below ? 1 : 0;
            }
            assertThat(counts[bucket]).as("from %s", limits[bucket]).isEqualTo(expected);
        }
        assertThat(events(file).get(2).message(5).message(1).message(5).only(3)).isEqualTo(0.0);
    }

    @Test
    void picturesArePng() throws IOException {
        Path file;
        try (var board = board()) {
            file = board.file();
            board.image("gray", 1, Tensor.of(new float[][] {{0, 0.5f, 1}, {-1, 2, 0.2f}}));
            board.image("red", 2, Tensor.of(new float[][][] {{{1, 0}}, {{0.2f, 0}}, {{0, 1}}}));
        }
        var gray = events(file).get(1).message(5).message(1).message(4);
        assertThat(List.of(gray.only(1), gray.only(2), gray.only(3))).containsExactly(2L, 3L, 1L);
        var picture = ImageIO.read(new ByteArrayInputStream((byte[]) gray.only(4)));
        assertThat(picture.getRaster().getPixels(0, 0, 3, 2, (int[]) null)).containsExactly(0, 128, 255, 0, 255, 51);
        var red = events(file).get(2).message(5).message(1).message(4);
        assertThat(List.of(red.only(1), red.only(2), red.only(3))).containsExactly(1L, 2L, 3L);
        picture = ImageIO.read(new ByteArrayInputStream((byte[]) red.only(4)));
        assertThat(picture.getRGB(0, 0)).isEqualTo(0xffff3300);
        assertThat(picture.getRGB(1, 0)).isEqualTo(0xff0000ff);
    }

    @Test
    void whatIsNoPicture() {
        try (var board = board()) {
            assertThatThrownBy(() -> board.image("x", 0, new byte[100]))
                    .isInstanceOf(ArgumentException.class)
                    .hasMessage("TensorBoard.image: needs a PNG file, got 100 bytes of something else");
            assertThatThrownBy(() -> board.image("x", 0, Tensor.zeros(2, 3, 4)))
                    .isInstanceOf(ShapeException.class)
                    .hasMessage("TensorBoard.image: needs pixels [height, width] or [3, height, width], got [2, 3, 4]");
            assertThatThrownBy(() -> board.image("x", 0, Tensor.zeros(0, 3))).isInstanceOf(ShapeException.class);
        }
    }

    @Test
    void twoRunsInASecondHaveFilesOfTheirOwn() throws IOException {
        try (var first = board();
                var second = board()) {
            first.scalar("x", 0, 1);
            assertThat(second.file()).isNotEqualTo(first.file());
            assertThat(events(first.file())).hasSize(2);
            assertThat(events(second.file())).hasSize(1);
        }
    }

    @Test
    void aFolderThatCannotBe() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> TensorBoard.in(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith(file + ": cannot be written");
    }

    @Test
    void theClockOfTheMachineIsTheDefault() throws IOException {
        try (var board = TensorBoard.in(folder)) {
            double now = System.currentTimeMillis() / 1e3;
            assertThat((double) events(board.file()).getFirst().only(1)).isCloseTo(now, within(3600.0));
        }
    }
}
