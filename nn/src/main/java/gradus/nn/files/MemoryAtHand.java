package gradus.nn.files;

import java.nio.file.Path;

/**
 * The memory that a reader can still take: what is too large for it is refused before it is read.
 */
public final class MemoryAtHand {
    /** What is left to the rest of the program. */
    private static final long RESERVE = 1 << 20;

    /** So little is never asked about. */
    private static final long LITTLE = 1 << 20;

    private MemoryAtHand() {}

    /** How many bytes there are, after garbage was collected if it matters for so many. */
    private static long bytes(long need) {
        long free = free();
        if (need > free) {
            System.gc();
            free = free();
        }
        return free;
    }

    private static long free() {
        var runtime = Runtime.getRuntime();
        return Math.max(0, runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory()) - RESERVE);
    }

    /** Whether there is memory for so many bytes. */
    public static boolean has(long bytes) {
        return bytes <= LITTLE || bytes <= bytes(bytes);
    }

    /**
     * Checks that there is memory for so many bytes.
     *
     * @param file what is to be read
     * @param what what the bytes are for
     * @param hint what else could be done, beside giving more memory; may be empty
     * @throws DataException if there is not
     */
    public static void require(Path file, long bytes, String what, String hint) {
        if (!has(bytes)) {
            throw new NoMemoryException(
                    file,
                    "memory for " + what + ", about " + megabytes(bytes),
                    megabytes(free()),
                    "give more with -Xmx" + (hint.isEmpty() ? "" : ", or " + hint));
        }
    }

    private static String megabytes(long bytes) {
        return ((bytes + (1 << 20) - 1) >> 20) + " MB";
    }
}
