package gradus.nn.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Sequential;
import gradus.nn.Summary;
import gradus.nn.data.Csv;
import gradus.nn.data.Dataset;
import gradus.nn.data.DatePart;
import gradus.nn.data.MissingValues;
import gradus.nn.data.TableColumn;
import gradus.nn.data.TableSchema;
import gradus.nn.files.DataException;
import gradus.nn.files.SavedModel;
import gradus.nn.layer.Embedding;
import gradus.nn.layer.Linear;
import gradus.nn.train.LayerStatistics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.collections.api.factory.Maps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableEncoderTest {
    private static final String FLATS = """
            rooms,town,sold,price
            1,Bergen,2026-01-01,10
            ,Oslo,2026-01-05,20
            3, Bergen,,30
            5,Moss,2025-01-01T12:30,40
            """;

    @TempDir
    private Path folder;

    private Csv read(String text) throws IOException {
        return Csv.read(
                Files.writeString(folder.resolve("table.csv"), text),
                Csv.Format.commas().withHeader());
    }

    private TableEncoder flats() throws IOException {
        return TableEncoder.fit(
                read(FLATS),
                TableColumn.number("rooms"),
                TableColumn.category("town"),
                TableColumn.date("sold").parts(DatePart.YEAR, DatePart.WEEK_CYCLE));
    }

    private void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(DataException.class).hasMessage(folder.resolve("table.csv") + message);
    }

    private static double[] row(Tensor all, int row) {
        return all.slice(0, row, row + 1).toDoubleArray();
    }

    @Test
    void cellsBecomeNumbersAndTheseInputs() throws IOException {
        var encoder = flats();
        assertThat(encoder.schema().inputs()).containsExactly("rooms", "town", "sold");
        assertThat(encoder.schema().outputs())
                .containsExactly(
                        "rooms",
                        "rooms missing",
                        "town = Bergen",
                        "town = Moss",
                        "town = Oslo",
                        "town other",
                        "sold year",
                        "sold week cycle sine",
                        "sold week cycle cosine",
                        "sold missing");
        Tensor rows = encoder.rows(read(FLATS));
        assertThat(row(rows, 0)).containsExactly(1, 0, LocalDate.of(2026, 1, 1).toEpochDay());
        assertThat(row(rows, 2)).containsExactly(3, 0, Double.NaN);
        assertThat(row(rows, 3)).containsExactly(5, 1, LocalDate.of(2025, 1, 1).toEpochDay());
        Tensor x = encoder.to(DType.F64).forward(rows);
        assertThat(x.shape()).isEqualTo(Shape.of(4, 10));
        // rooms 1, 3, 3, 5: the mean fills the gap; a Thursday, a Monday
        double deviation = Math.sqrt(2);
        assertThat(row(x, 0)).startsWith(-2 / deviation, 0, 1, 0, 0, 0);
        assertThat(row(x, 1)).startsWith(0, 1, 0, 0, 1, 0).endsWith(0, 1, 0);
        assertThat(row(x, 3)).startsWith(2 / deviation, 0, 0, 1, 0, 0);
        // the median of 1 January 2025, 1 and 5 January 2026
        assertThat(row(x, 2)[6]).isEqualTo(row(x, 0)[6]).isCloseTo(1 / Math.sqrt(3), within(1e-12));
        assertThat(row(x, 2)).endsWith(1);
        assertThat(row(x, 0)[7]).isCloseTo(Math.sin(2 * Math.PI * 3 / 7), within(1e-15));
        assertThat(encoder.forward(rows).toFloatArray())
                .isEqualTo(x.to(DType.F32).toFloatArray());
        assertThat(encoder.forward(rows.to(DType.F32)).dtype()).isEqualTo(DType.F32);
        assertThat(encoder.description()).isEqualTo("TableEncoder(3 columns -> 10)");
    }

    /** No gradient flows through an encoder, and the layers after it are described like any others. */
    @Test
    void modelsThatBeginWithOneAreDescribed() throws IOException {
        Csv csv = read("n,w\n1,a\n3,b\n5,a\n");
        var encoder = TableEncoder.fit(csv, TableColumn.number("n"), TableColumn.category("w"));
        var model = Sequential.of(encoder, Linear.of(encoder.width(), 1, Randomness.seeded(1)));
        assertThat(Summary.of(model, 2).rows().collect(Summary.Row::output))
                .containsExactly(Shape.of(encoder.width()), Shape.of(1));
        var data = Dataset.of(encoder.rows(csv), csv.numbers("n"));
        var statistics = LayerStatistics.of(model, (y, _) -> y.sum(), data);
        assertThat(statistics.rows().collectInt(LayerStatistics.Row::units).toArray())
                .containsExactly(encoder.width(), 1);
        assertThat(statistics.rows().getFirst().gradient()).isPositive();
    }

    /** Seconds since 1970, and a number of more digits than a float has: floats would not tell the rows apart. */
    @Test
    void numbersAreStandardizedBeforeTheyAreRounded() throws IOException {
        Csv csv = read("t,v\n1700000000,1000000.0001\n1700000001,1000000.0002\n1700000002,1000000.0003\n");
        var encoder = TableEncoder.fit(csv, TableColumn.number("t"), TableColumn.number("v"));
        Tensor x = encoder.forward(encoder.rows(csv));
        float one = (float) Math.sqrt(1.5);
        assertThat(x.dtype()).isEqualTo(DType.F32);
        assertThat(x.slice(1, 0, 1).toFloatArray()).containsExactly(-one, 0, one);
        assertThat(x.slice(1, 1, 2).toFloatArray()).containsExactly(new float[] {-one, 0, one}, within(1e-5f));
        Layer model = Sequential.of(encoder, Linear.of(2, 1, Randomness.seeded(1)));
        Tensor served = model.forward(encoder.rows(Map.of("t", 1700000001L, "v", "1000000.0001")));
        assertThat(served.item())
                .isNotEqualTo(model.forward(encoder.rows(Map.of("t", 1700000002L, "v", "1000000.0001")))
                        .item());
        assertThat(encoder.to(DType.F64).frozen().forward(encoder.rows(csv)).dtype())
                .isEqualTo(DType.F64);
    }

    @Test
    void unseenWordsHaveAPlaceOfTheirOwnAndGapsAreFilledThatTrainingDidNotHave() throws IOException {
        var encoder = TableEncoder.fit(read("n,w\n1,a\n3,a\n"), TableColumn.number("n"), TableColumn.category("w"));
        assertThat(encoder.schema().outputs()).containsExactly("n", "w = a", "w other");
        assertThat(encoder.forward(encoder.rows(read("w,more,n\nb,0,\n"))).toDoubleArray())
                .containsExactly(0, 0, 1);
    }

    @Test
    void rareWordsShareThePlaceOfUnseenOnes() throws IOException {
        Csv csv = read("w\nb\na\nb\na\nc\n\n\"\"\n");
        var merged = TableEncoder.fit(csv, TableColumn.category("w").rareBelow(2));
        assertThat(merged.schema().outputs()).containsExactly("w = a", "w = b", "w other");
        assertThat(merged.rows(csv).toDoubleArray()).containsExactly(1, 0, 1, 0, 2, 2);
        var refusing =
                TableEncoder.fit(csv, TableColumn.category("w").rareBelow(2).refusingUnseen());
        assertThat(refusing.rows(csv).toDoubleArray()).containsExactly(1, 0, 1, 0, 2, 2);
        refused(
                () -> refusing.rows(read("w\na\nA\n")),
                ", byte 4: needs one of the 4 words of training \"a\", \"b\", \"\", \"c\" in line 3, column w, got 'A';"
                        + " \"a\"?");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> refusing.rows(Map.of("w", "d")))
                .withMessage(
                        "TableEncoder.rows: needs one of the 4 words of training \"a\", \"b\", \"\", \"c\" in row 0,"
                                + " column w, got 'd'; without refusingUnseen() there is a place for it");
        var all = TableEncoder.fit(csv, TableColumn.category("w").refusingUnseen());
        assertThat(all.schema().outputs()).containsExactly("w = ", "w = a", "w = b", "w = c");
    }

    @Test
    void indicesForAnEmbedding() throws IOException {
        Csv csv = read("w,n\nb,1\na,2\nc,3\n");
        var encoder = TableEncoder.fit(
                csv, TableColumn.number("n"), TableColumn.category("w").asIndex());
        Tensor x = encoder.forward(encoder.rows(csv));
        var towns = Embedding.of(encoder.schema().places("w"), 2, Randomness.seeded(1));
        assertThat(towns.count()).as("with one for unseen words").isEqualTo(4);
        assertThat(towns.forward(x.slice(1, 1, 2).squeeze(1)).toDoubleArray())
                .containsExactly(towns.forward(Indices.of(1, 0, 2)).toDoubleArray());
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> encoder.schema().places("n"))
                .withMessage(
                        "TableSchema.places: needs one of the categories among the columns \"n\", \"w\", got \"n\"");
    }

    @Test
    void gapsAreFilledAsToldOrRefused() throws IOException {
        Csv csv = read("a,b,c\n1,2,3\n?,,-999\n9,4,5\n3,6,7\n5,0,9\n");
        var encoder = TableEncoder.fit(
                csv,
                TableColumn.number("a").missing(MissingValues.asMedian().alsoWritten("?")),
                TableColumn.number("b").missing(MissingValues.as(0)),
                TableColumn.number("c").missing(MissingValues.asMean().alsoWritten("-999")));
        Tensor filled = TableSchema.of(encoder.schema().text())
                .encode(encoder.rows(List.of(Map.of("a", "?", "b", "", "c", -999))));
        assertThat(filled.toDoubleArray()).containsExactly(4, 1, 0, 1, 6, 1);
        refused(
                () -> TableEncoder.fit(csv, TableColumn.number("b").missing(MissingValues.refused())),
                ", byte 12: needs a finite number in line 3, column b, got ''; a missing value? MissingValues.asMean()"
                        + " fills it");
        refused(
                () -> TableEncoder.fit(csv, TableColumn.number("a")),
                ", byte 12: needs a finite number in line 3, column a, got '?'; a missing value?"
                        + " MissingValues.asMean().alsoWritten(\"?\") knows it");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> TableColumn.number("a").missing(MissingValues.asNaN()))
                .withMessageContaining("got MissingValues.asNaN(); MissingValues.asMean(), asMedian(), as(0)");
        refused(
                () -> TableEncoder.fit(read("a\nNA\nnan\n"), TableColumn.number("a")),
                ", byte 2: needs a number somewhere below, for the mean in line 2, column a, got 'NA';"
                        + " MissingValues.as(0) needs none");
    }

    @Test
    void datesInAllPartsAndPatterns() throws IOException {
        Csv csv = read("d\n31.12.2024\n1.3.1999\n");
        var encoder =
                TableEncoder.fit(csv, TableColumn.date("d").pattern("d.M.yyyy").parts(DatePart.values()));
        TableSchema schema = TableSchema.of(encoder.schema().text());
        double[] x = row(schema.encode(schema.read(csv, DType.F64)), 0);
        assertThat(x).startsWith(2024, 12, 2, LocalDate.of(2024, 12, 31).toEpochDay());
        assertThat(x[4]).as("sine of the year's last day").isCloseTo(Math.sin(-2 * Math.PI / 366), within(1e-14));
        assertThat(x[7]).as("cosine of December").isCloseTo(Math.cos(2 * Math.PI / 12), within(1e-14));
        assertThat(x[8]).as("sine of a Tuesday").isCloseTo(Math.sin(2 * Math.PI / 7), within(1e-15));
        assertThat(encoder.rows(Map.of("d", LocalDate.EPOCH)).item()).isZero();
        assertThat(encoder.rows(Map.of("d", LocalDate.EPOCH.plusDays(1).atStartOfDay()))
                        .item())
                .isEqualTo(1);
        refused(
                () -> encoder.rows(read("d\n2024-12-31\n")),
                ", byte 2: needs a date d.M.yyyy in line 2, column d, got '2024-12-31';"
                        + " TableColumn.date(\"d\").pattern(...) names another form");
        refused(
                () -> TableEncoder.fit(read("d\n2023-02-29\n"), TableColumn.date("d")),
                ", byte 2: needs a date uuuu-MM-dd in line 2, column d, got '2023-02-29';"
                        + " TableColumn.date(\"d\").pattern(...) names another form");
        refused(
                () -> TableEncoder.fit(read("d,n\n,1\n"), TableColumn.date("d")),
                ", byte 4: needs a date somewhere below, for the median in line 2, column d, got ''");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> TableColumn.date("d").pattern("gibt's nicht"))
                .withMessageStartingWith("TableColumn.date: needs a pattern as dd.MM.yyyy, got 'gibt's nicht'; ");
        for (String[] wrong : new String[][] {
            {"dd.mm.yyyy", "mm are minutes, MM months"},
            {"DD.MM.yyyy", "DD is the day of the year, dd of the month"},
            {"dd.MM.YYYY", "YYYY is the year of a week, yyyy of a day"}
        }) {
            assertThatExceptionOfType(ArgumentException.class)
                    .isThrownBy(() -> TableColumn.date("d").pattern(wrong[0]))
                    .withMessage(
                            "TableColumn.date: needs a pattern as dd.MM.yyyy, got '" + wrong[0] + "'; " + wrong[1]);
        }
        assertThat(TableColumn.date("d").pattern("dd.MM.yyyy HH:mm 'Day'").pattern())
                .endsWith("'Day'");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> TableColumn.date("d").parts(new DatePart[0]))
                .withMessage("TableColumn.date: needs one part or more, got none");
    }

    @Test
    void rowsGivenByNameAreReadAsThoseOfAFile() throws IOException {
        var encoder = flats();
        Map<String, Object> gaps = new HashMap<>();
        gaps.put("rooms", null);
        gaps.put("town", "Oslo");
        gaps.put("sold", "");
        gaps.put("price", "unknown");
        Tensor given =
                encoder.rows(List.of(Map.of("rooms", 5, "town", "Moss", "sold", LocalDate.of(2025, 1, 1)), gaps));
        Tensor read = encoder.rows(read("town,sold,rooms\nMoss,2025-01-01,5.0\nOslo,NA,nan\n"));
        assertThat(given.toDoubleArray()).containsExactly(read.toDoubleArray());
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> encoder.rows(Map.of("town", "Oslo", "rooms", 1)))
                .withMessage("TableEncoder.rows: needs a value for the column \"sold\" in each row, got \"rooms\","
                        + " \"town\" in row 0; \"\" where it is missing");
        for (Object wrong : new Object[] {"five", Double.POSITIVE_INFINITY, true}) {
            assertThatExceptionOfType(ArgumentException.class)
                    .isThrownBy(() -> encoder.rows(Map.of("town", "Oslo", "rooms", wrong, "sold", "")))
                    .withMessageStartingWith(
                            "TableEncoder.rows: needs a finite number in row 0, column rooms, got '" + wrong + "'");
        }
    }

    @Test
    void whatIsWrongWithATableIsNamedWithItsLine() throws IOException {
        var encoder = flats();
        refused(
                () -> encoder.rows(read("rooms,town,sold\n1,Oslo,2026-01-01\nfive,Oslo,2026-01-01\n")),
                ", byte 34: needs a finite number in line 3, column rooms, got 'five'; a word?"
                        + " TableColumn.category(\"rooms\") takes it");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> encoder.rows(read("rooms,Town,sold\n1,Oslo,2026-01-01\n")))
                .withMessageMatching("Csv: needs one of the columns .* got \"town\"; \"Town\"\\?");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> TableEncoder.fit(read(FLATS), TableColumn.number("floors")))
                .withMessageContaining("got \"floors\"");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> TableEncoder.fit(read(FLATS)))
                .withMessage("TableSchema.fit: needs one column and one row or more, got 0 columns and 4 rows");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> TableEncoder.fit(read(FLATS).select(), TableColumn.number("rooms")))
                .withMessage("TableSchema.fit: needs one column and one row or more, got 1 column and 0 rows");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> TableColumn.category("town").rareBelow(0))
                .withMessage("TableColumn.category: needs rareBelow a count of 1 or more, got 0");
        String many = IntStream.range(0, 10_001).mapToObj(i -> "w" + i + "\n").reduce("w\n", String::concat);
        Csv words = read(many);
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> TableEncoder.fit(words, TableColumn.category("w")))
                .withMessage("TableColumn.category: needs at most 10000 words to have a column each, got 10001 in the"
                        + " column w; asIndex() for an Embedding; rareBelow(n) merges rare ones");
    }

    @Test
    void numbersThatNoTableGivesAreRefused() throws IOException {
        var encoder = flats();
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> encoder.forward(Tensor.ones(2, 10)))
                .withMessage("TableEncoder: needs a number for each of the 3 columns, [n, 3], got [2, 10];"
                        + " TableEncoder.rows reads tables");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> encoder.forward(Tensor.of(1f, 4, 0).reshape(1, 3)))
                .withMessage("TableEncoder: needs places from 0 to 3 for the column town, got 4.0; TableEncoder.rows"
                        + " reads tables");
        for (float wrong : new float[] {0.5f, 1e15f, Float.POSITIVE_INFINITY}) {
            assertThatExceptionOfType(ArgumentException.class)
                    .isThrownBy(() -> encoder.forward(Tensor.of(1f, 0, wrong).reshape(1, 3)))
                    .withMessageStartingWith("TableEncoder: needs days since 1970 for the column sold, got ");
        }
        var refusing = TableEncoder.fit(read(FLATS), TableColumn.number("price").missing(MissingValues.refused()));
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> refusing.forward(Tensor.of(Float.NaN).reshape(1, 1)))
                .withMessageStartingWith("TableEncoder: needs a number for the column price, got NaN");
    }

    private Layer model(TableEncoder encoder, int seed) {
        return Sequential.of(encoder, Linear.of(encoder.width(), 2, Randomness.seeded(seed)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.json", "model.safetensors"})
    void savedWithAModelAndMadeAgainFromItsFile(String name) throws IOException {
        Csv csv = read("n,w,i,d\n1.1,Åse & x y,a,2026-01-01\n,b=,%41,\n3,,a,2026-02-03\n");
        var encoder = TableEncoder.fit(
                csv,
                TableColumn.number("n").missing(MissingValues.asMean().alsoWritten("?", "- -")),
                TableColumn.category("w"),
                TableColumn.category("i").rareBelow(2).refusingUnseen(),
                TableColumn.date("d"));
        Layer model = model(encoder, 1);
        Path file = folder.resolve(name);
        SavedModel.of(model, Maps.immutable.empty()).write(file);
        SavedModel saved = SavedModel.read(file);
        var again = TableEncoder.of(saved, "0");
        assertThat(again.schema().text()).isEqualTo(encoder.schema().text());
        Layer served = model(again, 2);
        saved.into(served);
        assertThat(served.forward(again.rows(csv)).toDoubleArray())
                .containsExactly(model.forward(encoder.rows(csv)).toDoubleArray());
        assertThat(again.rows(Map.of("n", "- -", "w", "b=", "i", "%41", "d", ""))
                        .toDoubleArray())
                .containsExactly(Double.NaN, 1, 1, Double.NaN);
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> TableEncoder.of(saved, ""))
                .withMessage(
                        "TableEncoder.of: needs a saved model with schema, got 0.schema; the place of the encoder in"
                                + " the model comes before the dot");
    }

    /** The file decides, also where a model with other words of the same length was there before. */
    @Test
    void aSavedModelBringsItsWords() throws IOException {
        var first = TableEncoder.fit(read("w\na\nb\n"), TableColumn.category("w"));
        var second = TableEncoder.fit(read("w\nc\nd\n"), TableColumn.category("w"));
        assertThat(second.rows(Map.of("w", "b")).item()).isEqualTo(2);
        SavedModel.of(first, Maps.immutable.empty()).into(second);
        assertThat(second.rows(Map.of("w", "b")).item()).isEqualTo(1);
        assertThat(TableEncoder.of(SavedModel.of(first, Maps.immutable.empty()), "")
                        .schema()
                        .outputs())
                .containsExactly("w = a", "w = b", "w other");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> TableEncoder.of(
                        SavedModel.of(Linear.of(1, 1, Randomness.seeded(1)), Maps.immutable.empty()), "0"))
                .withMessageContaining("needs a saved model with 0.schema, got none with a table encoder");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "gradus table 2\nnumber n false false 0.0\n",
                "gradus table 1\n",
                "gradus table 1\nnumber n false false\n",
                "gradus table 1\nnumber n false false x\n",
                "gradus table 1\nwords w false false 1 a\n",
                "gradus table 1\ndate d %% false 0 YEAR\n",
                "gradus table 1\ndate d gibt false 0 YEAR\n",
                "gradus table 1\ndate d uuuu-MM-dd false 0 CENTURY\n",
                "gradus table 1\nnumber n false false 0.0"
            })
    void damagedTextIsRefused(String text) {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> TableSchema.of(text))
                .withMessageStartingWith("TableSchema.of: needs the columns of a table as text() writes them, got '");
    }

    @Test
    void eightThreadsServeAtOnce() throws Exception {
        var encoder = flats();
        Layer model = model(encoder, 1);
        List<Map<String, ?>> rows = IntStream.range(0, 40)
                .<Map<String, ?>>mapToObj(i -> Map.of(
                        "rooms", i % 7, "town", i % 3 == 0 ? "Oslo" : "Rome", "sold", LocalDate.EPOCH.plusDays(i)))
                .toList();
        double[] expected = model.forward(encoder.rows(rows)).toDoubleArray();
        Callable<double[]> serve = () -> rows.stream()
                .flatMapToDouble(
                        row -> Arrays.stream(model.forward(encoder.rows(row)).toDoubleArray()))
                .toArray();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var served : threads.invokeAll(Collections.nCopies(8, serve))) {
                assertThat(served.get()).containsExactly(expected);
            }
        }
    }
}
