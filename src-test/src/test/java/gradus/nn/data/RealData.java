package gradus.nn.data;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The real data sets, where they lie beside the project, in {@code ../shared/data}. */
public final class RealData {
    private RealData() {}

    /** The folder of a data set, such as {@code mnist}; without it the test that asks is skipped. */
    public static Path folder(String dataset) {
        Path found = Stream.of("../shared/data", "../../shared/data", "../../../shared/data")
                .map(root -> Path.of(root, dataset))
                .filter(Files::isDirectory)
                .findFirst()
                .orElse(null);
        assumeTrue(found != null, "there is no folder " + dataset + " beside the project, in ../shared/data");
        return found;
    }

    /** The folder above that of a data set, as {@code --data} takes it; without it the test that asks is skipped. */
    public static Path root(String dataset) {
        return folder(dataset).getParent();
    }
}
