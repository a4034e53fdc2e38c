package gradus.docs;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.bits.UnsignedJars;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import jdk.jshell.JShell;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs in one file each, in examples/single: run by {@code java File.java} and pasted
 * into JShell as docs/programs.md says, they learn.
 */
class SingleFilesTest {
    private static final Path FILES = Path.of("../examples/single");
    private static final ImmutableList<String> ADDED = Lists.immutable.with(
            "--module-path", UnsignedJars.of(Snippets.modules()), "--add-modules", "gradus.nn,jdk.incubator.vector");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?");

    @TempDir
    private Path folder;

    /** Quick to start; the bits are the same. */
    private static final String[] SHORT_RUN = {"-XX:TieredStopAtLevel=1", "-Dgradus.kernels=scalar"};

    /** What a file prints in its quick run, in a virtual machine of its own, without real data. */
    private ImmutableList<String> run(String file, String... options) throws Exception {
        return run(file, Lists.immutable.with("quick"), options);
    }

    private ImmutableList<String> run(String file, ImmutableList<String> arguments, String... options)
            throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var command = Lists.mutable
                .with(java.toString(), "-XX:+UseSerialGC")
                .withAll(Lists.immutable.with(options))
                .withAll(ADDED)
                .with(FILES.resolve(file).toString())
                .withAll(arguments);
        Path output = folder.resolve("output.txt");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().remove("GRADUS_DATA");
        builder.environment().put("XDG_CACHE_HOME", folder.toString());
        int exit = builder.start().waitFor();
        var lines = Lists.immutable.withAll(Files.readAllLines(output));
        assertThat(exit).as(lines.makeString("\n")).isZero();
        assertThat(lines.reject(line -> line.contains("incubator")))
                .as("an example that is right gives no hint")
                .noneMatch(line -> line.startsWith("WARNING"));
        return lines;
    }

    /** The numbers in those lines that have the text in them, in order. */
    private static ImmutableDoubleList numbers(ImmutableList<String> lines, String text) {
        return DoubleLists.immutable.withAll(lines.select(line -> line.contains(text)).castToList().stream()
                .flatMap(line -> NUMBER.matcher(line).results())
                .mapToDouble(found -> Double.parseDouble(found.group())));
    }

    @Test
    void sigmoid() throws Exception {
        var lines = run("SigmoidDigits.java", SHORT_RUN);
        assertThat(lines).contains("by hand: loss 0.6931471805599453", "db2 F64[2] [-0.5,  0.5]");
        assertThat(lines.count(line -> line.contains("-0.44039853898894116,  0.44039853898894116")))
                .isEqualTo(3);
        assertThat(numbers(lines, "ellipse: validation accuracy").getLast()).isGreaterThan(90);
        assertThat(numbers(lines, "digits: test accuracy").getLast()).isGreaterThan(90);
    }

    @Test
    void softmax() throws Exception {
        var lines = run("SoftmaxDigits.java", SHORT_RUN);
        assertThat(numbers(lines, "in random order").getLast()).isGreaterThan(90);
        var mistakes = numbers(lines, "Mistake[");
        assertThat(mistakes.size()).isEqualTo(10 * 4);
        double before = 1;
        for (int i = 0; i < mistakes.size(); i += 4) {
            assertThat(mistakes.get(i + 1)).isNotEqualTo(mistakes.get(i + 2));
            assertThat(mistakes.get(i + 3)).isLessThanOrEqualTo(before).isGreaterThan(0.1);
            before = mistakes.get(i + 3);
        }
        var end = numbers(lines, "after the 9s");
        assertThat(end.get(1)).as("read as 9").isGreaterThan(90);
        assertThat(end.getLast()).as("accuracy").isLessThan(20);
    }

    @Test
    void replay() throws Exception {
        var lines = run("ReportReplay.java", SHORT_RUN);
        var large = numbers(lines, "1e-02 ");
        var good = numbers(lines, "1e-05 ");
        var small = numbers(lines, "1e-12 ");
        for (int i = 1; i <= 4; i++) {
            assertThat(good.get(i)).isLessThan(1e-9).isLessThan(1e-3 * large.get(i));
            assertThat(small.get(i)).isGreaterThan(1e3 * good.get(i));
        }
        var first = numbers(lines, "    0      0.");
        var last = numbers(lines, "    4      0.");
        assertThat(last.get(3)).as("loss of run 1 on the test images").isLessThan(0.5 * first.get(3));
        assertThat(last.get(4)).as("its accuracy").isGreaterThan(0.95);
        var silent = numbers(lines, "hidden units are 0");
        assertThat(silent.get(0)).as("dead in run 1").isLessThan(8);
        assertThat(silent.get(3)).as("dead in run 4").isGreaterThan(16);
    }

    @Test
    void softplus() throws Exception {
        requireRings(run("SoftplusRings.java", SHORT_RUN));
    }

    private static void requireRings(ImmutableList<String> lines) {
        assertThat(lines).contains("best accuracy over the whole plane: 67.23 %");
        assertThat(lines.anySatisfy(line -> line.startsWith("101 parameters"))).isTrue();
        var losses = numbers(lines, "epoch ");
        assertThat(losses.size()).isEqualTo(5 * 3);
        for (int i = 3; i < losses.size(); i += 3) {
            assertThat(losses.get(i + 1)).isLessThan(losses.get(i - 2));
        }
        var training = numbers(lines, "training: ");
        assertThat(training.get(1)).as("accuracy").isGreaterThan(60);
        assertThat(training.get(0)).as("loss").isGreaterThan(training.get(2));
    }

    @Test
    void cifar() throws Exception {
        var lines = run("CifarLayers.java");
        assertThat(numbers(lines, "2 layers: validation").getLast()).isGreaterThan(70);
        var deeper = lines.select(line -> line.contains("three quarters of the steps"));
        assertThat(deeper.collect(line -> line.substring(0, 8)))
                .containsExactly("2 layers", "3 layers", "4 layers", "5 layers");
        assertThat(deeper)
                .allSatisfy(line -> assertThat(
                                numbers(Lists.immutable.with(line), "").getLast())
                        .isGreaterThan(70));
    }

    @Test
    void convolutions() throws Exception {
        var lines = run("ConvolutionalImages.java", SHORT_RUN);
        assertThat(numbers(lines, "color images: test").size()).isPositive();
        assertThat(numbers(lines, "digits: test").getLast()).as("accuracy").isGreaterThan(15);
    }

    /** A second process has the files alone, and gives the same answers. */
    @Test
    void table() throws Exception {
        String files = folder.toString();
        var lines = run("TableFlats.java", Lists.immutable.with("quick", files), SHORT_RUN);
        assertThat(numbers(lines, "rows, 4 columns").getFirst()).isEqualTo(450);
        assertThat(numbers(lines, "price: mean").getFirst())
                .isLessThan(0.2 * numbers(lines, "the mean: ").getFirst());
        assertThat(numbers(lines, "sale: loss").getLast())
                .isGreaterThan(20 + numbers(lines, "most frequent class").getFirst());
        var served = run("TableFlats.java", Lists.immutable.with("serve", files), SHORT_RUN)
                .select(line -> line.startsWith("8 threads"));
        assertThat(served).hasSize(2).isEqualTo(lines.select(line -> line.startsWith("8 threads")));
        assertThat(served)
                .allSatisfy(line -> assertThat(
                                numbers(Lists.immutable.with(line), "").size())
                        .as("of 8 threads the same answer: their count, a price and three scores")
                        .isEqualTo(1 + 1 + 3));
    }

    /** All of them, one after the other in one session; the last one is run. */
    @Test
    void jshellTakesThem() throws Exception {
        var printed = new ByteArrayOutputStream();
        try (JShell shell = JShell.builder()
                .compilerOptions(ADDED.toArray(new String[0]))
                .remoteVMOptions(ADDED.toArray(new String[0]))
                .out(new PrintStream(printed, true, StandardCharsets.UTF_8))
                .build()) {
            paste(shell, List.of("import module java.base;")); // what the jshell command begins with
            for (String file : List.of(
                    "SigmoidDigits.java",
                    "SoftmaxDigits.java",
                    "ReportReplay.java",
                    "CifarLayers.java",
                    "ConvolutionalImages.java",
                    "TableFlats.java",
                    "SoftplusRings.java")) {
                paste(shell, Files.readAllLines(FILES.resolve(file)));
                assertThat(shell.snippets().filter(snippet -> shell.status(snippet) != Status.VALID))
                        .filteredOn(snippet -> shell.status(snippet) != Status.OVERWRITTEN)
                        .as(file)
                        .isEmpty();
            }
            paste(shell, List.of("main(\"quick\")"));
        }
        requireRings(Lists.immutable.withAll(
                Arrays.asList(printed.toString(StandardCharsets.UTF_8).split("\\R"))));
    }

    /** Line by line, as the jshell command reads its input. */
    private static void paste(JShell shell, List<String> lines) {
        String text = "";
        for (String line : lines) {
            text += line + "\n";
            var found = shell.sourceCodeAnalysis().analyzeCompletion(text);
            if (found.completeness().isComplete()) {
                for (SnippetEvent event : shell.eval(found.source())) {
                    assertThat(event.status())
                            .as(found.source()
                                    + shell.diagnostics(event.snippet())
                                            .map(problem -> problem.getMessage(null))
                                            .toList())
                            .isNotEqualTo(Status.REJECTED);
                    assertThat(event.exception()).as(found.source()).isNull();
                }
                text = found.remaining();
            }
        }
        assertThat(text).isBlank();
    }
}
