package gradus.examples.table;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.DType;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.examples.shared.Outcome;
import gradus.nn.data.Csv;
import gradus.nn.files.SavedModel;
import gradus.nn.input.TableEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableProgramTest {
    @TempDir
    private Path folder;

    @Test
    void bothNetworksBeatTheirBaselinesAndAreServedElsewhere() throws Exception {
        Outcome run = Outcome.of(folder.resolve("out"), "table", List.of("--quick"));
        run.requireSuccess();
        Map<String, Double> figures = run.figures();
        assertThat(figures)
                .containsEntry("rows", 600.0)
                .containsEntry("columns", 7.0)
                .containsEntry("served", 240.0)
                .containsEntry("served_same_bits", 240.0)
                .hasSize(13);
        assertThat(figures.get("class_accuracy")).isGreaterThan(figures.get("majority_accuracy") + 0.15);
        assertThat(figures.get("ridge_accuracy")).isGreaterThan(figures.get("majority_accuracy"));
        assertThat(figures.get("number_rmse")).isLessThan(0.6 * figures.get("mean_rmse"));
        assertThat(figures.get("ridge_explained")).isBetween(0.5, 0.95);
        run.requireReport("Figures", "Data", "A number", "A class", "Served");
        assertThat(run.file("report.html")).contains("240 of 240 answers", "area missing", "town = Bergen");
        assertThat(run.file("flats.csv").lines()).hasSize(601);
        SavedModel saved = SavedModel.read(run.out().resolve("model.json"));
        var model = Network.of(saved);
        var encoder = (TableEncoder) model.layers().getFirst();
        Csv flats = Csv.read(run.out().resolve("flats.csv"), Csv.Format.commas().withHeader());
        assertThat(model.forward(encoder.rows(flats)).shape()).isEqualTo(Shape.of(600, 1));
    }

    /** Semicolons, a column that names its rows, and a class without a column for it in the arguments. */
    @Test
    void aTableOfOnesOwn() throws Exception {
        var text = new StringBuilder("id;x;when;kind\n");
        for (int i = 0; i < 120; i++) {
            text.append("r" + i + ";" + (i % 9 == 0 ? "" : i % 40) + ";2024-0" + (1 + i % 9) + "-11;")
                    .append(i == 7 ? "\n" : i % 40 < 20 ? "low\n" : "high\n");
        }
        Path file = Files.writeString(folder.resolve("own.csv"), text);
        Outcome run = Outcome.of(
                folder.resolve("out"), "table", List.of("--quick", "--epochs", "20", "--data", file.toString()));
        run.requireSuccess();
        assertThat(run.figures())
                .containsEntry("rows", 119.0)
                .containsEntry("columns", 2.0)
                .containsEntry("served_same_bits", 23.0)
                .doesNotContainKey("number_rmse");
        assertThat(run.figures().get("class_accuracy")).isGreaterThan(0.8);
        run.requireReport("Figures", "Data", "A class", "Served");
        assertThat(run.file("model.json")).contains("sha256 of own.csv");
    }

    @Test
    void whatServesNotIsRefused() throws Exception {
        Path out = folder.resolve("out");
        Outcome.of(out, "table", List.of("--data", folder + "/none.csv"))
                .requireRefusal(1, "--data: needs the file of a table, got " + folder + "/none.csv");
        Path small = Files.writeString(folder.resolve("small.csv"), "a,b\n1,x\n2,y\n");
        Outcome.of(out, "table", List.of("--data", small.toString()))
                .requireRefusal(1, "20 rows or more, got 2 rows and 1 other columns");
        Outcome.of(out, "table", List.of("--data", small.toString(), "--number", "c"))
                .requireRefusal(1, "needs one of the columns \"a\", \"b\"", "got \"c\"");
        Outcome.of(out, "table", List.of("--rows", "0")).requireRefusal(2, "--rows");
    }

    @Test
    void ridgeRegressionFindsALine() {
        Tensor x = Tensor.normal(DType.F64, Shape.of(50, 3), 0, 1, Randomness.seeded(1));
        Tensor y = x.matmul(Tensor.of(new double[][] {{1, 4}, {-2, 5}, {3, 6}})).add(7);
        Ridge exact = Ridge.fit(x, y, 1e-9);
        assertThat(exact.apply(x).sub(y).abs().max().item()).isLessThan(1e-8);
        Ridge best = Ridge.fit(x, y, x, y);
        assertThat(best.weights().get(0, 1)).isBetween(3.99, 4.0);
        // the minimum of |XW - Y|² + λ|W|² has the gradient Xᵀ(XW - Y) + λW = 0
        Ridge strong = Ridge.fit(x, y, 20);
        Tensor weights = strong.weights().slice(0, 0, 3);
        Tensor slope = x.transpose().matmul(strong.apply(x).sub(y)).add(weights.mul(20));
        assertThat(slope.abs().max().item()).isLessThan(1e-11);
    }
}
