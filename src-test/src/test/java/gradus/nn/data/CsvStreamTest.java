package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import gradus.autodiff.ArgumentException;
import gradus.bits.ChildJvm;
import gradus.nn.files.DataException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables in parts, and tables larger than the memory. */
class CsvStreamTest {
    private static final Csv.Format NAMED = Csv.Format.commas().withHeader();
    private static final int ROWS = 1_000_000;

    @TempDir
    private Path folder;

    private static MutableList<String> rows(Csv csv) {
        MutableList<String> rows = Lists.mutable.empty();
        for (int row = 0; row < csv.size(); row++) {
            rows.add(csv.text(row, 0) + "|" + csv.text(row, 1));
        }
        return rows;
    }

    private static String text(int rows) {
        var text = new StringBuilder("n,\"na,me\"\r\n");
        for (int i = 0; i < rows; i++) {
            text.append(i)
                    .append(i % 3 == 0 ? ",\"a, \"\"\r\nb\"" : i % 3 == 1 ? ",é" : ",")
                    .append(i % 5 == 0 ? "\r" : "\r\n\n");
        }
        return text.toString();
    }

    @Test
    void partsTogetherAreTheWhole() throws IOException {
        String text = text(23_000);
        for (Charset charset : new Charset[] {StandardCharsets.UTF_8, StandardCharsets.UTF_16}) {
            Path file = Files.writeString(folder.resolve("table.csv"), text, charset);
            var whole = rows(Csv.read(file, NAMED));
            assertThat(whole).hasSize(23_000);
            for (int size : new int[] {1, 7, 1000, 22_999, 23_000, 23_001, Integer.MAX_VALUE - 1, Integer.MAX_VALUE}) {
                MutableList<String> all = Lists.mutable.empty();
                MutableList<Integer> sizes = Lists.mutable.empty();
                Csv.stream(file, NAMED, size, part -> {
                    assertThat(part.columns()).containsExactly("n", "na,me");
                    all.addAll(rows(part));
                    sizes.add(part.size());
                });
                assertThat(all).isEqualTo(whole);
                assertThat(sizes.take(sizes.size() - 1)).allMatch(count -> count == size);
            }
        }
    }

    @Test
    void errorsNameLineAndByteOfTheFile() throws IOException {
        String text = text(5_000) + "x,y\n";
        for (Charset charset :
                new Charset[] {StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.ISO_8859_1}) {
            Path file = Files.writeString(folder.resolve("table.csv"), text, charset);
            Csv whole = Csv.read(file, NAMED.charset(charset));
            String message = catchThrowable(() -> whole.numbers("n")).getMessage();
            long before = text.substring(0, text.indexOf("x,y\n")).getBytes(charset).length;
            assertThat(message).contains(", byte " + before + ": needs a finite number in line ");
            assertThatThrownBy(() -> Csv.stream(file, NAMED.charset(charset), 64, part -> part.numbers("n")))
                    .isInstanceOf(DataException.class)
                    .hasMessage(message);
        }
    }

    @Test
    void columnsAndClassesAreTheSameInAllParts() throws IOException {
        Path file = Files.writeString(folder.resolve("table.csv"), "a,k\n1,x\n2,y\n3,x\n4,z\n");
        var names = Lists.immutable.with("x", "y");
        MutableList<Integer> labels = Lists.mutable.empty();
        assertThatThrownBy(() -> Csv.stream(file, NAMED, 2, part -> {
                    for (int label : part.labels("k", names).toArray()) {
                        labels.add(label);
                    }
                }))
                .isInstanceOf(DataException.class)
                .hasMessage(file + ", byte 16: needs one of \"x\", \"y\" in line 5, column k, got 'z'");
        assertThat(labels).containsExactly(0, 1);
    }

    @Test
    void whatIsWrongIsRefusedAsInAWholeTable() throws IOException {
        Path file = Files.writeString(folder.resolve("table.csv"), "a,b\n1,2\n3\n");
        MutableList<Integer> sizes = Lists.mutable.empty();
        assertThatThrownBy(() -> Csv.stream(file, NAMED, 1, part -> sizes.add(part.size())))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(
                        "byte 8: needs 2 cells in line 3, as in the first row, got 1; another separator?");
        assertThat(sizes).containsExactly(1);
        assertThatThrownBy(() -> Csv.stream(file, NAMED, 0, part -> {}))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("Csv.stream: needs 1 or more rows in a part, got 0");
        Files.writeString(file, "a,b\n");
        assertThatThrownBy(() -> Csv.stream(file, NAMED, 1, part -> {}))
                .hasMessage(file + ", byte 0: needs at least one row below the names, got none");
        Files.writeString(file, "a\n\"1\n" + "2\n".repeat(100_000));
        assertThatThrownBy(() -> Csv.stream(file, NAMED, 1, part -> {}))
                .hasMessageContaining("needs a quote that ends the cell of line 2, got the end of the file");
    }

    /** What runs with less memory than the table has bytes. */
    static final class LittleMemory {
        private LittleMemory() {}

        /** Reads a table whole, which has to be refused, and in parts. */
        public static void main(String[] arguments) {
            Path file = Path.of(arguments[0]);
            try {
                Csv.read(file, NAMED);
            } catch (DataException e) {
                System.out.println(e.getMessage());
            }
            double[] sum = {0};
            Csv.stream(
                    file,
                    NAMED,
                    10_000,
                    part -> sum[0] += part.numbers("b").sum().item());
            System.out.println(sum[0]);
        }
    }

    private Path large() throws IOException {
        Path file = folder.resolve("large.csv");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("a,b,c\n");
            for (int i = 0; i < ROWS; i++) {
                out.write("some text of no use to anybody,1,2\n");
            }
        }
        return file;
    }

    @Test
    void aTableLargerThanTheMemoryIsRefusedAndStreamed() throws Exception {
        Path file = large();
        assertThat(Files.size(file)).isGreaterThan(34_000_000);
        assertThat(ChildJvm.outputOf(
                        Lists.immutable.with("-Xmx32m", "-XX:TieredStopAtLevel=1", ChildJvm.VECTOR_MODULE),
                        LittleMemory.class,
                        file.toString()))
                .satisfiesExactly(
                        refusal -> assertThat(refusal)
                                .startsWith(file + ": needs memory for the table, about 34 MB, got ")
                                .endsWith(" MB; give more with -Xmx, or Csv.stream reads it in parts"),
                        sum -> assertThat(sum).isEqualTo("1000000.0"));
    }

    /** A file of holes, which takes no room on the disk. */
    @Test
    void aTableLargerThanTheLimitIsRefusedAtOnce() throws IOException {
        Path file = folder.resolve("large.csv");
        try (var channel = Files.newByteChannel(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.position((1L << 28) + 7).write(ByteBuffer.wrap(new byte[] {'1'}));
        }
        assertThatThrownBy(() -> Csv.read(file, NAMED))
                .isInstanceOf(DataException.class)
                .hasMessage(
                        file + ": needs at most 268435456 bytes of text, got 268435464; Csv.stream reads it in parts");
    }
}
