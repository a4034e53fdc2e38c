package gradus.nn.data;

import java.util.function.Consumer;

/** Is told how a download goes on. */
public interface DownloadProgress {
    /**
     * More bytes of a file have arrived.
     *
     * @param file the file's name
     * @param bytes how many are there by now, with those of earlier attempts
     * @param total how many it will have, or -1 if the server does not say
     */
    void arrived(String file, long bytes, long total);

    /** Tells nobody. */
    static DownloadProgress silent() {
        return (_, _, _) -> {};
    }

    /**
     * Tells of a download in a line for each tenth of a file, such as {@code fetching a.gz: 4 of 40 MB}; of a file of
     * unknown size in a line for each 10 MB.
     *
     * @param told what takes the lines, such as {@code System.out::println}
     */
    static DownloadProgress lines(Consumer<String> told) {
        return new DownloadLines(told);
    }
}
