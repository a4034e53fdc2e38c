package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.nn.data.Dataset;
import gradus.nn.data.Idx;
import gradus.nn.data.MissingValues;
import gradus.nn.data.PublicData;
import gradus.nn.files.Npz;
import gradus.nn.files.NumberType;
import gradus.nn.files.Safetensors;
import gradus.nn.files.SavedModel;
import gradus.nn.files.StoredTensor;
import gradus.nn.files.TensorBoard;
import gradus.nn.layer.BatchNorm;
import gradus.nn.layer.Linear;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.metrics.ConfusionMatrix;
import gradus.nn.optim.LBFGS;
import gradus.nn.optim.SGD;
import gradus.nn.report.Figures;
import gradus.nn.report.Picture;
import gradus.nn.report.Report;
import gradus.nn.report.Table;
import gradus.nn.train.SearchSpace;
import gradus.nn.train.Trainer;
import gradus.nn.train.Trials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.factory.SortedMaps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users see when they print a value: what it is, and no thousands of numbers. */
class PrintedValuesTest {
    private static final Tensor NUMBERS = Tensor.zeros(100, 2);

    /** What nobody prints: sources of bytes and of random numbers, and what prints itself. */
    private static final Set<String> SILENT = Set.of(
            "gradus.nn.files.ByteSource",
            "gradus.nn.random.NumpyGenerator",
            "gradus.nn.random.NumpyRandomState",
            "gradus.nn.train.Progress",
            "gradus.nn.train.TrainingProgress");

    @TempDir
    private Path folder;

    private static Linear linear() {
        return Linear.of(2, 3, Randomness.seeded(1));
    }

    private static Trainer trainer(Linear model) {
        return Trainer.of(
                model,
                (logits, batch) -> new CrossEntropy().mean(logits, batch.labels()),
                new SGD().momentum(0.9).of(model).learningRate(0.1));
    }

    @Test
    void filesOfTensors() {
        var x = StoredTensor.of("x", NUMBERS);
        var y = new StoredTensor("y", NumberType.I64, Tensor.of(1.0, 2.0));
        assertThat(y).hasToString("y I64[2]");
        assertThat(Npz.of(Lists.immutable.with(x, y))).hasToString("Npz of 2 arrays\nx F32[100, 2]\ny I64[2]");
        assertThat(Npz.of(Lists.immutable.with(x))).hasToString("Npz of 1 array\nx F32[100, 2]");
        assertThat(Safetensors.of(Lists.immutable.with(x))).hasToString("Safetensors of 1 tensor\nx F32[100, 2]");
        assertThat(new Safetensors(SortedMaps.immutable.with("format", "pt"), Lists.immutable.with(x)))
                .hasToString("Safetensors of 1 tensor, metadata {format=pt}\nx F32[100, 2]");
    }

    @Test
    void namedParametersAndBuffers() {
        var model = Sequential.of(linear(), BatchNorm.of(3));
        assertThat(model.namedParameters().getFirst()).hasToString("0.weight F32[3, 2]");
        assertThat(model.namedBuffers().getFirst()).hasToString("1.running_mean F32[3]");
    }

    @Test
    void savedModels() {
        var model = linear();
        assertThat(SavedModel.of(model, Maps.immutable.with("seed", "7")))
                .hasToString("SavedModel of 2 values, metadata {seed=7}\nweight F32[3, 2]\nbias F32[3]");
        var sgd = new SGD().momentum(0.9).of(model).learningRate(0.1);
        sgd.minimize(model.forward(Tensor.ones(1, 2)).sum());
        assertThat(sgd.state().toString())
                .isEqualTo("state of SGD {bias.step=1.0, learning_rate=0.1, weight.step=1.0}"
                        + "\nbias.velocity F32[3]\nweight.velocity F32[3, 2]");
    }

    @Test
    void trainings() {
        var model = linear();
        var data = Dataset.of(NUMBERS, Indices.of(new int[100]));
        var trainer = trainer(model).epochs(2).batchSize(50).seed(7);
        assertThat(trainer)
                .hasToString("Trainer of Linear(2 -> 3) by SGD(learning rate 0.1, momentum 0.9), 2 epochs"
                        + " in batches of 50, seed 7");
        assertThat(trainer.train(data).toString())
                .startsWith("2 epochs, 4 steps, kept epoch 2\nepoch 1: loss ")
                .contains("\nepoch 2: loss ");
        assertThat(Trials.seeded(7).threads(2)).hasToString("Trials of seed 7 on 2 threads");
        var space = SearchSpace.of()
                .values("hidden", 16, 32)
                .uniform("drop", 0, 0.5)
                .logUniform("rate", 0.01, 1);
        assertThat(space)
                .hasToString("SearchSpace(hidden of 16.0 or 32.0, drop from 0.0 to 0.5,"
                        + " rate from 0.01 to 1.0 by magnitude)");
        assertThat(LBFGS.of(model).mostIterations(1))
                .hasToString("LBFGS(at most 1 iteration, gradient tolerance 1.0E-7)");
    }

    @Test
    void dataAndReports() throws IOException {
        assertThat(MissingValues.refused()).hasToString("MissingValues.refused()");
        assertThat(MissingValues.as(0)).hasToString("MissingValues.as(0.0)");
        assertThat(MissingValues.asNaN()).hasToString("MissingValues.asNaN()");
        assertThat(MissingValues.asMean().alsoWritten("?", "-"))
                .hasToString("MissingValues.asMean().alsoWritten(\"-\", \"?\")");
        assertThat(PublicData.IRIS).hasToString("PublicData iris: iris.csv");
        Path file = Files.write(folder.resolve("labels"), new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 5, 6});
        assertThat(Idx.read(file)).hasToString("Idx of unsigned bytes [2]");
        try (var board = TensorBoard.in(folder)) {
            assertThat(board.toString()).startsWith("TensorBoard " + folder.resolve("events"));
        }
        assertThat(new Report("Digits", "Of a network.")).hasToString("Report Digits");
        var table = Table.of(Lists.immutable.with("a"), ConfusionMatrix.of(Indices.of(0, 0), Indices.of(0, 0), 1));
        assertThat(table).hasToString(table.text());
        assertThat(table.toString()).contains("true class").contains("\n");
        var figures = new Figures();
        figures.count("epochs", 3, "");
        assertThat(figures).hasToString(figures.table().text());
        assertThat(Picture.of("loss", 640, 480, "", new byte[1])).hasToString("Picture loss, 640 x 480");
    }

    /** Public classes of which users hold objects say what they are. */
    @Test
    void noneIsPrintedAsItsAddress() {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("gradus.nn");
        assertThat(classes.stream()
                        .filter(PrintedValuesTest::isHeld)
                        .filter(each -> !SILENT.contains(each.getName()))
                        .filter(each -> !each.isAssignableTo(Throwable.class))
                        .filter(each -> isPrintedAsAddress(each.reflect()))
                        .map(JavaClass::getName))
                .isEmpty();
    }

    private static boolean isPrintedAsAddress(Class<?> type) {
        try {
            return type.getMethod("toString").getDeclaringClass().equals(Object.class);
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isHeld(JavaClass each) {
        return each.getModifiers().contains(JavaModifier.PUBLIC)
                && each.getEnclosingClass()
                        .map(outer -> outer.getModifiers().contains(JavaModifier.PUBLIC))
                        .orElse(true)
                && !each.isInterface()
                && !each.getModifiers().contains(JavaModifier.ABSTRACT)
                && !each.isEnum()
                && each.getMethods().stream()
                        .anyMatch(method -> method.getModifiers().contains(JavaModifier.PUBLIC)
                                && !method.getModifiers().contains(JavaModifier.STATIC));
    }
}
