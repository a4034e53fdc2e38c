package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.bits.ChildJvm;
import gradus.nn.files.DataException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntSupplier;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns larger than the memory, of a table that is not. */
class CsvMemoryTest {
    private static final Csv.Format NAMED = Csv.Format.commas().withHeader();
    private static final int ROWS = 1_000_000;
    private static final int COLUMNS = 500_000;

    @TempDir
    private Path folder;

    /** What runs with memory for the table, and not much more. */
    static final class LittleMemory {
        private LittleMemory() {}

        /** Asks for all that takes memory for each row or column. */
        public static void main(String[] arguments) {
            askForColumns(Csv.read(Path.of(arguments[0]), NAMED));
            say(
                    "columns",
                    () -> Csv.read(Path.of(arguments[1]), Csv.Format.commas()).size());
            say(
                    "more labels",
                    () -> Csv.read(Path.of(arguments[2]), Csv.Format.commas())
                            .labels("0", 10)
                            .shape()
                            .size());
        }

        private static void askForColumns(Csv csv) {
            say("texts", () -> csv.texts("id").size());
            say("names", () -> csv.categories("id").names().size());
            say("few names", () -> csv.categories("k").names().size());
            say("labels", () -> csv.labels("k", 10).shape().size());
            say(
                    "classes",
                    () -> csv.labels("k", Lists.immutable.with("0", "1", "2"))
                            .shape()
                            .size());
        }

        private static void say(String what, IntSupplier call) {
            try {
                System.out.println(what + ": " + call.getAsInt());
            } catch (DataException e) {
                System.out.println(what + ": " + e.getMessage());
            }
        }
    }

    private Path rows() throws IOException {
        Path file = folder.resolve("rows.csv");
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("id,k\n");
            for (int i = 0; i < ROWS; i++) {
                out.write(i + "," + i % 3 + "\n");
            }
        }
        return file;
    }

    private static ImmutableList<String> said(Path... files) {
        return ChildJvm.outputOf(
                Lists.immutable.with("-Xmx56m", "-XX:TieredStopAtLevel=1", ChildJvm.VECTOR_MODULE),
                LittleMemory.class,
                Lists.immutable.with(files).collect(Path::toString).toArray(new String[0]));
    }

    @Test
    void columnsLargerThanTheMemoryAreRefused() throws Exception {
        Path rows = rows();
        Path columns = Files.writeString(folder.resolve("columns.csv"), ",".repeat(COLUMNS - 1) + "\n");
        Path more = Files.writeString(folder.resolve("more.csv"), "1\n".repeat(3 * ROWS));
        String stream = " MB; give more with -Xmx, or Csv.stream reads the table in parts";
        assertThat(said(rows, columns, more))
                .satisfiesExactly(
                        texts -> assertThat(texts)
                                .startsWith("texts: " + rows + ": needs memory for the texts, about 67 MB, got ")
                                .endsWith(stream),
                        names -> assertThat(names)
                                .startsWith("names: " + rows + ": needs memory for the names, about ")
                                .endsWith(stream),
                        few -> assertThat(few).isEqualTo("few names: 3"),
                        labels -> assertThat(labels).isEqualTo("labels: " + ROWS),
                        classes -> assertThat(classes).isEqualTo("classes: " + ROWS),
                        wide -> assertThat(wide)
                                .startsWith("columns: " + columns
                                        + ": needs memory for the names of the columns, about 123 MB, got ")
                                .endsWith(" MB; give more with -Xmx"),
                        labels -> assertThat(labels)
                                .startsWith("more labels: " + more + ": needs memory for the labels, about 23 MB, got ")
                                .endsWith(stream));
    }

    /** 64 bytes each, and a byte a character, or two where one is beyond Latin-1. */
    @Test
    void whatTextsTakeIsToldFromTheirBytes() throws IOException {
        Path file = Files.writeString(folder.resolve("texts.csv"), "abc,1\ncafé,2\na–b,3\n4");
        CsvCells cells = new CsvReader(file, Csv.Format.commas().withShortRows()).whole(100);
        assertThat(cells.memory(0, 0)).isEqualTo(4 * 64 + 3 + 5 + 2 * 5);
        assertThat(cells.memory(0, 1)).isEqualTo(4 * 64 + 3);
        assertThat(cells.memory(2, 0)).isEqualTo(2 * 64 + 2 * 5);
    }
}
