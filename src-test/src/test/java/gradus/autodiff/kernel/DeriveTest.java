package gradus.autodiff.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tool that derives the kernels, on copies of their sources with one more formula. */
class DeriveTest {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
    private static final Path WRITTEN = PROJECT.resolve("autodiff/src/main/java");
    private static final String TOOL = "autodiff/src/build/java/Derive.java";
    private static final String ROOM = "gradus/autodiff/kernel/";

    /** The tool, compiled once for all tests. */
    @TempDir
    private static Path tool;

    @TempDir
    private Path folder;

    private record Run(int exit, String said) {}

    @BeforeAll
    static void compileTool() throws IOException {
        try (Stream<Path> files = Files.list(PROJECT.resolve(TOOL).getParent())) {
            Stream<String> sources = files.map(Path::toString).filter(file -> file.endsWith(".java"));
            String[] arguments = Stream.concat(Stream.of("-proc:none", "-d", tool.toString()), sources)
                    .toArray(String[]::new);
            assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments))
                    .isZero();
        }
    }

    @BeforeEach
    void copySources() throws IOException {
        try (Stream<Path> files = Files.walk(WRITTEN.resolve(ROOM))) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                Path copy = folder.resolve("written").resolve(WRITTEN.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    @Test
    void oneFormulaIsAllThatAnOperatorNeedsOfTheKernels() throws Exception {
        add("/** e^(-x²). */ public static float gaussian(float x) { return exp(neg(mul(x, x))); }");
        assertThat(derive()).isEqualTo(new Run(0, ""));
        assertThat(text("ElementwiseKernels")).contains("void gaussian(A x, A y, int from, int to);");
        assertThat(text("scalar/ElementwiseF32")).contains("y[i] = ElementaryF32.gaussian(x[i]);");
        assertThat(text("scalar/ElementwiseF64")).contains("y[i] = ElementaryF64.gaussian(x[i]);");
        assertThat(text("math/ElementaryF64")).contains("double gaussian(double x)");
        for (String precision : List.of("F32", "F64")) {
            assertThat(text("vector/ElementaryLoops" + precision)).contains("void gaussian(");
            assertThat(text("vector/ElementwiseRace" + precision))
                    .contains("case \"gaussian\" -> Race" + precision + ".ofOne(VECTOR::gaussian, PLAIN::gaussian)");
            assertThat(text("vector/VectorElementwise" + precision))
                    .contains(
                            "GAUSSIAN = new WarmUp" + precision + "(\"gaussian\", new ElementwiseRace" + precision
                                    + "(\"gaussian\"))",
                            "ElementaryLoops" + precision + ".gaussian(x, y, from, to);");
        }
    }

    @Test
    void rareArgumentsOfAFormulaInsideAnotherOneStayRare() throws Exception {
        add("/** sin x + c. */ public static float shiftedSine(float x, @Constant float c) {"
                + " return add(TrigonometryF32.sin(x), c); }");
        assertThat(derive()).isEqualTo(new Run(0, ""));
        assertThat(text("vector/ElementaryLoopsF32")).contains("y[k] = ElementaryF32.shiftedSine(x[k], (float) c);");
        assertThat(text("vector/ElementaryLoopsF64")).contains("y[k] = ElementaryF64.shiftedSine(x[k], c);");
    }

    @Test
    void whatIsNoStraightLineIsRefusedWithItsPlace() throws Exception {
        add("/** No formula. */ public static float odd(float x) { while (true) { x = 1f; } }");
        Run run = derive();
        assertThat(run.exit()).isNotZero();
        assertThat(run.said())
                .matches("(?s)Derive: ElementaryF32.java, line \\d+: needs type name = expression; .*got 'while'\\R");
    }

    @Test
    void aFormulaOfUnknownNamesIsRefused() throws Exception {
        add("/** No formula. */ public static float odd(float x) { return cbrt(x); }");
        assertThat(derive().said())
                .startsWith("Derive: ElementaryF32.odd: cbrt is neither a formula nor an exact operation");
    }

    @Test
    void onlyWhatChangedIsWrittenAndWhatHasNoSourceIsDeleted() throws Exception {
        derive();
        Path kept = derived("math/ElementaryF64");
        Path gone = derived("scalar/FoldsF64");
        FileTime before = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(kept, before);
        Files.delete(folder.resolve("written/" + ROOM + "scalar/FoldsF32.java"));
        Path foreign = derived("Foreign");
        Files.writeString(foreign, "package gradus.autodiff.kernel;");
        derive();
        assertThat(Files.getLastModifiedTime(kept)).isEqualTo(before);
        assertThat(gone).doesNotExist();
        assertThat(foreign).exists();
    }

    @Test
    void whatIsDerivedSaysFromWhat() throws Exception {
        derive();
        Run list = derive("--list");
        Run show = derive("--show", "ElementaryF64");
        assertThat(list.said()).contains("ElementaryF64.java from " + ROOM + "math/ElementaryF32.java");
        assertThat(show.said()).isEqualTo(text("math/ElementaryF64"));
        assertThat(show.said())
                .startsWith("package gradus.autodiff.kernel.math; // Derived from " + ROOM
                        + "math/ElementaryF32.java; see it: java autodiff/src/build/java/Derive.java --show"
                        + " ElementaryF64");
    }

    /** As the build runs it, and as a reader is told to. */
    @Test
    void theFileItselfRuns() throws Exception {
        Path file = PROJECT.resolve("autodiff/target/generated-sources/kernels/" + ROOM + "math/ElementaryF64.java");
        assertThat(java(Lists.immutable.with(TOOL, "--show", "ElementaryF64")))
                .isEqualTo(new Run(0, Files.readString(file)));
    }

    private void add(String formula) throws IOException {
        Path file = folder.resolve("written/" + ROOM + "math/ElementaryF32.java");
        String text = Files.readString(file);
        Files.writeString(file, text.substring(0, text.lastIndexOf('}')) + "\n    " + formula + "\n}\n");
    }

    private Path derived(String name) {
        return folder.resolve("derived/" + ROOM + name + ".java");
    }

    private String text(String name) throws IOException {
        return Files.readString(derived(name));
    }

    private Run derive(String... wish) throws IOException, InterruptedException {
        return java(Lists.immutable
                .with(
                        "-cp",
                        tool.toString(),
                        "Derive",
                        folder.resolve("written").toString(),
                        folder.resolve("derived").toString())
                .newWithAll(List.of(wish)));
    }

    private static Run java(ImmutableList<String> arguments) throws IOException, InterruptedException {
        MutableList<String> command = Lists.mutable.with(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dstdout.encoding=UTF-8");
        command.addAllIterable(arguments);
        Process process = new ProcessBuilder(command)
                .directory(PROJECT.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), said);
    }
}
