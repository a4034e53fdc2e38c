package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Shape;
import gradus.nn.files.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MissingValuesTest {
    @TempDir
    private Path folder;

    private Csv read(String text) throws IOException {
        return Csv.read(
                Files.writeString(folder.resolve("table.csv"), text),
                Csv.Format.commas().withHeader());
    }

    @Test
    void eachChoice() throws IOException {
        Csv csv = read("name,age,fare\nA,22,7.25\nB,,8\nC,26,NA\nD,nan,10.25\n");
        assertThatThrownBy(() -> csv.numbers("age")).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> csv.numbers(MissingValues.refused(), "age"))
                .hasMessageContaining(
                        "in line 3, column age, got ''; a missing value? numbers(MissingValues.asMean(),");
        assertThat(csv.numbers(MissingValues.asNaN(), "age").toFloatArray())
                .containsExactly(22, Float.NaN, 26, Float.NaN);
        assertThat(csv.numbers(MissingValues.as(-1), "age").toFloatArray()).containsExactly(22, -1, 26, -1);
        var filled = csv.numbers(DType.F64, MissingValues.asMean(), "fare", "age");
        assertThat(filled.shape()).isEqualTo(Shape.of(4, 2));
        assertThat(filled.toDoubleArray()).containsExactly(7.25, 22, 8, 24, 8.5, 26, 10.25, 24);
        assertThat(csv.numbers(MissingValues.asMean(), "fare").dtype()).isEqualTo(DType.F32);
    }

    /** The words of pandas 3.0, and spaces around them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "#N/A",
                "#N/A N/A",
                "#NA",
                "-1.#IND",
                "-1.#QNAN",
                "-NaN",
                "-nan",
                "1.#IND",
                "1.#QNAN",
                "<NA>",
                "N/A",
                "NA",
                "NULL",
                "NaN",
                "None",
                "n/a",
                "nan",
                "null",
                "\"\"",
                "\"NA\"",
                " NaN "
            })
    void wordsForAMissingValue(String word) throws IOException {
        Csv csv = read("a,b\n1,0\n" + word + ",0\n");
        assertThat(csv.numbers(MissingValues.as(7), "a").toFloatArray()).containsExactly(1, 7);
        assertThatThrownBy(() -> csv.numbers("a")).hasMessageContaining("; a missing value?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"NAN", "Nan", "+nan", "na", "Null", "none", "?", ".", "-", "1_000", "0x10", "1e", "x", "infin"})
    void otherWordsAreRefused(String word) throws IOException {
        Csv csv = read("a,b\n1,0\n" + word + ",0\n");
        for (var choice : new MissingValues[] {MissingValues.asNaN(), MissingValues.asMean(), MissingValues.as(0)}) {
            assertThatThrownBy(() -> csv.numbers(choice, "a"))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("needs a finite number in line 3, column a, got '" + word + "'");
        }
        assertThat(csv.numbers(MissingValues.as(3).alsoWritten("!", word), "a").toFloatArray())
                .containsExactly(1, 3);
    }

    /** As pandas' na_values: a word that is a number stands for its value, however it is written. */
    @ParameterizedTest
    @ValueSource(strings = {"-999", "-999.0", "-9.99e2", " -0999 ", "\"-999\"", "-99900E-2", "-999."})
    void wordsMayBeNumbers(String cell) throws IOException {
        Csv csv = read("a,b\n1,0\n" + cell + ",0\n3,0\n999,0\n-999.5,0\n");
        for (String word : new String[] {"-999", "-999.00", "-9.99e+2"}) {
            for (DType dtype : DType.values()) {
                assertThat(csv.numbers(dtype, MissingValues.as(7).alsoWritten("?", word), "a")
                                .toDoubleArray())
                        .containsExactly(1, 7, 3, 999, -999.5);
            }
        }
        assertThat(csv.numbers(MissingValues.as(7).alsoWritten("x"), "a").get(1, 0))
                .isEqualTo(-999);
        assertThatThrownBy(() -> csv.numbers(MissingValues.refused().alsoWritten("-999"), "a"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("needs a finite number in line 3, column a, got '")
                .hasMessageContaining("; a missing value?");
    }

    @Test
    void wordsMayBeZeroOrInfinite() throws IOException {
        Csv csv = read("a\n-0.0\n0\n1\ninf\n-inf\n");
        assertThat(csv.numbers(MissingValues.as(7).alsoWritten("0")).toDoubleArray())
                .containsExactly(7, 7, 1, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
        assertThat(csv.numbers(MissingValues.asMean().alsoWritten("Infinity", "0"))
                        .toDoubleArray())
                .containsExactly(1, 1, 1, 1, Double.NEGATIVE_INFINITY);
    }

    @Test
    void fillingsThatTheTypeDoesNotHold() throws IOException {
        Csv csv = read("a\nNA\n1\n");
        assertThatThrownBy(() -> csv.numbers(MissingValues.as(-1e39)))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("Csv.numbers: needs a number for missing values that F32 holds, got -1.0E39;"
                        + " numbers(DType.F64, ...) holds it");
        assertThat(csv.numbers(DType.F64, MissingValues.as(-1e39)).toDoubleArray())
                .containsExactly(-1e39, 1);
        assertThat(csv.numbers(MissingValues.as(Double.POSITIVE_INFINITY)).toDoubleArray())
                .containsExactly(Double.POSITIVE_INFINITY, 1);
    }

    @Test
    void infinitiesAreNumbersWhereGapsAreTaken() throws IOException {
        Csv csv = read("a\ninf\n-Infinity\n+INF\n4\n6\nNA\n");
        assertThat(csv.numbers(MissingValues.asMean()).toDoubleArray())
                .containsExactly(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 4, 6, 5);
        assertThatThrownBy(csv::numbers)
                .hasMessageContaining("in line 2, column a, got 'inf'; numbers(MissingValues.asNaN(), \"a\") takes it");
        Csv large = read("a\n1e39\n");
        assertThatThrownBy(() -> large.numbers(MissingValues.asNaN()))
                .hasMessageContaining("got '1e39'; numbers(DType.F64, ...) holds it");
        assertThat(large.numbers(DType.F64, MissingValues.asNaN()).item()).isEqualTo(1e39);
    }

    @Test
    void means() throws IOException {
        Csv none = read("a,b\n,1\nNA,2\n");
        assertThatThrownBy(() -> none.numbers(MissingValues.asMean(), "b", "a"))
                .isInstanceOf(DataException.class)
                .hasMessageEndingWith("needs a number somewhere below, for the mean in line 2, column a, got '';"
                        + " as(0) and asNaN() need none");
        assertThat(none.numbers(MissingValues.as(Double.NaN), "a").toDoubleArray())
                .containsExactly(Double.NaN, Double.NaN);
        assertThat(read("a,b\n1e308,0\n1.5e308,0\n,0\n")
                        .numbers(DType.F64, MissingValues.asMean(), "a")
                        .toDoubleArray())
                .as("no overflow on the way")
                .containsExactly(1e308, 1.5e308, 1.25e308);
    }

    @Test
    void medians() throws IOException {
        Csv csv = read("a,b\n7,1e308\n,1.5e308\n1,\n5,inf\n100,\n");
        assertThat(csv.numbers(DType.F64, MissingValues.asMedian(), "a").toDoubleArray())
                .containsExactly(7, 6, 1, 5, 100);
        assertThat(csv.numbers(DType.F64, MissingValues.asMedian(), "b").toDoubleArray())
                .containsExactly(1e308, 1.5e308, 1.25e308, Double.POSITIVE_INFINITY, 1.25e308);
        assertThatThrownBy(() -> read("a,b\n,1\n").numbers(MissingValues.asMedian(), "a"))
                .hasMessageContaining("for the median in line 2");
        assertThat(MissingValues.asMedian().alsoWritten("?"))
                .hasToString("MissingValues.asMedian().alsoWritten(\"?\")");
    }

    @Test
    void wordsAndNamesSayWhatTakesThem() throws IOException {
        Csv csv = read("city,n\nRome,1\nOslo,two\n");
        assertThatThrownBy(() -> csv.numbers("city"))
                .hasMessageEndingWith("got 'Rome'; a word? categories(\"city\") numbers them");
        assertThatThrownBy(() -> csv.labels("city", 3))
                .hasMessageEndingWith("got 'Rome'; a word? categories(\"city\") numbers them");
        Csv unnamed = Csv.read(
                Files.writeString(folder.resolve("table.csv"), "width,height\n1,2\n3,x\n"), Csv.Format.commas());
        String names = "got 'width'; the names of the columns? Csv.Format's withHeader() takes them";
        assertThatThrownBy(unnamed::numbers).hasMessageEndingWith(names);
        assertThatThrownBy(() -> unnamed.labels("0", 3)).hasMessageEndingWith(names);
        Csv comma = read("a,b\n\"1,5\",2\n");
        assertThatThrownBy(comma::numbers)
                .hasMessageEndingWith("got '1,5'; a decimal comma? Numbers are read with a point");
    }
}
