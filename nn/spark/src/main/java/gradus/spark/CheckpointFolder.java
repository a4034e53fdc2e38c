package gradus.spark;

import gradus.autodiff.ArgumentException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Where the checkpoints of a run are: a folder that the driver and all workers reach, of any kind
 * that Hadoop knows. A file appears there complete, under its own name. The last three stay.
 */
final class CheckpointFolder implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int KEPT = 3;
    private static final Pattern NAME = Pattern.compile("epoch-(\\d{9})\\.safetensors");

    private final String folder;
    private final SerializableConfiguration configuration;

    /** A folder; one that is relative is so to where the driver is. */
    CheckpointFolder(String folder, Configuration configuration) throws IOException {
        this.configuration = new SerializableConfiguration(configuration);
        Path path = new Path(folder);
        this.folder = path.getFileSystem(configuration).makeQualified(path).toString();
    }

    /** The newest checkpoint's name; empty where there is none. */
    String latest() throws IOException {
        ImmutableList<String> names = names();
        return names.isEmpty() ? "" : names.getLast();
    }

    /** How many epochs were done at a checkpoint of this name; none where it is empty. */
    static int epochs(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private ImmutableList<String> names() throws IOException {
        try {
            return Lists.immutable
                    .with(files().listStatus(path("")))
                    .collect(FileStatus::getPath)
                    .collect(Path::getName)
                    .select(name -> NAME.matcher(name).matches())
                    .toSortedList()
                    .toImmutable();
        } catch (FileNotFoundException _) {
            return Lists.immutable.empty();
        }
    }

    /** Copies a checkpoint to a file of this machine. */
    void fetch(String name, java.nio.file.Path file) throws IOException {
        files().copyToLocalFile(false, path(name), new Path(file.toUri()), true);
    }

    /** Copies a file of this machine here, as the checkpoint after so many epochs. */
    void store(java.nio.file.Path file, int epochs) throws IOException {
        String name = String.format(Locale.ROOT, "epoch-%09d.safetensors", epochs);
        Path part = path(name + "." + UUID.randomUUID()); // a worker that Spark has given up may still write
        files().copyFromLocalFile(false, true, new Path(file.toUri()), part);
        files().delete(path(name), false);
        if (!files().rename(part, path(name))) {
            throw new IOException("cannot give " + part + " its name, " + name);
        }
        ImmutableList<String> names = names();
        for (String old : names.take(Math.max(0, names.size() - KEPT))) {
            files().delete(path(old), false);
        }
    }

    /** A folder that cannot be listed. */
    static ArgumentException unreadable(String folder, IOException problem) {
        return new ArgumentException(
                "DataParallel.checkpoint", "a folder that can be read", folder + " (" + problem + ")", "");
    }

    private Path path(String name) {
        return name.isEmpty() ? new Path(folder) : new Path(folder, name);
    }

    private FileSystem files() throws IOException {
        return path("").getFileSystem(configuration.value());
    }

    @Override
    public String toString() {
        return folder;
    }
}
