package gradus.examples.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import module gradus.examples;
import org.jspecify.annotations.Nullable;

/**
 * Serves a model in a process of its own: reads it from its file, and answers one row of a table
 * after the other, on several threads.
 */
public final class TableServer {
    private static final int THREADS = 8;

    private TableServer() {}

    /**
     * The process: the model's file, a table's, one with the numbers of its rows, and one for the
     * answers, all numbers of a row in a line.
     */
    public static void main(String... files) throws IOException, ExecutionException, InterruptedException {
        Sequential model = Network.of(SavedModel.read(Path.of(files[0])));
        int[] rows = Files.readAllLines(Path.of(files[2])).stream()
                .mapToInt(Integer::parseInt)
                .toArray();
        ImmutableList<Map<String, String>> asked =
                rows(TableFile.read(Path.of(files[1])).select(rows));
        Files.write(Path.of(files[3]), answers(model, asked));
    }

    /** Each row as a program has it: texts by the names of their columns. */
    private static ImmutableList<Map<String, String>> rows(Csv csv) {
        var columns = csv.columns().collect(csv::texts);
        return Lists.immutable.fromStream(IntStream.range(0, csv.size()).mapToObj(row -> {
            MutableMap<String, String> named = Maps.mutable.empty();
            csv.columns()
                    .forEachWithIndex(
                            (name, place) -> named.put(name, columns.get(place).get(row)));
            return named;
        }));
    }

    /** In the order of the rows, whichever thread answers. */
    private static ImmutableList<String> answers(Sequential model, ImmutableList<Map<String, String>> rows)
            throws ExecutionException, InterruptedException {
        TableEncoder encoder = (TableEncoder) model.layers().getFirst();
        var answers = new ArrayList<Future<String>>();
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            rows.forEach(row -> answers.add(threads.submit(() -> line(model.forward(encoder.rows(row))))));
        }
        MutableList<String> lines = Lists.mutable.empty();
        for (Future<String> answer : answers) {
            lines.add(answer.get());
        }
        return lines.toImmutable();
    }

    /** All digits of some numbers. */
    private static String line(Tensor answer) {
        return Arrays.toString(answer.toFloatArray());
    }

    /**
     * Starts the process and returns how many rows it answers with the same bits as the model does
     * here, all rows at once.
     */
    static long same(Layer model, Path table, int[] testRows, Tensor here) throws IOException {
        Path folder = Files.createTempDirectory("gradus-table");
        try {
            Path saved = folder.resolve("model.safetensors");
            SavedModel.of(model, Maps.immutable.empty()).write(saved);
            Path rows = folder.resolve("rows.txt");
            Files.write(
                    rows, Arrays.stream(testRows).mapToObj(Integer::toString).toList());
            Path answers = folder.resolve("answers.txt");
            Path said = folder.resolve("said.txt");
            Process process = new ProcessBuilder(
                            command(saved, table, rows, answers).castToList())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            if (process.waitFor() != 0) {
                throw new IOException("the process that serves the model: " + Files.readString(said));
            }
            ImmutableList<String> lines = Lists.immutable.withAll(Files.readAllLines(answers));
            return IntStream.range(0, lines.size())
                    .filter(row -> lines.get(row).equals(line(here.slice(0, row, row + 1))))
                    .count();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while another process served the model", stopped);
        } finally {
            delete(folder);
        }
    }

    /** With other kernels than here, which give the same bits and start quickly. */
    private static ImmutableList<String> command(Path... files) {
        @Nullable String modules = System.getProperty("jdk.module.path");
        String name = TableServer.class.getName();
        ImmutableList<String> place = modules == null
                ? Lists.immutable.with("-cp", System.getProperty("java.class.path"), name)
                : Lists.immutable.with("--module-path", modules, "--module", "gradus.examples/" + name);
        return Lists.immutable
                .with(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dgradus.kernels=scalar")
                .newWithAll(place)
                .newWithAll(Lists.immutable.with(files).collect(Path::toString));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
