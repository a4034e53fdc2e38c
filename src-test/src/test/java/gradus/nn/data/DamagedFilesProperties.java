package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.nn.files.DataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/**
 * Whatever happens to a file, it is refused by name or gives a whole data set; never another
 * exception, never half a set.
 */
class DamagedFilesProperties {
    private static final String TABLE = "a,b,\"the, \"\"label\"\"\"\n1,2.5,x\n-3e2,.5,\"y\nz\"\n";
    private static final byte[] IMAGES = ByteBuffer.allocate(16 + 8)
            .putInt(0x0803)
            .putInt(2)
            .putInt(2)
            .putInt(2)
            .array();

    private Path folder;

    @BeforeProperty
    void create() throws IOException {
        folder = Files.createTempDirectory("damaged");
    }

    @AfterProperty
    void delete() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private Path save(byte[] content) throws IOException {
        return Files.write(folder.resolve("file"), content);
    }

    private static byte[] zipped(byte[] bytes) throws IOException {
        var result = new ByteArrayOutputStream();
        try (var out = new GZIPOutputStream(result)) {
            out.write(bytes);
        }
        return result.toByteArray();
    }

    /** Changes, cuts out or inserts a few bytes. */
    private static byte[] damaged(byte[] bytes, Randomness random) {
        byte[] result = bytes.clone();
        for (int i = random.nextInt(4); i >= 0 && result.length > 0; i--) {
            int place = random.nextInt(result.length);
            byte[] after = Arrays.copyOfRange(result, place, result.length);
            switch (random.nextInt(3)) {
                case 0 -> result[place] = (byte) random.nextInt(256);
                case 1 -> result = joined(Arrays.copyOf(result, place), after, 1);
                default -> {
                    after[0] = (byte) random.nextInt(256);
                    result = joined(Arrays.copyOf(result, place + 1), after, 0);
                }
            }
        }
        return result;
    }

    private static byte[] joined(byte[] before, byte[] after, int left) {
        byte[] both = Arrays.copyOf(before, before.length + after.length - left);
        System.arraycopy(after, left, both, before.length, after.length - left);
        return both;
    }

    private void readImages(byte[] content) throws IOException {
        Path file = save(content);
        try {
            var images = Idx.read(file, 2, 2);
            assertThat(images.bytes()).hasSize(4 * images.count());
        } catch (DataException e) {
            assertThat(e.file()).isEqualTo(file);
        }
    }

    private void readTable(byte[] content) throws IOException {
        Path file = save(content);
        try {
            var csv = Csv.read(file, Csv.Format.commas().withHeader());
            for (String column : csv.columns()) {
                assertThat(csv.texts(column)).hasSize(csv.size());
                assertThat(csv.categories(column).labels().shape().size()).isEqualTo(csv.size());
            }
            csv.columns()
                    .take(2)
                    .each(column -> assertThat(
                                    csv.numbers(DType.F64, column).shape().size())
                            .isEqualTo(csv.size()));
        } catch (DataException e) {
            assertThat(e.file()).isEqualTo(file);
        }
    }

    @Property
    void images(@ForAll long seed, @ForAll boolean zip) throws IOException {
        var random = Randomness.seeded(seed);
        readImages(damaged(zip ? zipped(IMAGES) : IMAGES, random));
        readImages(zipped(damaged(IMAGES, random)));
    }

    @Property
    void tables(@ForAll long seed, @ForAll boolean zip) throws IOException {
        var random = Randomness.seeded(seed);
        byte[] table = TABLE.getBytes(StandardCharsets.UTF_8);
        readTable(damaged(zip ? zipped(table) : table, random));
        readTable(zipped(damaged(table, random)));
    }

    @Property
    void anyBytes(@ForAll byte[] content) throws IOException {
        readImages(content);
        readTable(content);
    }

    @Example
    void everyTruncation() throws IOException {
        byte[] table = TABLE.getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length <= table.length; length++) {
            readTable(Arrays.copyOf(table, length));
        }
        byte[] zipped = zipped(table);
        for (int length = 1; length < zipped.length; length++) {
            Path file = save(Arrays.copyOf(zipped, length));
            assertThatExceptionOfType(DataException.class)
                    .as("%d bytes", length)
                    .isThrownBy(() -> Csv.read(file, Csv.Format.commas().withHeader()));
        }
    }

    @Property
    void numbersAreRoundedOnceInEitherType(@ForAll @IntRange(min = 1, max = 1_000_000) int digits) throws IOException {
        String text = "0.10000000" + digits;
        var csv = Csv.read(save((text + ",7\n").getBytes(StandardCharsets.US_ASCII)), Csv.Format.commas());
        assertThat(csv.numbers(DType.F64, "0").get(0, 0)).isEqualTo(Double.parseDouble(text));
        assertThat((float) csv.numbers("0").get(0, 0)).isEqualTo(Float.parseFloat(text));
        assertThat(csv.categories("1").labels()).isEqualTo(Indices.of(0));
    }
}
