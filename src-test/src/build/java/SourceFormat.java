import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Runs the Java of this process with the given arguments, a Maven that runs Spotless, and prints what
 * that prints, but for the command that repairs the format: Spotless names one that works only where
 * Maven runs on the JDK 25. Called by the build.
 */
final class SourceFormat {
    private static final String SPOTLESS = "mvn spotless:apply";
    private static final String REPAIR = "mvn -q -N verify -Dformat=apply";

    private SourceFormat() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Charset charset = Charset.forName(Objects.requireNonNullElse(
                System.getProperty("stdout.encoding"), Charset.defaultCharset().name()));
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), charset))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println(line.replace(SPOTLESS, REPAIR));
            }
        }
        System.exit(process.waitFor());
    }
}
