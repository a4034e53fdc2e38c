package gradus.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.bits.UnsignedJars;
import gradus.docs.JavadocSnippets.Snippet;
import gradus.nn.data.Digits;
import gradus.nn.data.SmallMnist;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.map.ImmutableMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every {@code @snippet} of the documentation compiles, and does what it shows without an error. */
class JavadocSnippetsTest {
    private static final Path NAMES = Path.of("src/test/resources/gradus/docs/snippet-names.txt");

    /** Runs what is shown: each class by its name. */
    private static final String MAIN = """
        public final class Main {
            public static void main(String... names) throws Exception {
                for (String name : names) {
                    System.out.println("runs " + name);
                    var run = Class.forName(name).getDeclaredMethod("run");
                    run.setAccessible(true);
                    run.invoke(null);
                }
                System.out.println("all done");
            }
        }
        """;

    @TempDir
    private Path folder;

    private static ImmutableList<Snippet> ofModules(String... modules) {
        return JavadocSnippets.in(Stream.of(modules)
                .map(module -> Path.of("..", module, "src", "main", "java"))
                .toArray(Path[]::new));
    }

    private static ImmutableMap<String, String> names(ImmutableList<Snippet> snippets) {
        return JavadocSnippets.names(JavadocSnippets.read(NAMES), snippets);
    }

    /** Compiles classes, each into a file of its name, and says what the compiler says. */
    private String compile(ImmutableMap<String, String> sources) throws IOException {
        for (var source : sources.keyValuesView()) {
            Files.writeString(folder.resolve(source.getOne() + ".java"), source.getTwo());
        }
        var messages = new StringWriter();
        var compiler = ToolProvider.getSystemJavaCompiler();
        var files = compiler.getStandardFileManager(null, null, null);
        var options = List.of("-cp", System.getProperty("java.class.path"), "-proc:none", "-d", folder.toString());
        boolean compiled = compiler.getTask(
                        messages,
                        files,
                        null,
                        options,
                        null,
                        files.getJavaFileObjectsFromPaths(
                                sources.keysView().collect(this::file).toList()))
                .call();
        return compiled ? "" : messages.toString();
    }

    private Path file(String className) {
        return folder.resolve(className + ".java");
    }

    private static ImmutableMap<String, String> sources(ImmutableList<Snippet> snippets) {
        var names = names(snippets);
        return snippets.toImmutableMap(Snippet::className, snippet -> snippet.source(names));
    }

    @Test
    void everySnippetCompilesAndRuns() throws Exception {
        var snippets = ofModules("autodiff", "nn", "nn/plots", "examples");
        var sources = sources(snippets).newWithKeyValue("Main", MAIN);
        assertThat(snippets).hasSizeGreaterThan(40).doesNotHaveDuplicates();
        assertThat(compile(sources)).isEmpty();
        run(snippets.collect(Snippet::className));
    }

    /** A tool that wraps prose may take code for it: what stands in braces is indented, one statement a line. */
    @Test
    void everySnippetReadsAsCode() {
        ofModules("autodiff", "nn", "nn/plots", "examples")
                .forEach(snippet -> assertThat(damaged(snippet.code()))
                        .as(snippet.className())
                        .isEmpty());
        assertThat(damaged("""
                record Two(Layer inner) {
                    int first() { return 1; }

                int second() { return
                2; }
                }
                """)).containsExactly("int second() { return", "2; }");
    }

    /** The lines in braces or parentheses that begin as if they stood outside. */
    private static ImmutableList<String> damaged(String code) {
        MutableList<String> found = Lists.mutable.empty();
        int depth = 0;
        for (String line : code.lines().toList()) {
            boolean closes = line.startsWith("}") || line.startsWith(")");
            if (depth > 0 && !closes && !line.isBlank() && !line.startsWith(" ")) {
                found.add(line);
            }
            String plain = line.replaceAll("\"[^\"]*\"", "").replaceAll("//.*", "");
            depth += (int) plain.chars().filter(c -> c == '{' || c == '(').count();
            depth -= (int) plain.chars().filter(c -> c == '}' || c == ')').count();
        }
        return found.toImmutable();
    }

    /** In a process of its own, where the files that snippets write land in a folder of its own. */
    private void run(ImmutableList<String> classes) throws Exception {
        writeData();
        String path = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .reduce(folder.toString(), (all, entry) -> all + File.pathSeparator + entry);
        var command = Lists.mutable
                .with(ProcessHandle.current().info().command().orElseThrow(), "-XX:+UseSerialGC")
                .with("-XX:TieredStopAtLevel=1")
                .withAll(List.of("-cp", UnsignedJars.of(path), "Main"))
                .withAll(classes);
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(10, TimeUnit.MINUTES)).as("done in time").isTrue();
        assertThat(Files.readString(output).strip()).endsWith("all done");
        assertThat(process.exitValue()).isZero();
        assertThat(Files.readString(folder.resolve("model.json"))).contains("\"weight\"");
    }

    private void writeData() throws IOException {
        SmallMnist.writeDrawn(Files.createDirectory(folder.resolve("mnist")), 200, 50);
        var digits = Digits.generated(60, Randomness.seeded(3)).all().all();
        var lines = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            Tensor image = digits.inputs().select(0, i);
            for (double ink : image.toDoubleArray()) {
                lines.append((int) ink).append(',');
            }
            lines.append(digits.labels().get(i)).append('\n');
        }
        Files.writeString(Files.createDirectory(folder.resolve("digits")).resolve("digits.csv"), lines);
        Files.writeString(folder.resolve("flowers.csv"), "width,height,species\n5,3,setosa\n6,2,virginica\n");
        Files.writeString(folder.resolve("flats.csv"), "rooms,town,price\n2,Bergen,300\n,Oslo,500\n");
        Files.writeString(folder.resolve("gaps.csv"), "Age,size\n22,3\n,?\n38,-\n");
        Files.writeString(
                folder.resolve("iris.csv"), "sepal_length,sepal_width,species\n5.1,3.5,setosa\n6.2,2.9,virginica\n");
    }

    /** All of them: none is overlooked for the way in which it is written. */
    @Test
    void everyTagIsFound() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            long tags = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("src" + File.separator + "main"))
                    .filter(file -> !file.toString().contains("benchmarks"))
                    .filter(file -> !file.toString().contains("spark")) // not on the class path here
                    .mapToLong(file -> JavadocSnippets.read(file).split("@snippet", -1).length - 1L)
                    .sum();
            assertThat(ofModules("autodiff", "nn", "nn/plots", "examples")).hasSize((int) tags);
        }
    }

    @Test
    void aNameThatIsNoneIsNoticed() throws IOException {
        var misnamed = new Snippet("Dataset", 1, "Split split = Digits.load(folder).shuffled(random).holdOut(0.2);\n");
        var snippets = Lists.immutable.with(misnamed);
        assertThat(compile(sources(snippets))).contains("cannot find symbol").contains("shuffled");
        assertThatThrownBy(() -> JavadocSnippets.in(Path.of("no such folder"))).isInstanceOf(RuntimeException.class);
    }

    /** The program of README.md, as it stands there. */
    @Test
    void theProgramOfTheReadmeCompiles() throws Exception {
        String page = JavadocSnippets.read(Path.of("../README.md"));
        int begin = page.indexOf("    import module gradus.nn;");
        int end = page.indexOf("    }\n\n", begin) + "    }\n".length();
        Class<?> program = Snippets.compile(folder, page.substring(begin, end).indent(-4));
        assertThat(program.getDeclaredMethod("main")).isNotNull();
    }
}
