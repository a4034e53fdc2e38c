package gradus.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gradus.autodiff.DType;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.nn.Mode;
import gradus.nn.Sequential;
import gradus.nn.files.SavedModel;
import gradus.nn.layer.Linear;
import gradus.nn.layer.Softplus;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program of docs/shipping.md loads a model and predicts in an image made by jlink, which has
 * the modules that the page lists and no others.
 */
class RuntimeImageTest {
    private static final Path PAGE = Path.of("../docs/shipping.md");

    private static final ImmutableList<String> EXAMPLE = Lists.immutable.with("5.1", "3.5", "1.4", "0.2");

    @TempDir
    private Path folder;

    private ToolProvider jlink;

    /** A JDK may come without jlink, or without what it makes images of. */
    @BeforeEach
    void findJlink() {
        var found = ToolProvider.findFirst("jlink");
        assumeTrue(found.isPresent(), "this JDK has no jlink");
        jlink = found.get();
        var help = new StringWriter();
        jlink.run(new PrintWriter(help, true), new PrintWriter(help, true), "--help");
        assumeTrue(
                Files.isDirectory(Path.of(System.getProperty("java.home"), "jmods"))
                        || help.toString().contains("Linking from run-time image enabled"),
                "this JDK has no jmods, and its jlink does not link from its own image");
    }

    @Test
    void theImageHoldsLittleAndPredicts() throws Exception {
        Path image = linked("app");
        assertThat(java(image, "--list-modules").collect(line -> line.replaceAll("[@ ].*", "")))
                .containsExactlyElementsOf(listed());
        Path model = folder.resolve("model.json");
        Path safetensors = folder.resolve("model.safetensors");
        var trained = trained();
        SavedModel.of(trained, Maps.immutable.empty()).write(model);
        SavedModel.of(trained, Maps.immutable.empty()).write(safetensors);
        String expected = trained.forward(
                        Tensor.of(new double[][] {{5.1, 3.5, 1.4, 0.2}}).to(DType.F32), Mode.evaluation())
                .softmax(1)
                .toString();
        assertThat(predicted(image, model).makeString("\n")).contains(expected);
        assertThat(predicted(image, safetensors).makeString("\n")).contains(expected);
    }

    /** The test that the page shows, as the public method of a public class that it is not. */
    @Test
    void theTestOfThePagePasses() throws Exception {
        Class<?> test = Snippets.compile(
                Files.createDirectory(folder.resolve("tests")),
                block("import gradus.autodiff.Tensor;")
                        .replace("import org.junit.jupiter.api.Test;", "")
                        .replaceAll("@Test\\s+void", "public void")
                        .replace("class EnergyTest", "public class EnergyTest"));
        test.getMethod("itsDerivativesAreThoseOfTheFunction")
                .invoke(test.getConstructor().newInstance());
    }

    /** The launcher has to be told of the Vector API, in the image as elsewhere. */
    @Test
    @EnabledIfSystemProperty(named = "gradus.programs", matches = "full", disabledReason = "a second image, for -Plong")
    void theImageWithTheVectorModuleHasFastKernels() throws Exception {
        Path image = linked("app,jdk.incubator.vector", "--add-options=--add-modules=jdk.incubator.vector");
        assertThat(java(image, "--list-modules")).anyMatch(line -> line.startsWith("jdk.incubator.vector"));
        Path model = folder.resolve("model.json");
        SavedModel.of(trained(), Maps.immutable.empty()).write(model);
        assertThat(predicted(image, model)).anyMatch(line -> line.startsWith("vector kernels"));
    }

    private Path linked(String modules, String... options) throws Exception {
        Path image = folder.resolve("image");
        run(
                jlink,
                Lists.mutable
                        .with(
                                "--module-path",
                                compiled() + File.pathSeparator + Snippets.modules(),
                                "--add-modules",
                                modules,
                                "--output",
                                image.toString(),
                                "--ignore-signing-information",
                                "--strip-java-debug-attributes",
                                "--no-header-files",
                                "--no-man-pages")
                        .withAll(Lists.immutable.with(options))
                        .toArray(new String[0]));
        return image;
    }

    private static Sequential trained() {
        var random = Randomness.seeded(5);
        return Sequential.of(Linear.of(4, 16, random), new Softplus(), Linear.of(16, 3, random));
    }

    private ImmutableList<String> predicted(Path image, Path model) throws Exception {
        return java(
                image,
                Lists.mutable
                        .with("-m", "app/app.Predict", model.toString())
                        .withAll(EXAMPLE)
                        .toArray(new String[0]));
    }

    /** What the page shows as the modules of the image. */
    private static ImmutableList<String> listed() throws Exception {
        var block = Pattern.compile("(?s)```text\napp\n(.*?)```").matcher(Files.readString(PAGE));
        assertThat(block.find()).as("a list of modules").isTrue();
        return Lists.immutable
                .with(("app\n" + block.group(1)).split("\n"))
                .collect(line -> line.replaceAll("[@ ].*", ""));
    }

    /** The module of the page. */
    private Path compiled() throws Exception {
        Path sources = Files.createDirectories(folder.resolve("src/app"));
        Path module = Files.writeString(sources.resolveSibling("module-info.java"), block("module app {"));
        Path program = Files.writeString(sources.resolve("Predict.java"), block("package app;"));
        Path classes = folder.resolve("classes");
        run(
                ToolProvider.findFirst("javac").orElseThrow(),
                "-nowarn",
                "-p",
                Snippets.modules(),
                "-d",
                classes.toString(),
                module.toString(),
                program.toString());
        return classes;
    }

    private static String block(String beginning) throws Exception {
        var block = Pattern.compile("(?s)```java\n(" + Pattern.quote(beginning) + ".*?)```")
                .matcher(Files.readString(PAGE));
        assertThat(block.find()).as(beginning).isTrue();
        return block.group(1);
    }

    private static void run(ToolProvider tool, String... arguments) {
        var output = new StringWriter();
        int exit = tool.run(new PrintWriter(output, true), new PrintWriter(output, true), arguments);
        assertThat(exit).as(output.toString()).isZero();
    }

    private ImmutableList<String> java(Path image, String... arguments) throws Exception {
        Path output = folder.resolve("output.txt");
        var builder = new ProcessBuilder(Lists.mutable
                        .with(image.resolve("bin/java").toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
                        .withAll(Lists.immutable.with(arguments)))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.endsWith("JAVA_OPTIONS"));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        int exit = builder.start().waitFor();
        var lines = Lists.immutable.withAll(Files.readAllLines(output));
        assertThat(exit).as(lines.makeString("\n")).isZero();
        return lines;
    }
}
