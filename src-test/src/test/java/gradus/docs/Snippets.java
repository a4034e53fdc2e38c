package gradus.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Compiles what the documentation shows, as a user would: against the modules. */
public final class Snippets {
    private static final Pattern CLASS = Pattern.compile("public class (\\w+)");

    private Snippets() {}

    /**
     * Compiles a source file with one class, into the folder, and loads it. A file without {@code
     * public class} is a compact one, named First.
     */
    public static Class<?> compile(Path folder, String text) throws Exception {
        var matcher = CLASS.matcher(text);
        String name = matcher.find() ? matcher.group(1) : "First";
        Path source = Files.writeString(folder.resolve(name + ".java"), text);
        var messages = new StringWriter();
        var compiler = ToolProvider.getSystemJavaCompiler();
        var options = List.of(
                "-p",
                modules() + File.pathSeparator + plots(),
                "--add-modules",
                "gradus.nn,gradus.plots",
                "-d",
                folder.toString());
        boolean compiled = compiler.getTask(
                        messages,
                        null,
                        null,
                        options,
                        null,
                        compiler.getStandardFileManager(null, null, null).getJavaFileObjects(source))
                .call();
        assertThat(compiled).as(messages.toString()).isTrue();
        URL[] classes = {folder.toUri().toURL()};
        // stays open: the class may need others of the folder later
        return new URLClassLoader(classes, Snippets.class.getClassLoader()).loadClass(name);
    }

    /** Gradus and its libraries, which the tests have on their class path; without the plots. */
    public static String modules() {
        return entries(
                "gradus-autodiff",
                "gradus-nn",
                "autodiff/target",
                "nn/target",
                "eclipse",
                "jspecify",
                "jackson",
                "progressbar",
                "jline");
    }

    /** The module of plots and what it draws with. */
    private static String plots() {
        return entries("gradus-plots", "plots/target", "xchart");
    }

    private static String entries(String... parts) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> Stream.of(parts).anyMatch(entry.replace(File.separatorChar, '/')::contains))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
