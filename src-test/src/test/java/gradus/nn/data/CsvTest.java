package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.Allocation;
import gradus.autodiff.ArgumentException;
import gradus.nn.files.DataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class CsvTest {
    private static final Csv.Format COMMAS = Csv.Format.commas();
    private static final Csv.Format NAMED = COMMAS.withHeader();

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("table.csv"), text);
    }

    private Csv read(String text, Csv.Format format) throws IOException {
        return Csv.read(file(text), format);
    }

    private void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(DataException.class).hasMessage(folder.resolve("table.csv") + message);
    }

    @Test
    void numbersOfSomeColumnsOrAll() throws IOException {
        Csv csv = read("a,b,c\n1,2.5,-3e2\r\n\n4, 5 ,6\n", NAMED);
        assertThat(csv.columns()).containsExactly("a", "b", "c");
        assertThat(csv.size()).isEqualTo(2);
        assertThat(csv.numbers("c", "a").toDoubleArray()).containsExactly(-300, 1, 6, 4);
        assertThat(csv.numbers().toDoubleArray()).containsExactly(1, 2.5, -300, 4, 5, 6);
        assertThat(csv.labels("a", 5).toArray()).containsExactly(1, 4);
    }

    @Test
    void someRowsInAnyOrder() throws IOException {
        Csv csv = read("a,b\n1,x\n2,\"y, z\"\n3,\n?,w\n", NAMED);
        Csv some = csv.select(2, 1, 0, 1);
        assertThat(some.size()).isEqualTo(4);
        assertThat(some.columns()).containsExactly("a", "b");
        assertThat(some.numbers("a").toDoubleArray()).containsExactly(3, 2, 1, 2);
        assertThat(some.texts("b")).containsExactly("", "y, z", "x", "y, z");
        assertThat(some.select(3, 0).numbers("a").toDoubleArray()).containsExactly(2, 3);
        refused(
                () -> csv.select(0, 3).numbers("a"),
                ", byte 20: needs a finite number in line 5, column a, got '?'; a missing value?"
                        + " MissingValues.asMean().alsoWritten(\"?\") knows it");
        for (int wrong : new int[] {-1, 4}) {
            assertThatThrownBy(() -> csv.select(wrong)).hasMessage("Csv.select: needs rows from 0 to 3, got " + wrong);
        }
    }

    @Test
    void withoutNamesColumnsAreCounted() throws IOException {
        assertThat(read("1\t2\n3\t4", Csv.Format.tabs()).numbers("1").toDoubleArray())
                .containsExactly(2, 4);
    }

    @Test
    void quotedCells() throws IOException {
        Csv csv = read("\"a\",b\n\"x, \"\"y\"\"\nz\",é\n", NAMED);
        assertThat(csv.texts("a")).containsExactly("x, \"y\"\nz");
        assertThat(csv.texts("b")).containsExactly("é");
    }

    @Test
    void classesInOrderOfAppearance() throws IOException {
        var categories = read("k\nb\na\nb\n", NAMED).categories("k");
        assertThat(categories.names()).containsExactly("b", "a");
        assertThat(categories.labels().toArray()).containsExactly(0, 1, 0);
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstName() throws IOException {
        assertThat(read("\ufeffa\n1\n", NAMED).columns()).containsExactly("a");
    }

    @Test
    void gzippedFiles() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write("1,2\n".getBytes(StandardCharsets.UTF_8));
        }
        Path file = Files.write(folder.resolve("table.csv.gz"), bytes.toByteArray());
        assertThat(Csv.read(file, COMMAS).numbers().toDoubleArray()).containsExactly(1, 2);
    }

    @Test
    void wrongCellsAreNamedWithTheirLine() throws IOException {
        Csv csv = read("a,b\n1,2\n\"\n\",\n", NAMED);
        refused(
                () -> csv.numbers("b"),
                ", byte 8: needs a finite number in line 3, column b, got ''; a missing value?"
                        + " numbers(MissingValues.asMean(), \"b\") fills it, as do asNaN() and as(0)");
        String word = "; a word? categories(\"0\") numbers them";
        String[][] wrong = {
            {"NaN", "; a missing value? numbers(MissingValues.asMean(), \"0\") fills it, as do asNaN() and as(0)"},
            {"Infinity", "; numbers(MissingValues.asNaN(), \"0\") takes it"},
            {"1e99", "; numbers(DType.F64, ...) holds it"},
            {"1e999", ""},
            {"1f", word},
            {"0x1p3", word},
            {"one", word},
            {"?", "; a missing value? MissingValues.asMean().alsoWritten(\"?\") knows it"}
        };
        for (String[] bad : wrong) {
            Csv table = read("1\n" + bad[0] + "\n", COMMAS);
            refused(
                    table::numbers,
                    ", byte 2: needs a finite number in line 2, column 0, got '" + bad[0] + "'" + bad[1]);
        }
        for (String bad : new String[] {"3", "-1", "1.0", "99999999999"}) {
            Csv table = read("1\n" + bad + "\n", COMMAS);
            refused(
                    () -> table.labels("0", 3),
                    ", byte 2: needs a whole number from 0 to 2 in line 2, column 0, got '" + bad + "'");
        }
    }

    @Test
    void damagedFiles() throws IOException {
        Path file = file("");
        refused(() -> Csv.read(file, COMMAS), ", byte 0: needs at least one row, got none");
        file("a,b\n");
        refused(() -> Csv.read(file, NAMED), ", byte 0: needs at least one row below the names, got none");
        file("1,2\n3\n");
        refused(
                () -> Csv.read(file, COMMAS),
                ", byte 4: needs 2 cells in line 2, as in the first row, got 1; another separator? Csv.Format's"
                        + " withShortRows()"
                        + " takes missing cells for empty");
        file("1,\"2\n3\n");
        refused(
                () -> Csv.read(file, COMMAS),
                ", byte 2: needs a quote that ends the cell of line 1, got the end of the file; truncated?");
        Files.write(file, new byte[] {'1', ',', (byte) 0xff, '\n'});
        refused(
                () -> Csv.read(file, COMMAS),
                ", byte 2: needs UTF-8 in line 1, got the byte 0xff; another encoding?"
                        + " Csv.Format's charset(Charset.forName(\"windows-1252\")) names it");
        Files.delete(file);
        refused(() -> Csv.read(file, COMMAS), ": needs a file, got nothing of that name");
    }

    @Test
    void wrongQuestions() throws IOException {
        Csv csv = read("a\n1\n", NAMED);
        assertThatThrownBy(() -> csv.numbers("z"))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("Csv: needs one of the columns \"a\" of " + folder.resolve("table.csv") + ", got \"z\"");
        assertThatThrownBy(() -> new Csv.Format('"', true))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("Csv.Format: needs a separator of ASCII that is no quote and no end of a line, got '\"'");
    }

    @Test
    void aSeparatorThatIsNoByteIsRefused() {
        assertThatThrownBy(() -> new Csv.Format('§', false))
                .isInstanceOf(ArgumentException.class)
                .hasMessageContaining("a separator of ASCII");
    }

    @Test
    void theNumberOfCellsIsLimited() throws IOException {
        Path file = file("1,2\n3,4\n");
        assertThat(Csv.read(file, COMMAS, 4).size()).isEqualTo(2);
        refused(
                () -> Csv.read(file, COMMAS, 3),
                ", byte 6: needs at most 3 cells, got more; Csv.stream reads them in parts");
    }

    /**
     * A small compressed file of ten million cells: as a string each they would take half a
     * gigabyte.
     */
    @Test
    void manyCellsTakeLittleMemory() throws IOException {
        byte[] line = ("0,".repeat(999) + "0\n").getBytes(StandardCharsets.UTF_8);
        Path file = folder.resolve("table.csv.gz");
        try (var zip = new GZIPOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < 10_000; i++) {
                zip.write(line);
            }
        }
        long before = Allocation.soFar();
        Csv csv = Csv.read(file, COMMAS);
        assertThat(Allocation.soFar() - before).isLessThan(250_000_000);
        assertThat(csv.size()).isEqualTo(10_000);
        assertThat(csv.numbers("0", "999").toDoubleArray()).hasSize(20_000).containsOnly(0);
    }

    /** With a backtracking expression a million digits would take hours. */
    @Test
    @Timeout(60)
    void aLongCellTakesNoLongerThanItsLength() throws IOException {
        Csv csv = read("1".repeat(1_000_000) + "x\n", COMMAS);
        refused(
                csv::numbers,
                ", byte 0: needs a finite number in line 1, column 0, got '" + "1".repeat(40)
                        + "...'; a word? categories(\"0\") numbers them");
    }

    @Test
    void aFileThatEndsInARowIsSaidToBeTruncated() throws IOException {
        Path file = file("1,2\n3");
        refused(
                () -> Csv.read(file, COMMAS),
                ", byte 4: needs 2 cells in line 2, as in the first row, got 1; truncated? Csv.Format's withShortRows()"
                        + " takes missing cells for empty");
    }

    /** Whatever the bytes are, there is a table or a DataException. */
    @Test
    void anyBytes() throws IOException {
        var random = new Random(5);
        byte[] alphabet = {'1', ',', '"', '\n', '\r', 'a', (byte) 0xc3, (byte) 0xa9, 0};
        for (int round = 0; round < 3000; round++) {
            byte[] bytes = new byte[random.nextInt(12)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = alphabet[random.nextInt(alphabet.length)];
            }
            Path file = Files.write(folder.resolve("table.csv"), bytes);
            try {
                Csv.read(file, COMMAS).numbers();
            } catch (DataException e) {
                assertThat(e.file()).isEqualTo(file);
            }
        }
    }
}
