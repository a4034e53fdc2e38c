package gradus.nn.data;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * Data sets with public homes, from which they are fetched into the user's cache, but only when somebody asks for it. The checksums of MNIST and
 * of the small digits are SHA-256, those of Fashion-MNIST the MD5 that its makers publish; of CIFAR-10 the files inside the archive have
 * theirs.
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

    /** Colour images: {@link Cifar10}. */
    public static final PublicData CIFAR10 = new PublicData("cifar10", Lists.immutable.with(cifar()));

    /** Small handwritten digits: {@link Digits}. */
    public static final PublicData DIGITS = new PublicData("digits", Lists.immutable.with(digits()));

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
     * The folder with the data: where {@link DataFolder#find} finds it, or else in the cache after a download, or else null.
     *
     * @param given the folder that the user named, with the data set in a subfolder, or null
     * @param download is told how the download goes on; null where none is wanted
     * @throws gradus.nn.files.DataException if the folder that was named has no such subfolder, or no home has the files
     */
    public @Nullable Path find(@Nullable Path given, @Nullable DownloadProgress download) {
        Path found = DataFolder.find(folder, given);
        return download == null || (found != null && !found.equals(cached())) ? found : fetch(cached(), download);
    }

    private Path cached() {
        return DataFolder.cache().resolve(folder);
    }

    private Path fetch(Path target, DownloadProgress progress) {
        try (Download download = new Download(target, progress, PATIENCE)) {
            if (this != CIFAR10) {
                files.each(download::fetch);
            } else if (!CifarArchive.isUnpacked(target)) {
                CifarArchive.unpack(download.fetch(files.getOnly()), target);
            }
        }
        return target;
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
        return new PublicFile(name, homes, "SHA-256", checksum, MOST);
    }

    private static ImmutableList<PublicFile> fashion() {
        return Lists.immutable.with(
                fashion("train-images-idx3-ubyte.gz", "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
                fashion("train-labels-idx1-ubyte.gz", "25c81989df183df01b3e8a0aad5dffbe"),
                fashion("t10k-images-idx3-ubyte.gz", "bef4ecab320f06d8554ea6380940ec79"),
                fashion("t10k-labels-idx1-ubyte.gz", "bb300cfdad3c16e7a12a480ee83cd310"));
    }

    private static PublicFile fashion(String name, String checksum) {
        ImmutableList<URI> homes = at(
                "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/" + name,
                "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/" + name);
        return new PublicFile(name, homes, "MD5", checksum, MOST);
    }

    private static PublicFile cifar() {
        ImmutableList<URI> homes = at(
                "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
                "https://mindspore-website.obs.cn-north-4.myhuaweicloud.com/notebook/datasets/cifar-10-binary.tar.gz");
        return new PublicFile("cifar-10-binary.tar.gz", homes, "SHA-256", "", MOST);
    }

    private static PublicFile digits() {
        String folder = "https://raw.githubusercontent.com/scikit-learn/scikit-learn/";
        return new PublicFile(
                "digits.csv.gz",
                at(
                        folder + "main/sklearn/datasets/data/digits.csv.gz",
                        folder + "1.5.0/sklearn/datasets/data/digits.csv.gz"),
                "SHA-256",
                "09f66e6debdee2cd2b5ae59e0d6abbb73fc2b0e0185d2e1957e9ebb51e23aa22",
                MOST);
    }
}
