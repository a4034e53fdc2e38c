package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.ArgumentException;
import gradus.nn.files.DataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.list.Interval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables in the encodings and with the quotes, lines and names that pandas reads. */
class CsvFormatTest {
    private static final Csv.Format COMMAS = Csv.Format.commas();
    private static final Csv.Format NAMED = COMMAS.withHeader();

    @TempDir
    private Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("table.csv"), bytes);
    }

    private Csv read(String text, Csv.Format format) throws IOException {
        return Csv.read(file(text.getBytes(StandardCharsets.UTF_8)), format);
    }

    /** All cells: those of a row between bars. */
    private static ImmutableList<String> rows(Csv csv) {
        var columns = csv.columns().collect(csv::texts);
        return Interval.zeroTo(csv.size() - 1)
                .collect(row -> columns.collect(column -> column.get(row)).makeString("|"))
                .toImmutableList();
    }

    private void refused(byte[] bytes, Csv.Format format, String message) throws IOException {
        Path file = file(bytes);
        assertThatThrownBy(() -> Csv.read(file, format))
                .isInstanceOf(DataException.class)
                .hasMessage(file + message);
    }

    /** Two members of gzip, a row in each. */
    @Test
    void allMembersOfAGzippedTable() throws IOException {
        byte[] both = HexFormat.of()
                .parseHex(
                        "1f8b08000000000002034be432e402000024c189040000001f8b080000000000020333e2020090af7c4c02000000");
        assertThat(Csv.read(file(both), NAMED).numbers("a").toDoubleArray()).containsExactly(1, 2);
        byte[] more = Arrays.copyOf(both, both.length + 3);
        assertThat(Csv.read(file(more), NAMED).size()).isEqualTo(2);
        more[more.length - 1] = 'x';
        refused(more, NAMED, ", byte 6: needs the end of the file or another gzip member, got more bytes");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = """
            1,2"3"       ! 1|2"3"
            "1"2         ! 12
            "1"2"3,4"    ! 12"3|4"
            1, "a,b"     ! 1| "a|b"
            "a""b",c     ! a"b|c
            a""b,        ! a""b|
            "a"b"c"      ! ab"c"
            "",""        ! |
            "1" ,2       ! 1 |2
            """)
    void quotes(String line, String cells) throws IOException {
        assertThat(rows(read(line, COMMAS))).containsExactly(cells);
        assertThat(rows(read(line + "\r\n", COMMAS))).containsExactly(cells);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1\n2\n3\n",
                "1\r2\r3",
                "1\r\n2\r\n3\r\n",
                "1\r\r\n2\n\n3",
                "\n \n1\n   \n2\n \t\r3\n  ",
                "1\n\"2\"\n3\n\t"
            })
    void linesAndBlankLines(String text) throws IOException {
        assertThat(rows(read(text, COMMAS))).containsExactly("1", "2", "3");
    }

    @Test
    void linesAreCountedWhateverEndsThem() throws IOException {
        for (String end : new String[] {"\n", "\r", "\r\n"}) {
            Csv csv = read("1" + end + "\"" + end + "2" + end + "\"" + end + end + "x" + end, COMMAS);
            assertThatThrownBy(() -> csv.numbers("0")).hasMessageContaining("in line 6, column 0, got 'x'");
        }
    }

    @Test
    void tabsThatSeparateAreNoBlanks() throws IOException {
        assertThat(rows(read("1\t2\n\t\n", Csv.Format.tabs()))).containsExactly("1|2", "|");
        assertThat(rows(read("1;2\n", Csv.Format.semicolons()))).containsExactly("1|2");
    }

    @Test
    void shortRowsIfTheFormatHasThem() throws IOException {
        Csv csv = read("a,b,c\n1,2\n3\n4,5,6\n7", NAMED.withShortRows());
        assertThat(rows(csv)).containsExactly("1|2|", "3||", "4|5|6", "7||");
        assertThat(csv.numbers(MissingValues.as(0), "b").toDoubleArray()).containsExactly(2, 0, 5, 0);
        assertThatThrownBy(() -> csv.numbers("c")).hasMessageContaining("in line 2, column c, got ''");
        Path file = file("1,2\n3,4,5\n".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> Csv.read(file, COMMAS.withShortRows()))
                .hasMessage(file + ", byte 4: needs 2 cells in line 2, as in the first row, got 3; another separator?");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', textBlock = """
            a,a       ! a, a.1
            a,a,a     ! a, a.1, a.2
            a,a.1,a   ! a, a.1, a.2
            a,a,a.1   ! a, a.2, a.1
            ,a        ! 0, a
            ,,        ! 0, 1, 2
            1,        ! 1, 1.1
            """)
    void columnsHaveNamesThatDiffer(String names, String expected) throws IOException {
        Csv csv = read(
                names + "\n" + "7"
                        + ",7".repeat((int) names.chars().filter(c -> c == ',').count()),
                NAMED);
        assertThat(csv.columns().makeString()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void aByteOrderMarkDecides(String name) throws IOException {
        byte[] marked = "\ufeff\"größe\",€\r\n1,x\n".getBytes(Charset.forName(name));
        for (Csv.Format format : new Csv.Format[] {
            NAMED, NAMED.charset(Charset.forName("windows-1252")), NAMED.charset(StandardCharsets.UTF_16)
        }) {
            assertThat(Csv.read(file(marked), format).columns()).containsExactly("größe", "€");
        }
    }

    @Test
    void theMarkOfAnotherEncodingIsNoPartOfTheFirstName() throws IOException {
        var charset = Charset.forName("GB18030");
        Csv csv = Csv.read(file("\ufeff東京,b\n1,x\n".getBytes(charset)), NAMED.charset(charset));
        assertThat(csv.columns()).containsExactly("東京", "b");
        assertThatThrownBy(() -> csv.numbers("b")).hasMessageContaining(", byte 11: needs a finite number in line 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-2022-CN", "x-JISAutoDetect"})
    void encodingsThatAreOnlyReadAreRefused(String name) {
        var charset = Charset.forName(name);
        assertThatThrownBy(() -> NAMED.charset(charset))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("Csv.Format: needs an encoding that Java also writes, to tell the places of errors, got "
                        + name + "; name the encoding itself, as ISO-2022-JP, or convert the file to UTF-8");
    }

    @Test
    @SuppressWarnings("NullAway")
    void noEncodingIsRefused() {
        assertThatThrownBy(() -> NAMED.charset(null))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("Csv.Format: needs an encoding, got null; StandardCharsets.UTF_8 is the usual one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "windows-1252", "UTF-16LE", "UTF-16BE", "Shift_JIS", "GB18030"})
    void theFormatSaysTheEncoding(String name) throws IOException {
        var charset = Charset.forName(name);
        boolean japanese = name.startsWith("S") || name.startsWith("G");
        String city = japanese ? "東京" : "Málaga";
        String text =
                ("n,city\n" + "1," + city + "\n").repeat(1) + ("2," + city + "\n").repeat(20_000) + "x," + city + "\n";
        Csv csv = Csv.read(file(text.getBytes(charset)), NAMED.charset(charset));
        assertThat(csv.texts("city")).hasSize(20_002).containsOnly(city);
        long before = text.substring(0, text.indexOf("x")).getBytes(charset).length;
        assertThatThrownBy(() -> csv.numbers("n"))
                .hasMessageContaining(", byte " + before + ": needs a finite number in line 20003, column n, got 'x'");
    }

    @Test
    void wrongBytesAreRefusedWithTheirLine() throws IOException {
        String hint = " Csv.Format's charset(Charset.forName(\"windows-1252\")) names it";
        refused(
                "a\r\n\rcaf\u00e9,1\n".getBytes(StandardCharsets.ISO_8859_1),
                NAMED,
                ", byte 7: needs UTF-8 in line 3, got the byte 0xe9; another encoding?" + hint);
        refused(
                new byte[] {'a', '\n', (byte) 0xc3},
                NAMED,
                ", byte 2: needs UTF-8 in line 2, got the byte 0xc3; another encoding?" + hint);
        refused(
                new byte[] {'a', '\n', (byte) 0x81},
                NAMED.charset(Charset.forName("windows-1252")),
                ", byte 2: needs windows-1252 in line 2, got the byte 0x81; another encoding than windows-1252,"
                        + " or damaged?");
        refused(
                new byte[] {-1, -2, 'a', 0, '\n', 0, 0, (byte) 0xd8, '\n', 0},
                NAMED,
                ", byte 6: needs UTF-16LE in line 2, got the bytes 0x00 0xd8 0x0a 0x00; damaged? Its byte order mark"
                        + " says UTF-16LE");
        refused(
                new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, 'a', '\n', (byte) 0xe9},
                NAMED,
                ", byte 5: needs UTF-8 in line 2, got the byte 0xe9; damaged? Its byte order mark says UTF-8");
        refused(
                "a\n1\n".getBytes(StandardCharsets.UTF_16LE),
                NAMED,
                ", byte 0: needs UTF-8, got UTF-16 without a byte order mark, by its zeros;"
                        + " Csv.Format's charset(StandardCharsets.UTF_16LE) names it");
        refused(
                "a\n1\n".getBytes(StandardCharsets.UTF_16LE),
                NAMED.charset(StandardCharsets.UTF_16),
                ", byte 0: needs a byte order mark, as UTF-16 has, got none; charset(UTF-16LE) or BE?");
    }

    /** Wherever the reader's pieces end, also within a letter. */
    @Test
    void lettersMayLieAcrossPieces() throws IOException {
        for (int shift = 0; shift < 4; shift++) {
            String text = "x".repeat(shift) + "€𝄞".repeat(20_000);
            assertThat(read(text, COMMAS).texts("0")).containsExactly(text);
            byte[] cut = Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), 70_001 + shift);
            Path file = file(cut);
            assertThatThrownBy(() -> Csv.read(file, COMMAS)).isInstanceOf(DataException.class);
        }
    }

    @Test
    void anEmptyFileHasNoRows() throws IOException {
        for (String text : new String[] {"", "\n\n", "\ufeff", " \t \r"}) {
            refused(text.getBytes(StandardCharsets.UTF_8), COMMAS, ", byte 0: needs at least one row, got none");
        }
        var zipped = new ByteArrayOutputStream();
        new GZIPOutputStream(zipped).close();
        refused(zipped.toByteArray(), COMMAS, ", byte 0: needs at least one row, got none");
    }
}
