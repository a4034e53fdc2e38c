package gradus.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where something was measured. */
public record Machine(String processor, int cores, String memory, String system, String java) {
    private static final double KIBIBYTES_A_GIBIBYTE = 1024 * 1024;
    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");
    private static final Path MEMORY = Path.of("/proc/meminfo");

    /** This one. What Linux tells in files is left out elsewhere. */
    static Machine here() {
        return new Machine(
                line(PROCESSOR, "model name") + vectors(),
                Runtime.getRuntime().availableProcessors(),
                installedMemory(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + " " + Runtime.version());
    }

    private static String installedMemory() {
        String kibibytes = line(MEMORY, "MemTotal").replaceAll("[^0-9]", "");
        return kibibytes.isEmpty() ? "" : Math.round(Double.parseDouble(kibibytes) / KIBIBYTES_A_GIBIBYTE) + " GiB";
    }

    private static String vectors() {
        String flags = " " + line(PROCESSOR, "flags") + " ";
        return flags.contains(" avx512f ") ? ", AVX-512" : flags.contains(" avx2 ") ? ", AVX2" : "";
    }

    private static String line(Path file, String key) {
        if (!Files.isReadable(file)) {
            return "";
        }
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(key))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .orElse("");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** In one line. */
    @Override
    public String toString() {
        return processor + ", " + cores + " cores, " + memory + ", " + system + ", " + java;
    }
}
