package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * Data sets with public homes, from which they are fetched into the user's cache, but only when
 * somebody asks for it. What is fetched is used only if its SHA-256 is the published one.
 *
 * {@snippet lang = java :
 * Path folder = PublicData.MNIST.find(given, download ? DownloadProgress.silent() : null);
 * Mnist mnist = folder == null ? Mnist.generated(6000, 1000, random) : Mnist.load(folder);
 * }
 */
public final class PublicData {
    /** Handwritten digits: {@link Mnist}. */
    public static final PublicData MNIST = new PublicData("mnist", mnist());

    /** Clothes: {@link FashionMnist}. */
    public static final PublicData FASHION_MNIST = new PublicData("fashion-mnist", fashion());

    /** Color images: {@link Cifar10}. */
    public static final PublicData CIFAR10 = new PublicData("cifar10", Lists.immutable.with(cifar()));

    /** Small handwritten digits: {@link Digits}. */
    public static final PublicData DIGITS = new PublicData(
            "digits",
            Lists.immutable.with(
                    tabular("digits.csv.gz", "09f66e6debdee2cd2b5ae59e0d6abbb73fc2b0e0185d2e1957e9ebb51e23aa22")));

    /** Flowers: {@link Iris}. */
    public static final PublicData IRIS = new PublicData(
            "iris",
            Lists.immutable.with(
                    tabular("iris.csv", "f13ffa8fdd56fd8e6c8d16d4081a3fbd3114bcd0aae4256c43205169cd9d1449")));

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long MOST = 1L << 28;

    private final String folder;
    private final ImmutableList<PublicFile> files;

    private PublicData(String folder, ImmutableList<PublicFile> files) {
        this.folder = folder;
        this.files = files;
    }

    /** The name of its folder. */
    public String folder() {
        return folder;
    }

    /**
     * The folder with the data: where {@link DataFolder#find} finds it, or else in the cache after
     * a download, or else null.
     *
     * @param given the folder that the user named, with the data set in a subfolder, or null
     * @param download is told how the download goes on; null where none is wanted
     * @throws gradus.nn.files.DataException if the folder that was named has no such subfolder, or
     *     no home has the files
     * @throws gradus.autodiff.ArgumentException if a download is wanted and needed, and the JVM has
     *     no module {@code java.net.http}
     */
    public @Nullable Path find(@Nullable Path given, @Nullable DownloadProgress download) {
        Path found = DataFolder.find(folder, given);
        if (found != null && !found.equals(cached())) {
            return found;
        }
        if (download != null) {
            return fetch(cached(), download);
        }
        return found != null && isWhole(found) ? found : null;
    }

    /** The call that finds or fetches the data set of that folder; empty if there is no such data set. */
    static String howToFind(String folder) {
        return Lists.immutable
                .with(MNIST, FASHION_MNIST, CIFAR10, DIGITS, IRIS)
                .select(data -> data.folder.equals(folder))
                .collect(data ->
                        nameInCode(data.folder) + ".find(null, DownloadProgress.silent()) finds it, or fetches it")
                .makeString();
    }

    private static String nameInCode(String folder) {
        return "PublicData." + folder.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** Whether a download, of which the cache may hold a part, came to its end. */
    boolean isWhole(Path target) {
        return this == CIFAR10
                ? CifarArchive.isUnpacked(target)
                : files.allSatisfy(file -> DataFiles.has(target, file.name().replaceFirst("\\.gz$", "")));
    }

    private Path cached() {
        return DataFolder.cache().resolve(folder);
    }

    /** The target, with all files of the data set in it. */
    Path fetch(Path target, DownloadProgress progress) {
        if (isWhole(target)) {
            return target;
        }
        requireHttp(target);
        try (Download download = new Download(target, progress, PATIENCE)) {
            if (this != CIFAR10) {
                files.each(download::fetch);
            } else if (!CifarArchive.isUnpacked(target)) {
                CifarArchive.unpack(download.fetch(files.getOnly()), target);
            }
        }
        return target;
    }

    private void requireHttp(Path target) {
        if (ModuleLayer.boot().findModule("java.net.http").isEmpty()) {
            throw new ArgumentException(
                    nameInCode(folder) + ".find",
                    "the module java.net.http for a download",
                    "a JVM without it",
                    "start java with --add-modules java.net.http, or an image that has it; or put the files into "
                            + target);
        }
    }

    ImmutableList<PublicFile> files() {
        return files;
    }

    private static ImmutableList<URI> at(String... addresses) {
        return Lists.immutable.with(addresses).collect(URI::create);
    }

    private static ImmutableList<PublicFile> mnist() {
        return Lists.immutable.with(
                mnist("train-images-idx3-ubyte.gz", "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
                mnist("train-labels-idx1-ubyte.gz", "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
                mnist("t10k-images-idx3-ubyte.gz", "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
                mnist("t10k-labels-idx1-ubyte.gz", "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"));
    }

    private static PublicFile mnist(String name, String checksum) {
        ImmutableList<URI> homes = at(
                "https://ossci-datasets.s3.amazonaws.com/mnist/" + name,
                "https://storage.googleapis.com/cvdf-datasets/mnist/" + name);
        return new PublicFile(name, homes, checksum, MOST);
    }

    private static ImmutableList<PublicFile> fashion() {
        return Lists.immutable.with(
                fashion(
                        "train-images-idx3-ubyte.gz",
                        "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
                fashion(
                        "train-labels-idx1-ubyte.gz",
                        "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
                fashion(
                        "t10k-images-idx3-ubyte.gz",
                        "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
                fashion(
                        "t10k-labels-idx1-ubyte.gz",
                        "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"));
    }

    private static PublicFile fashion(String name, String checksum) {
        ImmutableList<URI> homes = at(
                "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/" + name,
                "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/" + name);
        return new PublicFile(name, homes, checksum, MOST);
    }

    private static PublicFile cifar() {
        ImmutableList<URI> homes = at(
                "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
                "https://mindspore-website.obs.cn-north-4.myhuaweicloud.com/notebook/datasets/cifar-10-binary.tar.gz");
        return new PublicFile(
                "cifar-10-binary.tar.gz",
                homes,
                "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
                MOST);
    }

    /** From scikit-learn, whose files have not changed since. */
    private static PublicFile tabular(String name, String checksum) {
        String home = "https://raw.githubusercontent.com/scikit-learn/scikit-learn/";
        String path = "/sklearn/datasets/data/" + name;
        return new PublicFile(name, at(home + "main" + path, home + "1.5.0" + path), checksum, MOST);
    }

    /** The name of its folder and of its files. */
    @Override
    public String toString() {
        return "PublicData " + folder + files.collect(PublicFile::name).makeString(": ", ", ", "");
    }
}
