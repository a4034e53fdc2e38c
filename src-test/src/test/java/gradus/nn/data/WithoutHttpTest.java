package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.bits.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a JVM of nothing but java.base: all of nn works there, except that nothing can be downloaded. */
class WithoutHttpTest {
    @TempDir
    private Path folder;

    private String printed() {
        return ChildJvm.outputOf(
                        Lists.immutable.with("--limit-modules=java.base", "-XX:TieredStopAtLevel=1"),
                        WithoutHttpProgram.class,
                        folder.toString())
                .getOnly();
    }

    @Test
    void aDownloadSaysWhatIsMissing() {
        assertThat(printed())
                .isEqualTo("PublicData.IRIS.find: needs the module java.net.http for a download, got a JVM without it;"
                        + " start java with --add-modules java.net.http, or an image that has it;"
                        + " or put the files into "
                        + folder);
    }

    @Test
    void whatIsThereNeedsNoDownload() throws IOException {
        Files.createFile(folder.resolve("iris.csv"));
        assertThat(printed()).isEqualTo(folder.toString());
    }
}
