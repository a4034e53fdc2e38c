package gradus.bits;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Copies of signed jars without their signatures, for the JVMs that tests start. A JVM checks all
 * signatures of a jar, such as those of Eclipse Collections, before it loads the first class of it:
 * half of what a short program costs, and ten times that in the interpreter.
 */
public final class UnsignedJars {
    private static final Map<Path, Path> COPIES = new ConcurrentHashMap<>();

    private UnsignedJars() {}

    /** A class path or module path with the copies in place of the signed jars in it. */
    public static String of(String path) {
        return Lists.immutable
                .with(path.split(File.pathSeparator))
                .collect(entry -> isJar(entry) ? unsigned(Path.of(entry)).toString() : entry)
                .makeString(File.pathSeparator);
    }

    private static boolean isJar(String entry) {
        return entry.endsWith(".jar") && Files.isRegularFile(Path.of(entry));
    }

    private static Path unsigned(Path jar) {
        return COPIES.computeIfAbsent(jar, UnsignedJars::withoutSignatures);
    }

    private static Path withoutSignatures(Path jar) {
        try {
            ImmutableList<String> signatures = signatures(jar);
            return signatures.isEmpty() ? jar : copyWithout(signatures, jar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ImmutableList<String> signatures(Path jar) throws IOException {
        try (var file = new JarFile(jar.toFile(), false)) {
            return Lists.immutable
                    .fromStream(file.stream())
                    .collect(JarEntry::getName)
                    .select(name -> name.matches("META-INF/[^/]+\\.(SF|RSA|DSA|EC)"));
        }
    }

    /**
     * A copy of the same name, which a module without a descriptor is named after; it is deleted
     * when this JVM ends.
     */
    private static Path copyWithout(ImmutableList<String> entries, Path jar) throws IOException {
        Path folder = Files.createTempDirectory("gradus-unsigned");
        Path copy = Files.copy(jar, folder.resolve(jar.getFileName()));
        folder.toFile().deleteOnExit();
        copy.toFile().deleteOnExit();
        try (FileSystem inside = FileSystems.newFileSystem(copy)) {
            for (String entry : entries) {
                Files.delete(inside.getPath(entry));
            }
        }
        return copy;
    }
}
