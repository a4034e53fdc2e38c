package gradus.spark.ml;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradusException;
import gradus.nn.Layer;
import gradus.nn.files.DataException;
import gradus.nn.files.Provenance;
import gradus.nn.files.SavedModel;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * What a saved model's folder has beside Spark's {@code metadata}: the values of all parameters, and
 * the network's sizes, in one file.
 */
record NetworkFolder(SparkSession spark, String folder) {
    private static final String FILE = "model.safetensors";
    private static final String INPUTS = "inputs";
    private static final String OUTPUTS = "outputs";

    void save(Network network) {
        onDisk(disk -> {
            SavedModel.of(
                            network.model().model(),
                            Provenance.here()
                                    .with(INPUTS, network.inputs() + "")
                                    .with(OUTPUTS, network.outputs() + "")
                                    .entries())
                    .write(disk);
            files().copyFromLocalFile(new Path(disk.toUri()), file());
            return network;
        });
    }

    /** @throws ArgumentException if the file is missing, damaged, or of another network */
    Network load(NetworkParams params) {
        return onDisk(disk -> {
            try {
                files().copyToLocalFile(false, file(), new Path(disk.toUri()), true);
                SavedModel saved = SavedModel.read(disk);
                NetworkMaker maker = NetworkMaker.of(params, size(saved, INPUTS), size(saved, OUTPUTS));
                Layer model = maker.model();
                saved.into(model);
                return Network.of(maker, model);
            } catch (FileNotFoundException _) {
                throw refused("the file " + FILE, "none");
            } catch (ChecksumException changed) {
                throw refused("the file as it was written", changed.getMessage() + "");
            } catch (DataException damaged) {
                throw refused(damaged.need(), damaged.got());
            } catch (GradusException other) {
                throw refused(other.need(), other.got());
            }
        });
    }

    private int size(SavedModel saved, String name) {
        String words = saved.metadata().getIfAbsentValue(name, "nothing");
        try {
            return Integer.parseInt(words);
        } catch (NumberFormatException _) {
            throw refused("the number of " + name, words);
        }
    }

    private ArgumentException refused(String need, String got) {
        return new ArgumentException("load, " + file(), need, got, "");
    }

    private Path file() {
        return new Path(folder, FILE);
    }

    private FileSystem files() throws IOException {
        Configuration configuration = spark.sparkContext().hadoopConfiguration();
        return file().getFileSystem(configuration);
    }

    /** What is done with a file on a disk of this machine. */
    @FunctionalInterface
    private interface Work {
        Network on(java.nio.file.Path disk) throws IOException;
    }

    private static Network onDisk(Work work) {
        try {
            java.nio.file.Path folder = Files.createTempDirectory("gradus");
            java.nio.file.Path disk = folder.resolve(FILE);
            try {
                return work.on(disk);
            } finally {
                Files.deleteIfExists(disk);
                Files.deleteIfExists(folder);
            }
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
