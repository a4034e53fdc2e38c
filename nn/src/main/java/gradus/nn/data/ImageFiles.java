package gradus.nn.data;

import gradus.nn.files.DataException;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Locale;
import java.util.stream.Stream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Sets;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.set.ImmutableSet;
import org.jspecify.annotations.Nullable;

/**
 * The images of a class.
 *
 * @param name the folder's
 */
record ImageFiles(String name, ImmutableList<Path> files) {
    /**
     * What systems put beside the user's files, in small letters; names that begin with a dot are
     * hidden anyway.
     */
    private static final ImmutableSet<String> OF_SYSTEMS = Sets.immutable.with(
            "__macosx",
            "thumbs.db",
            "ehthumbs.db",
            "desktop.ini",
            "@eadir",
            "lost+found",
            "$recycle.bin",
            "system volume information");

    /**
     * The classes in a folder, in alphabetical order.
     *
     * @param skipped gets what is left out
     * @throws DataException if there is none, or one without an image
     */
    static ImmutableList<ImageFiles> ofClasses(Path folder, MutableList<Path> skipped) {
        MutableList<Path> entries = list(folder);
        var folders = entries.partition(entry -> Files.isDirectory(entry) && !isHidden(entry) && !leadsUp(entry));
        skipped.addAll(folders.getRejected().toList());
        ImmutableList<ImageFiles> classes =
                folders.getSelected().collect(inner -> of(inner, skipped)).toImmutable();
        if (classes.allSatisfy(each -> each.files.isEmpty())) {
            @Nullable Path loose = skipped.detect(path -> Files.isRegularFile(path) && !isHidden(path));
            throw new DataException(
                    folder,
                    DataException.NOWHERE,
                    "folders with PNG images, one for each class",
                    loose == null ? "no such image" : "no such image, but " + folder.relativize(loose),
                    hint(folder, loose));
        }
        ImageFiles empty = classes.detect(each -> each.files.isEmpty());
        if (empty != null) {
            Path other = skipped.detect(path -> path.startsWith(folder.resolve(empty.name)));
            throw new DataException(
                    folder.resolve(empty.name),
                    DataException.NOWHERE,
                    "a PNG image in the folder of each class",
                    other == null ? "none" : "none, but " + other.getFileName(),
                    other == null
                            ? "no class? Remove the folder, or let its name begin with a dot"
                            : "other formats have to be converted");
        }
        return classes;
    }

    private static boolean isPng(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".png");
    }

    private static String hint(Path folder, @Nullable Path loose) {
        if (loose == null) {
            return "";
        }
        return isPng(loose) && folder.equals(loose.getParent())
                ? "move each image into the folder of its class"
                : "other formats have to be converted";
    }

    private static MutableList<Path> list(Path folder) {
        try (Stream<Path> paths = Files.list(folder)) {
            return Lists.mutable.<Path>fromStream(paths).sortThis();
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static DataException unreadable(Path path, IOException e) {
        var exception = new DataException(path, DataException.NOWHERE, "a readable folder", e.toString(), "");
        exception.initCause(e);
        return exception;
    }

    private static boolean isHidden(Path path) {
        String name = path.getFileName().toString();
        return name.startsWith(".") || OF_SYSTEMS.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Whether it is a link to a folder that it is in. */
    private static boolean leadsUp(Path path) {
        try {
            return Files.isSymbolicLink(path)
                    && path.toAbsolutePath().resolveSibling("").toRealPath().startsWith(path.toRealPath());
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static ImageFiles of(Path folder, MutableList<Path> skipped) {
        MutableList<Path> found = Lists.mutable.empty();
        try {
            Files.walkFileTree(
                    folder,
                    EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                    Integer.MAX_VALUE,
                    new Walk(folder, found, skipped));
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
        found.sortThis(Comparator.comparing(Path::getParent).thenComparing(Path::getFileName));
        return new ImageFiles(folder.getFileName().toString(), found.toImmutable());
    }

    /** Collects images below a folder. */
    private static final class Walk extends SimpleFileVisitor<Path> {
        private final Path root;
        private final MutableList<Path> found;
        private final MutableList<Path> skipped;

        Walk(Path root, MutableList<Path> found, MutableList<Path> skipped) {
            this.root = root;
            this.found = found;
            this.skipped = skipped;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes) {
            if (!inner.equals(root) && (isHidden(inner) || leadsUp(inner))) {
                skipped.add(inner);
                return FileVisitResult.SKIP_SUBTREE;
            }
            return FileVisitResult.CONTINUE;
        }

        /**
         * A link that leads nowhere is taken, so that its reader names it; what is no file, such as
         * a pipe, is not.
         */
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            (isPng(file) && !isHidden(file) && !attributes.isOther() ? found : skipped).add(file);
            return FileVisitResult.CONTINUE;
        }

        /** Links that lead up by way of others are met here. */
        @Override
        public FileVisitResult visitFileFailed(Path file, IOException problem) throws IOException {
            if (problem instanceof FileSystemLoopException) {
                skipped.add(file);
                return FileVisitResult.CONTINUE;
            }
            throw problem;
        }
    }
}
