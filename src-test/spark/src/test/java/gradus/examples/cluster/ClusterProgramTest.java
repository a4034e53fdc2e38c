package gradus.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.examples.shared.Program;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The program {@code cluster}, on two processes of this machine, of which one is killed. */
class ClusterProgramTest {
    private final StringWriter said = new StringWriter();
    private final StringWriter complaints = new StringWriter();

    @TempDir
    private Path folder;

    private Path out() {
        return folder.resolve("out");
    }

    private int run(String... arguments) {
        CommandLine command = new CommandLine(new ClusterProgram())
                .setOut(new PrintWriter(said, true))
                .setErr(new PrintWriter(complaints, true));
        return Program.execute(
                command,
                Stream.concat(Stream.of("--out", out().toString()), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    private double figure(String name) throws IOException {
        String figures = Files.readString(out().resolve("figures.json"));
        Matcher figure = Pattern.compile("\"" + name + "\": ([\\d.]+)").matcher(figures);
        assertThat(figure.find()).as(figures).isTrue();
        return Double.parseDouble(figure.group(1));
    }

    @Test
    void aKilledProcessLeavesTheHashesEqual() throws IOException {
        assertThat(run("--quick", "--workers", "2", "--samples", "1500", "--batch-size", "100"))
                .isZero();
        assertThat(complaints.toString()).isEmpty();
        assertThat(figure("hashes_equal")).isEqualTo(1);
        assertThat(figure("workers_killed")).isEqualTo(1);
        assertThat(figure("attempts")).isEqualTo(2);
        assertThat(figure("steps")).isEqualTo(3 * 15);
        assertThat(figure("test_accuracy")).isGreaterThan(0.7);
        List<String> hashes = Pattern.compile("(?m)^([0-9a-f]{64})  (one machine|1 worker|2 workers, one killed)$")
                .matcher(said.toString())
                .results()
                .map(line -> line.group(1))
                .toList();
        assertThat(hashes).hasSize(3).containsOnly(hashes.getFirst());
        assertThat(Files.readString(out().resolve("report.html")))
                .contains("All parameters of all trainings have the same bits", "exited with code 17", "<svg");
        assertThat(Files.readAllLines(out().resolve("epochs.csv")))
                .hasSize(1 + 3)
                .first()
                .isEqualTo("epoch,training_loss,accuracy,seconds_on_one_machine,seconds_on_1_worker,"
                        + "seconds_on_2_workers_one_killed");
        assertThat(out().resolve("model.json")).exists();
    }

    /** As {@code spark-submit} starts it, here on threads. */
    @Test
    void onTheUsersClusterNothingIsKilled() throws IOException {
        withMaster("local[2]", () -> {
            assertThat(run("--quick", "--workers", "2", "--samples", "300", "--epochs", "1"))
                    .isZero();
            assertThat(run("--kill")).isEqualTo(2);
        });
        assertThat(figure("hashes_equal")).isEqualTo(1);
        assertThat(figure("workers_killed")).isEqualTo(0);
        assertThat(said.toString()).contains("on the cluster local[2]").doesNotContain("one killed");
        assertThat(complaints.toString())
                .startsWith("cluster: --kill: needs workers in processes of their own, got the master local[2]");
        withMaster("spark://host:7077", () -> assertThat(run("--kill")).isEqualTo(2));
        assertThat(complaints.toString())
                .contains("cluster: --kill: needs --checkpoints, a folder that all machines reach, got none");
    }

    private static void withMaster(String master, Runnable work) {
        Map<String, String> settings =
                Map.of("spark.master", master, "spark.app.name", "Gradus tests", "spark.ui.enabled", "false");
        settings.forEach(System::setProperty);
        try {
            work.run();
        } finally {
            settings.keySet().forEach(System::clearProperty);
        }
    }

    @Test
    void helpShowsTheOptions() {
        assertThat(run("--help")).isZero();
        assertThat(said.toString())
                .contains("--seed", "--epochs", "--learning-rate", "--batch-size", "--data", "--out", "--quick")
                .contains("--workers", "--shards", "--kill", "--checkpoints", "default: " + Path.of("out", "cluster"));
    }

    @ParameterizedTest
    @CsvSource({
        "--workers, 0, needs a whole number of 1 or more",
        "--shards, 2, '--shards: needs one or more for each of 3 workers, got 2'",
        "--epochs, 1, '--epochs: needs 2 or more, as a process is killed in the second, got 1'",
        "--unheard-of, 1, --unheard-of"
    })
    void badArgumentsAreRefused(String option, String value, String words) {
        assertThat(run(option, value)).isEqualTo(2);
        assertThat(complaints.toString()).startsWith("cluster: ").contains(words);
        assertThat(complaints.toString().lines()).hasSize(1);
        assertThat(out()).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "0, Command exited with code 17, true",
        "1, Container marked as failed. Exit status: 17. Diagnostics: none, true",
        "2, Command exited with code 137, false",
        "17, Remote RPC client disassociated, false",
        "3, Lost worker 10.17.0.4:7078, false"
    })
    void onlyItsOwnExitCodeCountsAsAKill(String process, String reason, boolean isHalt) {
        assertThat(new Loss(process, reason).isHalt()).isEqualTo(isHalt);
    }
}
