package gradus.nn.data;

import java.util.function.Consumer;

/** Tells of a download in a line for each tenth of a file. */
final class DownloadLines implements DownloadProgress {
    private static final int PARTS = 10;
    private static final int MEGABYTE = 1 << 20;

    private final Consumer<String> lines;
    private String file = "";
    private long part;

    DownloadLines(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public void arrived(String name, long bytes, long total) {
        long now = total > 0 ? PARTS * bytes / total : bytes / (PARTS * MEGABYTE);
        if (!name.equals(file) || now > part) {
            file = name;
            part = now;
            lines.accept("fetching " + name + ": " + bytes / MEGABYTE + (total > 0 ? " of " + total / MEGABYTE : "")
                    + " MB");
        }
    }
}
