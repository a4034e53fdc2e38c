package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.ArgumentException;
import gradus.nn.files.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.impl.list.Interval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a table says to whoever reads it in another format than it has, and how it looks. */
class CsvHintsTest {
    private static final Csv.Format COMMAS = Csv.Format.commas();
    private static final Csv.Format NAMED = COMMAS.withHeader();

    @TempDir
    private Path folder;

    private Csv read(String text, Csv.Format format) throws IOException {
        return Csv.read(Files.writeString(folder.resolve("table.csv"), text), format);
    }

    private void misses(Csv csv, String column, String columns, String hint) {
        assertThatThrownBy(() -> csv.numbers(column))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("Csv: needs one of the columns " + columns + " of " + folder.resolve("table.csv")
                        + ", got \"" + column + "\"" + hint);
    }

    @Test
    void anotherSeparatorInTheOnlyName() throws IOException {
        misses(
                read("id;age;fare\n1;22;7\n", NAMED),
                "age",
                "\"id;age;fare\"",
                "; another separator? Csv.Format.semicolons().withHeader() reads it");
        misses(
                read("id\tage\n1\t22\n", NAMED),
                "age",
                "\"id\tage\"",
                "; another separator? Csv.Format.tabs().withHeader() reads it");
        misses(
                read("id,age\n1,22\n", Csv.Format.tabs().withHeader()),
                "age",
                "\"id,age\"",
                "; another separator? Csv.Format.commas().withHeader() reads it");
        misses(
                read(
                        "id|age, in years|fare\n\"1\"|22|7\n",
                        Csv.Format.semicolons().withHeader()),
                "age",
                "\"id|age, in years|fare\"",
                "; another separator? new Csv.Format('|', true) reads it");
        misses(read("1;2\n3;4\n", COMMAS), "1", "\"0\"", "; another separator? Csv.Format.semicolons() reads it");
        misses(read("a;b,c\n1,2\n", NAMED), "a", "\"a;b\", \"c\"", "");
    }

    @Test
    void theFormatsOfTheHintsReadTheFile() throws IOException {
        assertThat(read("id|age\n1|2\n", new Csv.Format('|', true))
                        .numbers("age")
                        .item())
                .isEqualTo(2);
        assertThat(read("id;age\n1;2\n", Csv.Format.semicolons().withHeader())
                        .numbers("age")
                        .item())
                .isEqualTo(2);
        assertThat(read("id\tage\n1\t2\n", Csv.Format.tabs().withHeader())
                        .numbers("age")
                        .item())
                .isEqualTo(2);
    }

    @Test
    void anotherSeparatorInTheOnlyCell() throws IOException {
        String hint = "; another separator? Csv.Format.semicolons() reads it";
        Csv csv = read("1;2\n3;4\n", COMMAS);
        assertThatThrownBy(csv::numbers).isInstanceOf(DataException.class).hasMessageEndingWith("got '1;2'" + hint);
        assertThatThrownBy(() -> csv.labels("0", 3)).hasMessageEndingWith("got '1;2'" + hint);
        assertThatThrownBy(() -> csv.labels("0", Lists.immutable.with("a", "b")))
                .hasMessageEndingWith("needs one of \"a\", \"b\" in line 1, column 0, got '1;2'" + hint);
        assertThatThrownBy(read("1,5\n", Csv.Format.semicolons())::numbers)
                .hasMessageEndingWith("got '1,5'; a decimal comma? Numbers are read with a point;"
                        + " or another separator? Csv.Format.commas() reads it");
    }

    /** Names have no decimal commas, numbers below them have: the rows seem to be longer. */
    @Test
    void anotherSeparatorWhereRowsDiffer() {
        assertThatThrownBy(() -> read("id;fare\n1;7,25\n", NAMED))
                .hasMessageEndingWith("needs 1 cell in line 2, as in the first row, got 2; another separator?"
                        + " Csv.Format.semicolons().withHeader() reads it");
        assertThatThrownBy(() -> read("id,fare\n1,7;25,3\n", NAMED)).hasMessageEndingWith("; another separator?");
    }

    @Test
    void numbersForNames() throws IOException {
        misses(
                read("5.1,3.5,setosa\n4.9,3.0,setosa\n", NAMED),
                "species",
                "\"5.1\", \"3.5\", \"setosa\"",
                "; no names in the first row? Without withHeader() columns are called \"0\" to \"2\"");
        misses(read("a,2\n1,2\n", NAMED), "b", "\"a\", \"2\"", "");
    }

    @Test
    void namesThatNobodyAnnounced() throws IOException {
        Csv csv = read("id,age\n1,22\n", COMMAS);
        misses(csv, "age", "\"0\", \"1\"", "; the names of the columns? Csv.Format's withHeader() takes them");
        misses(csv, "2", "\"0\", \"1\"", "");
    }

    @Test
    void nearlyTheName() throws IOException {
        misses(read("id, Age\n1,22\n", NAMED), "age", "\"id\", \" Age\"", "; \" Age\"?");
    }

    @Test
    void ofManyOrLongNamesTheBeginningIsShown() throws IOException {
        String names = Interval.oneTo(30).makeString("c", ",c", "") + "," + "x".repeat(99);
        String zeros = "0" + ",0".repeat(30);
        misses(
                read(names + "\n" + zeros + "\n", NAMED),
                "age",
                Interval.oneTo(20).makeString("\"c", "\", \"c", "\"") + " and 11 more",
                "");
        misses(read("x".repeat(99) + "\n1\n", NAMED), "age", "\"" + "x".repeat(40) + "...\"", "");
    }

    @Test
    void aTableShowsItsNamesAndFirstRows() throws IOException {
        Path file = folder.resolve("table.csv");
        assertThat(read("name,age\n\"Zoë\nMay\",22\nJosé,\n", NAMED))
                .hasToString(file + ": 2 rows of 2 columns\nname | age\nZoë May | 22\nJosé | ");
        assertThat(read("7\n", COMMAS)).hasToString(file + ": 1 row of 1 column\n0\n7");
        String row = Interval.zeroTo(10).makeString(",");
        String shown = Interval.zeroTo(9).makeString(" | ") + " | ...\n";
        assertThat(read((row + "\n").repeat(4), COMMAS))
                .hasToString(file + ": 4 rows of 11 columns\n" + shown.repeat(4) + "...");
        assertThat(read("y".repeat(99) + "\n", COMMAS).toString()).endsWith("\n" + "y".repeat(40) + "...");
    }

    @Test
    void eachPartShowsItsOwnRows() throws IOException {
        Path file = Files.writeString(folder.resolve("table.csv"), "a\n1\n2\n3\n");
        var texts = new ArrayList<String>();
        Csv.stream(file, NAMED, 2, part -> texts.add(part.toString()));
        assertThat(texts).containsExactly(file + ": 2 rows of 1 column\na\n1\n2", file + ": 1 row of 1 column\na\n3");
    }
}
