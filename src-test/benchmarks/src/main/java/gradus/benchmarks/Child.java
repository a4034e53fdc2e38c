package gradus.benchmarks;

import gradus.examples.Examples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;

/**
 * A JVM of its own for what is not to be repeated in one: jobs from a cold start, example programs,
 * probes, and work that is to reach its speed.
 */
final class Child {
    /** Begins the lines that the parent reads. */
    private static final String MARK = "child: ";

    private static final int STEPS_BEFORE_PROBE = 2;

    private Child() {}

    /**
     * How long a process took from its start to its end, the most memory that it held, and the
     * lines that it had to say.
     */
    record Outcome(double nanoseconds, double peakBytes, ImmutableList<String> said) {}

    /**
     * Runs a child: {@code describe ENGINE}, {@code train ENGINE JOB}, {@code probe ENGINE
     * WORKLOAD...}, {@code program ARGUMENT...} or {@code steady WORK SECONDS SECONDS}.
     */
    static Outcome run(ImmutableList<String> jvmOptions, ImmutableList<String> arguments) {
        MutableList<String> command = Lists.mutable.with(
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAllIterable(jvmOptions);
        command.addAllIterable(
                Lists.immutable.with("-cp", System.getProperty("java.class.path"), Child.class.getName()));
        command.addAllIterable(arguments);
        long start = System.nanoTime();
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean ended = process.waitFor(1, TimeUnit.MINUTES);
            long end = System.nanoTime();
            if (!ended || process.exitValue() != 0) {
                throw new IllegalStateException(arguments.makeString(" ") + " failed:\n" + output);
            }
            ImmutableList<String> said = Lists.immutable
                    .with(output.split("\n"))
                    .select(line -> line.startsWith(MARK))
                    .collect(line -> line.substring(MARK.length()).strip());
            return new Outcome(end - start, Double.parseDouble(said.getLast()), said);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stop);
        }
    }

    /** The child itself: the last thing that it says is the most memory that it held, in bytes. */
    public static void main(String[] arguments) throws IOException {
        ImmutableList<String> words = Lists.immutable.with(arguments);
        switch (words.get(0)) {
            case "train" -> train(words.get(1), words.get(2));
            case "describe" -> say(Engine.named(words.get(1)).description());
            case "probe" -> probe(Engine.named(words.get(1)), words.drop(2));
            case "program" -> program(words.drop(1));
            case "steady" ->
                say(Steadiness.work(words.get(1), Double.parseDouble(words.get(2)), Double.parseDouble(words.get(3))));
            default -> throw new IllegalArgumentException(words.get(0));
        }
        say(Memory.peak() + "");
    }

    private static void train(String engine, String job) {
        double loss = Engine.named(engine).train(Job.named(job));
        if (!Double.isFinite(loss)) {
            throw new IllegalStateException(job + ": the last loss is " + loss);
        }
        say(loss + "");
    }

    private static void probe(Engine engine, ImmutableList<String> workloads) {
        workloads.forEach(name -> {
            Step step = engine.prepare(Workloads.named(name));
            for (int i = 0; i < STEPS_BEFORE_PROBE; i++) {
                step.run();
            }
            say(step.probe() + "");
        });
    }

    private static void program(ImmutableList<String> arguments) {
        int status = Examples.commandLine().execute(arguments.toArray(new String[0]));
        if (status != 0) {
            throw new IllegalStateException(arguments.makeString(" ") + " ended with " + status);
        }
    }

    private static void say(String line) {
        IO.println(MARK + line);
    }
}
