package gradus.nn.data;

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
}
