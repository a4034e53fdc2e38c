package gradus.bits;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Runs a program of the tests in a JVM of its own, of the same JDK and on the same class path,
 * without signatures, with options of its own.
 */
public final class ChildJvm {
    /** The option without which there are no vector kernels. */
    public static final String VECTOR_MODULE = "--add-modules=jdk.incubator.vector";

    /** What is given up on, rather than waited for. */
    private static final long PATIENCE_MINUTES = 10;

    /** How it ended and what it printed. */
    public record Outcome(int exit, ImmutableList<String> output, String errors) {}

    private ChildJvm() {}

    /** Runs the program to its end. */
    public static Outcome run(ImmutableList<String> options, Class<?> program, String... arguments) {
        return runWithout(Lists.immutable.empty(), options, program, arguments);
    }

    /** As {@link #run}, but without the jars whose names begin so: without libraries that are optional. */
    public static Outcome runWithout(
            ImmutableList<String> jars, ImmutableList<String> options, Class<?> program, String... arguments) {
        try {
            Path output = Files.createTempFile("gradus", ".out");
            Path errors = Files.createTempFile("gradus", ".err");
            try {
                int exit = run(command(jars, options, program, arguments), output, errors);
                return new Outcome(exit, Lists.immutable.withAll(Files.readAllLines(output)), Files.readString(errors));
            } finally {
                Files.delete(output);
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the program prints, which ends well. */
    public static ImmutableList<String> outputOf(ImmutableList<String> options, Class<?> program, String... arguments) {
        Outcome outcome = run(options, program, arguments);
        assertThat(outcome.exit()).as(outcome.errors()).isZero();
        return outcome.output();
    }

    private static ImmutableList<String> command(
            ImmutableList<String> absent, ImmutableList<String> options, Class<?> program, String... arguments) {
        return Lists.mutable
                .with(ProcessHandle.current().info().command().orElseThrow())
                .with("-XX:+UseSerialGC")
                .withAll(options)
                .withAll(Lists.immutable.with("-cp", UnsignedJars.of(classPathWithout(absent)), program.getName()))
                .withAll(Lists.immutable.with(arguments))
                .toImmutable();
    }

    private static String classPathWithout(ImmutableList<String> jars) {
        var entries = Lists.immutable.with(System.getProperty("java.class.path").split(File.pathSeparator));
        assertThat(jars).as("jars to leave out").allMatch(jar -> entries.anySatisfy(entry -> isOf(jar, entry)));
        return entries.reject(entry -> jars.anySatisfy(jar -> isOf(jar, entry))).makeString(File.pathSeparator);
    }

    private static boolean isOf(String jar, String entry) {
        return Path.of(entry).getFileName().toString().startsWith(jar);
    }

    private static int run(ImmutableList<String> command, Path output, Path errors) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command.castToList())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.endsWith("JAVA_OPTIONS") || name.equals("JAVA_TOOL_OPTIONS"));
        Process process = builder.start();
        try {
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                throw new AssertionError("still running after " + PATIENCE_MINUTES + " minutes: " + command);
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while it waited for " + command, e);
        } finally {
            process.destroyForcibly();
        }
        return process.exitValue();
    }
}
