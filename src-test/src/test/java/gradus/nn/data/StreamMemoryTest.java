package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.bits.ChildJvm;
import java.nio.file.Path;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training on more data than the heap holds: four times as much, in the profile {@code long} ten times, 2 GB. */
class StreamMemoryTest {
    private static final boolean IS_FULL = "full".equals(System.getProperty("gradus.programs"));

    /** The size of the file and of the heap, in megabytes. */
    private static final int DATA = IS_FULL ? 2048 : 128;

    private static final int HEAP = IS_FULL ? 200 : 32;

    @TempDir
    private Path folder;

    private ImmutableList<String> run(String... arguments) {
        return ChildJvm.outputOf(
                Lists.immutable.with("-Xmx" + HEAP + "m", ChildJvm.VECTOR_MODULE), StreamProgram.class, arguments);
    }

    @Test
    void theDataNeedNotFitIntoTheHeap() {
        run("write", folder.toString(), DATA + "");
        assertThat(folder.resolve("x.npy").toFile().length()).isGreaterThan((long) (DATA - 1) << 20);
        assertThat(run("window", folder.toString()).getLast())
                .startsWith("StreamedDataset: needs memory for a window of 10000 examples of 1048580 bytes, got too"
                        + " little for ")
                .contains("; give more with -Xmx, or window(");
        String[] printed = run("npy", folder.toString(), "1").getLast().split(" ");
        assertThat(Double.parseDouble(printed[0])).as("loss").isBetween(0.0, 0.5);
    }
}
