package gradus.examples.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Chromium without a window. */
record Browser(Path program, Path folder) {
    private static final int LONGEST_MINUTES = 5;

    /** What it wrote to its output, and what the page said on the console. */
    record Visit(String output, List<String> console) {}

    /** The installed one; without one the test is skipped. Its profile goes into the folder. */
    static Browser installed(Path folder) {
        Optional<Path> found = Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .map(place -> Path.of(place, name)))
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(found.isPresent(), "no chromium, chromium-browser or google-chrome on the PATH");
        return new Browser(found.orElseThrow(), folder);
    }

    /** Opens a page. */
    Visit open(Path page, String... options) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--enable-logging=stderr",
                "--allow-file-access-from-files",
                "--user-data-dir=" + folder.resolve("profile")));
        command.addAll(List.of(options));
        command.add(page.toUri().toString());
        Path output = folder.resolve("output");
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(log.toFile())
                .start();
        boolean ended = process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();
        String said = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        assertThat(ended).as(said).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return new Visit(
                Files.readString(output),
                said.lines().filter(line -> line.contains("CONSOLE")).toList());
    }
}
