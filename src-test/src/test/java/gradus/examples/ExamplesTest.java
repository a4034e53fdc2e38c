package gradus.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import gradus.examples.shared.Outcome;
import gradus.nn.Layer;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExamplesTest {
    @TempDir
    private Path folder;

    @Test
    void helpListsThePrograms() {
        Outcome help = Outcome.of(folder, "--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.said())
                .contains("sigmoid", "softmax", "digits", "softplus", "mnist", "cifar", "lenet", "table");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sigmoid", "softmax", "digits", "softplus", "mnist", "cifar", "lenet", "table"})
    void helpOfAProgramShowsItsOptionsAndDefaults(String program) {
        Outcome help = Outcome.of(folder, program, "--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.said())
                .contains(
                        "--seed",
                        "--epochs",
                        "--learning-rate",
                        "--batch-size",
                        "--data",
                        "--out",
                        "--quick",
                        "--download",
                        "--help")
                .contains("default: " + Path.of("out", program));
    }

    @Test
    void anUnknownProgramIsRefusedWithTheList() {
        Outcome.of(folder.resolve("out"), "softmax2").requireRefusal(2, "'softmax2'", "softplus", "mnist");
    }

    @Test
    void noProgramIsRefusedWithTheList() {
        Outcome.of(folder.resolve("out")).requireRefusal(2, "softplus", "mnist");
    }

    @ParameterizedTest
    @CsvSource({
        "--epochs, 0",
        "--epochs, many",
        "--batch-size, -1",
        "--learning-rate, 0",
        "--learning-rate, NaN",
        "--learning-rate, Infinity",
        "--samples, 0",
        "--seed, 1.5",
        "--unheard-of, 1"
    })
    void badArgumentsAreRefused(String option, String value) {
        for (String program : List.of("sigmoid", "softmax", "digits", "softplus", "mnist", "cifar", "lenet", "table")) {
            Outcome.of(folder.resolve("out"), program, List.of(option, value)).requireRefusal(2, program + ":", option);
        }
    }

    @Test
    void aFileInPlaceOfTheOutputFolderIsRefusedBeforeTheWork() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "kept");
        Outcome.of(file.resolve("out"), "softplus", List.of()).requireRefusal(1, "--out: " + file + " is not a folder");
        assertThat(file).hasContent("kept");
    }

    /** On the module path nn finds the parts of a layer that is a record only where its package is open to it. */
    @Test
    void packagesWithLayersOfTheirOwnAreOpenToNn() throws Exception {
        Path classes = Path.of(Examples.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        var open = ModuleFinder.of(classes).find("gradus.examples").orElseThrow().descriptor().opens().stream()
                .filter(opens -> opens.targets().contains("gradus.nn"))
                .map(ModuleDescriptor.Opens::source)
                .toList();
        var layers = new ClassFileImporter()
                .importPackages("gradus.examples").stream()
                        .filter(each -> each.isRecord() && each.isAssignableTo(Layer.class))
                        .toList();
        assertThat(layers).isNotEmpty().allSatisfy(layer -> assertThat(open).contains(layer.getPackageName()));
    }
}
