package gradus.nn.data;

import gradus.nn.files.DataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where data sets lie: a folder with a subfolder for each, such as {@code mnist}. It is looked for,
 * in this order, in what the caller gives, the system property {@value #PROPERTY}, the environment
 * variable {@value #VARIABLE}, and the user's cache ({@code gradus} in {@code $XDG_CACHE_HOME}, or
 * else in {@code .cache} in the user's home).
 */
public final class DataFolder {
    /** The system property that names the folder. */
    public static final String PROPERTY = "gradus.data";

    /** The environment variable that names the folder. */
    public static final String VARIABLE = "GRADUS_DATA";

    private DataFolder() {}

    /**
     * The folder of a data set, or null if nobody named one and the cache has none: then a program
     * falls back to generated data.
     *
     * @param dataset the subfolder's name
     * @param given the folder that the user named, with the data set in a subfolder, or null
     * @throws DataException if the folder that was named has no such subfolder: the user meant real
     *     data, so that a stand-in would be wrong
     */
    public static @Nullable Path find(String dataset, @Nullable Path given) {
        return find(dataset, given, System::getProperty, System::getenv);
    }

    static @Nullable Path find(
            String dataset,
            @Nullable Path given,
            Function<String, @Nullable String> properties,
            Function<String, @Nullable String> environment) {
        if (given != null) {
            return require(given, dataset, PublicData.howToFind(dataset));
        }
        String property = properties.apply(PROPERTY);
        if (property != null) {
            return require(Path.of(property), dataset, "named by the system property " + PROPERTY);
        }
        String variable = environment.apply(VARIABLE);
        if (variable != null) {
            return require(Path.of(variable), dataset, "named by the environment variable " + VARIABLE);
        }
        Path cached = cache(properties, environment).resolve(dataset);
        return Files.isDirectory(cached) ? cached : null;
    }

    /** The user's cache, where downloaded data sets are put, each in a subfolder. */
    static Path cache() {
        return cache(System::getProperty, System::getenv);
    }

    private static Path require(Path root, String dataset, String hint) {
        Path folder = root.resolve(dataset);
        if (!Files.isDirectory(folder)) {
            String got = Files.isDirectory(root) ? "none in " + root : "no folder " + root;
            throw DataException.missing(folder, "a folder of that name", got, hint);
        }
        return folder;
    }

    private static Path cache(
            Function<String, @Nullable String> properties, Function<String, @Nullable String> environment) {
        String cache = environment.apply("XDG_CACHE_HOME");
        String home = properties.apply("user.home");
        Path root = cache != null && !cache.isEmpty() ? Path.of(cache) : Path.of(home == null ? "" : home, ".cache");
        return root.resolve("gradus");
    }
}
