package gradus.spark.ml;

import gradus.autodiff.ArgumentException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BiFunction;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReadable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;

/** How estimators and models are written and read: as Spark ML's own, with a file more for weights. */
final class Saving {
    private Saving() {}

    /** Refuses what could not be read again, before anything is written. */
    static void requireSavable(NetworkParams params) {
        if (params.isDefined(params.architecture())) {
            ArchitectureParam.requireName(params.getOrDefault(params.architecture()));
        }
    }

    static Network requireNetwork(@Nullable Network network) {
        if (network == null) {
            throw new ArgumentException(
                    "a model of Spark ML", "a network", "none", "fit and load give models with one");
        }
        return network;
    }

    /** Writes Spark's metadata, then a network. */
    static MLWriter writer(MLWriter metadata, Network network) {
        return new MLWriter() {
            @Override
            public void saveImpl(String path) {
                try {
                    metadata.session(sparkSession()).save(path);
                } catch (IOException problem) {
                    throw new UncheckedIOException(problem);
                }
                new NetworkFolder(sparkSession(), path).save(network);
            }
        };
    }

    /** Reads what has parameters alone. */
    static <T> MLReader<T> reader(Class<T> kind) {
        return reader(kind, (params, _) -> params);
    }

    /** Reads what has parameters, then the rest of its folder. */
    static <T> MLReader<T> reader(Class<T> kind, BiFunction<T, NetworkFolder, T> rest) {
        return new MLReader<>() {
            @Override
            public T load(String path) {
                requireClass(sparkSession(), path, kind);
                T params = new DefaultParamsReadable<T>() {}.read()
                        .session(sparkSession())
                        .load(path);
                return rest.apply(params, new NetworkFolder(sparkSession(), path));
            }
        };
    }

    /** Before an object is made of a class that is named in a file. */
    private static void requireClass(SparkSession spark, String path, Class<?> kind) {
        String found;
        try {
            found = spark.read().json(new Path(path, "metadata") + "").first().getAs("class");
        } catch (Exception problem) { // Scala declares none
            throw new ArgumentException(
                    "load, " + path, "a folder that " + kind.getSimpleName() + " saved", problem.getMessage() + "", "");
        }
        if (!kind.getName().equals(found)) {
            throw new ArgumentException("load, " + path, "a saved " + kind.getName(), found, "");
        }
    }
}
