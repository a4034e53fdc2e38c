package gradus.nn.data;

import static gradus.nn.data.PngBytes.chunk;
import static gradus.nn.data.PngBytes.data;
import static gradus.nn.data.PngBytes.end;
import static gradus.nn.data.PngBytes.header;
import static gradus.nn.data.PngBytes.pixels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.nn.files.DataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The pixels of images of every depth, color, filter and order, as libpng 1.6 has them. */
class PngPixelsTest {
    @TempDir
    private Path folder;

    private void refuses(String chunks, String message) {
        assertThatThrownBy(() -> pixels(folder, chunks, ImageLayout.gray(2, 2)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "0100000000, 1, 4, 00a0,             ff00ff00",
        "0200000000, 1, 4, 001b,             0055aaff",
        "0400000000, 1, 2, 005a,             55aa",
        "1000000000, 1, 2, 0012ff8000,       1380",
        "0804000000, 1, 2, 0012ff8000,       1280",
        "1004000000, 1, 1, 00ffff0000,       ff"
    })
    void grayOfEveryDepth(String kind, int height, int width, String rows, String expected) throws IOException {
        String chunks = header(width, height, kind) + data(rows) + end();
        assertThat(pixels(folder, chunks, ImageLayout.gray(height, width))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0802000000, 1, 2, 00010203040506,               010203040506",
        "0806000000, 1, 2, 00010203ff04050600,           010203040506",
        "1002000000, 1, 1, 0001000200ffff,               0102ff",
        "1006000000, 1, 1, 00010002000300ffff,           010203"
    })
    void colorsOfEveryDepth(String kind, int height, int width, String rows, String expected) throws IOException {
        String chunks = header(width, height, kind) + data(rows) + end();
        assertThat(pixels(folder, chunks, ImageLayout.interleaved(height, width)))
                .isEqualTo(expected);
    }

    /**
     * Each filter in a row of its own, on bytes that overflow: computed by hand from ISO/IEC 15948.
     */
    @Test
    void everyFilterIsUndone() throws IOException {
        String rows = "00f01020" + "01f0f0f0" + "02010203" + "03808080" + "04010101";
        String chunks = header(3, 5, "0800000000") + data(rows) + end();
        assertThat(pixels(folder, chunks, ImageLayout.gray(5, 3)))
                .isEqualTo("f01020" + "f0e0d0" + "f1e2d3" + "f86d20" + "f96e21");
    }

    @Test
    void palettes() throws IOException {
        String start = header(2, 2, "0803000000");
        String places = data("000001000203");
        String palette = chunk("PLTE", "000102030405060708090a0b");
        ImageLayout layout = ImageLayout.interleaved(2, 2);
        assertThat(pixels(folder, start + palette + places + end(), layout)).isEqualTo("000102030405060708090a0b");
        assertThat(pixels(folder, start + palette + chunk("tRNS", "0080") + places + end(), layout))
                .isEqualTo("000102030405060708090a0b");
        assertThat(pixels(folder, start + chunk("PLTE", "010203040506") + places + end(), layout))
                .as("places beyond the palette are black")
                .isEqualTo("010203040506000000000000");
        assertThat(pixels(
                        folder,
                        header(2, 2, "0203000000")
                                + chunk("PLTE", "000102030405060708090a0b0c0d0e")
                                + data("001000b0")
                                + end(),
                        layout))
                .isEqualTo("000102030405060708090a0b");
        refuses(start + places + end(), "a palette before the data, got none");
        refuses(start + places + palette + end(), "a palette before the data, got none");
        refuses(start + palette + palette + places + end(), "one palette, got another");
        for (String wrong : new String[] {"", "00", "00".repeat(774)}) {
            refuses(start + chunk("PLTE", wrong) + places + end(), "a palette of 1 to 256 colors");
        }
    }

    /** Against the whole image, in every size that has passes of nothing. */
    @Test
    void interlacedImages() throws IOException {
        int[][] passes = {
            {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
        };
        for (int height = 1; height <= 9; height++) {
            for (int width = 1; width <= 9; width++) {
                var whole = new byte[height * width];
                for (int i = 0; i < whole.length; i++) {
                    whole[i] = (byte) (3 * i + 1);
                }
                var rows = new ByteArrayOutputStream();
                for (int[] pass : passes) {
                    for (int row = pass[1]; row < height && pass[0] < width; row += pass[3]) {
                        rows.write(0);
                        for (int column = pass[0]; column < width; column += pass[2]) {
                            rows.write(whole[row * width + column]);
                        }
                    }
                }
                String chunks = header(width, height, "0800000001")
                        + data(HexFormat.of().formatHex(rows.toByteArray()))
                        + end();
                assertThat(pixels(folder, chunks, ImageLayout.gray(height, width)))
                        .isEqualTo(HexFormat.of().formatHex(whole));
            }
        }
    }
}
