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
     * The process: a table's file, one with the numbers of its rows, and for each model its file and
     * one for its answers, all numbers of a row in a line.
     */
    public static void main(String... files) throws IOException, ExecutionException, InterruptedException {
        int[] places = Files.readAllLines(Path.of(files[1])).stream()
                .mapToInt(Integer::parseInt)
                .toArray();
        ImmutableList<Map<String, String>> asked =
                rows(TableFile.read(Path.of(files[0])).select(places));
        for (int i = 2; i < files.length; i += 2) {
            Sequential model = Network.of(SavedModel.read(Path.of(files[i])));
            Files.write(Path.of(files[i + 1]), answers(model, asked));
        }
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

    /** A model, and what it says here of all rows at once. */
    record Served(Layer model, Tensor here) {
        long same(Path answers) throws IOException {
            ImmutableList<String> lines = Lists.immutable.withAll(Files.readAllLines(answers));
            return IntStream.range(0, lines.size())
                    .filter(row -> lines.get(row).equals(line(here.slice(0, row, row + 1))))
                    .count();
        }
    }

    /**
     * Starts the process and returns how many rows it answers, of all models, with the same bits as
     * here.
     */
    static long same(ImmutableList<Served> models, Path table, ImmutableIntList testRows) throws IOException {
        Path folder = Files.createTempDirectory("gradus-table");
        try {
            Path rows = folder.resolve("rows.txt");
            Files.write(rows, testRows.collect(Integer::toString).castToList());
            MutableList<Path> files = Lists.mutable.with(table, rows);
            for (Served each : models) {
                Path saved = folder.resolve("model" + files.size() + ".safetensors");
                SavedModel.of(each.model, Maps.immutable.empty()).write(saved);
                files.add(saved);
                files.add(folder.resolve("answers" + files.size() + ".txt"));
            }
            run(command(files), folder.resolve("said.txt"));
            long same = 0;
            for (int i = 0; i < models.size(); i++) {
                same += models.get(i).same(files.get(2 * i + 3));
            }
            return same;
        } finally {
            delete(folder);
        }
    }

    private static void run(ImmutableList<String> command, Path said) throws IOException {
        Process process = new ProcessBuilder(command.castToList())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("the process that serves the models: " + Files.readString(said));
            }
        } catch (InterruptedException stopped) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while another process served the models", stopped);
        }
    }

    /** With other kernels than here, which give the same bits and start quickly. */
    private static ImmutableList<String> command(ListIterable<Path> files) {
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
                .newWithAll(files.collect(Path::toString));
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
