package gradus.nn.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.SortedMaps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.sorted.ImmutableSortedMap;
import org.eclipse.collections.api.map.sorted.MutableSortedMap;

/**
 * Where a model comes from, to be saved with it: immutable, made step by step.
 *
 * {@snippet lang = java :
 * var origin = Provenance.here()
 *         .seed(7)
 *         .data(Path.of("iris.csv"))
 *         .with("learning rate", "0.1")
 *         .with("history", history.csv());
 * SavedModel.of(model, origin.entries()).write(Path.of("model.safetensors"));
 * }
 *
 * @param entries what is remembered, as a saved model's metadata
 */
public record Provenance(ImmutableSortedMap<String, String> entries) {

    /**
     * The versions of Gradus ("unknown" where it does not run as a module) and of Java. The time is
     * not in it: the same run gives the same file.
     */
    public static Provenance here() {
        return new Provenance(SortedMaps.immutable.empty())
                .with("gradus", version())
                .with("java", Runtime.version() + "");
    }

    private static String version() {
        var module = Provenance.class.getModule().getDescriptor();
        return module == null ? "unknown" : module.rawVersion().orElse("unknown");
    }

    /** The seed of all that was drawn. */
    public Provenance seed(long seed) {
        return with("seed", seed + "");
    }

    /**
     * The SHA-256 of a file of data, under {@code sha256 of} and its name; of a folder that of each
     * file in it, but of none in its folders.
     *
     * @throws DataException if one cannot be read
     */
    public Provenance data(Path file) {
        if (Files.isDirectory(file)) {
            return filesIn(file).injectInto(this, Provenance::data);
        }
        String checksum = ByteSource.readPlain(file, source -> Sha256.of(source.stream()));
        return with("sha256 of " + file.getFileName(), checksum);
    }

    private static ImmutableList<Path> filesIn(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return Lists.immutable.fromStream(files.filter(Files::isRegularFile).sorted());
        } catch (IOException failure) {
            var unreadable = new DataException(folder, DataException.NOWHERE, "a readable folder", failure + "", "");
            unreadable.initCause(failure);
            throw unreadable;
        }
    }

    /**
     * One more entry, such as a setting or the history of the training; it replaces one of the same
     * name.
     */
    public Provenance with(String name, String value) {
        MutableSortedMap<String, String> more = entries.toSortedMap();
        more.put(name, value);
        return new Provenance(more.toImmutable());
    }
}
