package gradus.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a wrong format is told to do is what the documentation says, not what Spotless says. */
class SourceFormatTest {
    private static final String REPAIR = "mvn -q -N verify -Dformat=apply";

    @TempDir
    private Path folder;

    /** In place of Maven a program that prints Spotless's words and fails. */
    @Test
    void theBuildNamesItsOwnCommand() throws Exception {
        Path program = Files.writeString(folder.resolve("Spotless.java"), """
                void main(String[] args) {
                    System.out.println("checked " + args[0]);
                    System.err.println("Run 'mvn spotless:apply' to fix these violations.");
                    System.exit(3);
                }
                """);
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "src/build/java/SourceFormat.java",
                        program.toString(),
                        "x y")
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(3);
        assertThat(printed.lines()).containsExactly("checked x y", "Run '" + REPAIR + "' to fix these violations.");
    }

    @Test
    void thatCommandIsTheDocumentedOne() throws Exception {
        assertThat(Files.readString(Path.of("../docs/build.md"))).contains("`" + REPAIR + "`");
        assertThat(Files.readString(Path.of("../pom.xml")))
                .contains("<id>source format - to repair it: " + REPAIR + "</id>")
                .contains("src-test/src/build/java/SourceFormat.java</argument>");
    }
}
