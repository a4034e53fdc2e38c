package gradus.nn.data;

import static gradus.nn.data.PngBytes.SIGNATURE;
import static gradus.nn.data.PngBytes.data;
import static gradus.nn.data.PngBytes.end;
import static gradus.nn.data.PngBytes.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.ArgumentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images of other channels than they are read with. */
class ImageChannelsTest {
    private static final ImageLayout GRAY = ImageLayout.gray(1, 2);

    @TempDir
    private Path folder;

    /** An image of two pixels with red, green and blue. */
    private void save(String name, String pixels) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        String hex = SIGNATURE + header(2, 1, "0802000000") + data("00" + pixels) + end();
        Files.write(file, HexFormat.of().parseHex(hex));
    }

    /** Gray pixels of a colored image lose nothing. */
    @Test
    void colorsAreMadeGrayAndCounted() throws IOException {
        save("ants/a.png", "808080ffffff");
        assertThat(Said.during(() -> ImageFolder.load(folder, GRAY))).isEmpty();
        save("ants/b.png", "000000000001");
        save("cats/c.png", "ff0000000000");
        assertThat(Said.during(() -> ImageFolder.load(folder, GRAY)))
                .containsExactly(folder + ": made 2 of 3 images gray; ImageLayout.planes keeps their colors");
        assertThat(Said.during(() -> ImageFolder.load(folder, ImageLayout.planes(1, 2))))
                .isEmpty();
    }

    @Test
    void imagesHaveOneChannelOrThree() throws IOException {
        save("cats/a.png", "000000000000");
        for (int channels : new int[] {2, 4}) {
            assertThatThrownBy(() -> ImageFolder.load(folder, new ImageLayout(1, 2, channels, false)))
                    .isInstanceOf(ArgumentException.class)
                    .hasMessage("ImageFolder.load: needs a layout of 1 channel or 3, got " + channels
                            + "; transparency is ignored");
        }
    }
}
