package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.nn.files.DataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.eclipse.collections.api.list.MutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What libpng 1.6 reads, warns of and refuses; each case was tried with it. */
class PngImageTest {
    private static final String SIGNATURE = "89504e470d0a1a0a";

    /** Two rows of two gray pixels: 10 20, 30 40. */
    private static final String ROWS = "001020003040";

    @TempDir
    private Path folder;

    private static String chunk(String type, String hex) {
        return chunk(type, hex, 0);
    }

    /** A chunk whose checksum is off by some bits. */
    private static String chunk(String type, String hex, int wrong) {
        String typed = HexFormat.of().formatHex(type.getBytes(StandardCharsets.ISO_8859_1)) + hex;
        var checksum = new CRC32();
        checksum.update(HexFormat.of().parseHex(typed));
        return "%08x%s%08x".formatted(hex.length() / 2, typed, (int) checksum.getValue() ^ wrong);
    }

    private static String header(int width, int height, String rest) {
        return chunk("IHDR", "%08x%08x%s".formatted(width, height, rest));
    }

    private static String gray() {
        return header(2, 2, "0800000000");
    }

    private static String deflated(String hex) {
        var deflater = new Deflater();
        deflater.setInput(HexFormat.of().parseHex(hex));
        deflater.finish();
        byte[] bytes = new byte[1000];
        int length = deflater.deflate(bytes);
        deflater.end();
        return HexFormat.of().formatHex(bytes, 0, length);
    }

    private static String data(String rows) {
        return chunk("IDAT", deflated(rows));
    }

    private static String end() {
        return chunk("IEND", "");
    }

    private Path save(String hex) throws IOException {
        Path file = folder.resolve("class/a.png");
        Files.createDirectories(file.getParent());
        return Files.write(file, HexFormat.of().parseHex(hex));
    }

    private String pixels(String chunks, ImageLayout layout) throws IOException {
        save(SIGNATURE + chunks);
        byte[] pixels = new byte[layout.size()];
        PngImage.read(folder.resolve("class/a.png"), layout, pixels, 0);
        return HexFormat.of().formatHex(pixels);
    }

    private void readsWithout(String chunks) throws IOException {
        assertThat(Said.during(() -> assertThat(pixels(chunks, ImageLayout.gray(2, 2))).isEqualTo("10203040")))
                .isEmpty();
    }

    private void warns(String chunks, String warning) throws IOException {
        MutableList<String> said = Said.during(
                () -> assertThat(pixels(chunks, ImageLayout.gray(2, 2))).isEqualTo("10203040"));
        assertThat(said).hasSize(1);
        assertThat(said.getFirst())
                .startsWith(folder.resolve("class/a.png") + ", byte ")
                .contains(warning)
                .endsWith("; the image is read all the same");
    }

    private void refuses(String chunks, String message) {
        assertThatThrownBy(() -> pixels(chunks, ImageLayout.gray(2, 2)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message);
    }

    /** A text with a wrong checksum beside one pixel of 128. */
    @Test
    void aDamagedTextHarmsNoPixel() throws IOException {
        save("89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a74455874436f6d6d656e74006869a2a25867"
                + "0000000a49444154789c636800000082008177cd72b60000000049454e44ae426082");
        var said = Said.during(() -> {
            var images = ImageFolder.load(folder, ImageLayout.gray(1, 1));
            assertThat(images.all().all().inputs().item()).isEqualTo(128 / 255f);
        });
        assertThat(said)
                .containsExactly(folder.resolve("class/a.png")
                        + ", byte 33: chunk tEXt has a wrong checksum; the image is read all the same");
    }

    @ParameterizedTest
    @CsvSource({"tEXt", "gAMA", "tRNS", "iCCP", "sRGB", "pHYs", "tIME", "cHRM", "bKGD", "sBIT", "zTXt", "eXIf", "acTL", "abcd"})
    void ancillaryChunksChangeNothing(String type) throws IOException {
        readsWithout(gray() + chunk(type, "7a7a") + data(ROWS) + chunk(type, "") + end());
        warns(gray() + chunk(type, "00000001", 1) + data(ROWS) + end(), "chunk " + type + " has a wrong checksum");
        warns(gray() + data(ROWS) + chunk(type, "00000001", 1) + end(), "chunk " + type + " has a wrong checksum");
    }

    @Test
    void whatIsReadWithAWarning() throws IOException {
        String start = gray() + data(ROWS);
        warns(start + end() + "6761726261676500", "more bytes after the end");
        warns(start + end() + chunk("tEXt", "6100"), "more bytes after the end");
        warns(start + chunk("IEND", "00"), "chunk IEND is not empty");
        warns(start + chunk("IDAT", "7878") + end(), "another chunk IDAT");
        warns(gray() + data(ROWS + "00") + end(), "more image data than pixels");
        warns(gray() + data(ROWS + "00".repeat(300)) + end(), "more image data than pixels");
        warns(gray() + chunk("IDAT", deflated(ROWS) + "7a7a") + end(), "bytes after the compressed data");
        warns(gray() + chunk("PLTE", "000000") + data(ROWS) + end(), "chunk PLTE is out of place");
        String whole = deflated(ROWS);
        int tail = whole.length() - 8;
        warns(
                gray() + chunk("IDAT", whole.substring(0, tail)) + chunk("IDAT", "00000000") + end(),
                "damaged data after the last row");
    }

    @Test
    void dataInManyChunks() throws IOException {
        String whole = deflated(ROWS);
        var single = new StringBuilder();
        for (int i = 0; i < whole.length(); i += 2) {
            single.append(chunk("IDAT", whole.substring(i, i + 2))).append(chunk("IDAT", ""));
        }
        readsWithout(gray() + single + end());
        readsWithout(gray() + chunk("IDAT", "") + data(ROWS) + end());
        refuses(
                gray() + chunk("IDAT", whole.substring(0, 10)) + chunk("tEXt", "6100")
                        + chunk("IDAT", whole.substring(10)) + end(),
                "needs more image data in a chunk IDAT, got a chunk tEXt");
    }

    @Test
    void whatIsRefused() {
        String start = gray() + data(ROWS);
        String whole = deflated(ROWS);
        refuses(start, "needs another chunk, got the end of the file; truncated?");
        refuses(gray() + end(), "needs a chunk IDAT before the end, got none");
        refuses(start + chunk("IEND", "", 1), "the right checksum");
        refuses(gray() + chunk("IDAT", whole, 1) + end(), "the right checksum");
        refuses(start + chunk("IDAT", "78", 1) + end(), "the right checksum");
        refuses(gray() + chunk("PLTE", "000000", 1) + data(ROWS) + end(), "the right checksum");
        refuses(chunk("IHDR", "00000002000000020800000000", 1) + data(ROWS) + end(), "the right checksum");
        refuses(gray() + gray() + data(ROWS) + end(), "got IHDR");
        refuses(start + gray() + end(), "got IHDR");
        refuses(gray() + chunk("ABCD", "00") + data(ROWS) + end(), "got ABCD");
        refuses(start + chunk("CgBI", "00") + end(), "got CgBI");
        refuses(gray() + chunk("a1cd", "00") + data(ROWS) + end(), "a chunk's type of four letters, got 0x61316364");
        refuses(chunk("tEXt", "6100") + start + end(), "needs the chunk IHDR of 13 bytes, got tEXt of 2 bytes");
        refuses(chunk("IHDR", "0000000200000002080000000000") + data(ROWS) + end(), "got IHDR of 14 bytes");
        refuses(gray() + "8000000074455874" + "00000000".repeat(9), "a chunk that fits the file");
        refuses(gray() + data("0010200030") + end(), "needs as much data as the image has pixels, got less");
        refuses(gray() + data("001020053040") + end(), "needs a row's filter from 0 to 4, got 5");
        refuses(gray() + chunk("IDAT", whole.substring(0, whole.length() - 8)) + end(), "got a chunk IEND; truncated?");
        refuses(gray() + chunk("IDAT", whole.substring(0, whole.length() - 2) + "00") + end(), "sound compressed data");
        refuses(gray() + chunk("IDAT", "799c" + whole.substring(4)) + end(), "sound compressed data");
        refuses(gray() + chunk("IDAT", "78bb" + whole.substring(4)) + end(), "");
    }

    @ParameterizedTest
    @CsvSource({"0300000000", "0801000000", "0800010000", "0800000100", "0800000002", "1003000000", "0402000000", "0805000000"})
    void headersThatPngDoesNotHave(String rest) {
        refuses(header(2, 2, rest) + data(ROWS) + end(), "that PNG has");
    }

    @Test
    void sizesThatPngDoesNotHave() {
        refuses(header(0, 2, "0800000000") + data(ROWS) + end(), "sides of 1 to 1000000 pixels, got 0 x 2");
        refuses(header(2, -1, "0800000000") + data(ROWS) + end(), "sides of 1 to 1000000 pixels, got 2 x -1");
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
        assertThat(pixels(chunks, ImageLayout.gray(height, width))).isEqualTo(expected);
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
        assertThat(pixels(chunks, ImageLayout.interleaved(height, width))).isEqualTo(expected);
    }

    /** Each filter in a row of its own, on bytes that overflow: computed by hand from ISO/IEC 15948. */
    @Test
    void everyFilterIsUndone() throws IOException {
        String rows = "00f01020" + "01f0f0f0" + "02010203" + "03808080" + "04010101";
        String chunks = header(3, 5, "0800000000") + data(rows) + end();
        assertThat(pixels(chunks, ImageLayout.gray(5, 3)))
                .isEqualTo("f01020" + "f0e0d0" + "f1e2d3" + "f86d20" + "f96e21");
    }

    @Test
    void palettes() throws IOException {
        String start = header(2, 2, "0803000000");
        String places = data("000001000203");
        String palette = chunk("PLTE", "000102030405060708090a0b");
        ImageLayout layout = ImageLayout.interleaved(2, 2);
        assertThat(pixels(start + palette + places + end(), layout)).isEqualTo("000102030405060708090a0b");
        assertThat(pixels(start + palette + chunk("tRNS", "0080") + places + end(), layout))
                .isEqualTo("000102030405060708090a0b");
        assertThat(pixels(start + chunk("PLTE", "010203040506") + places + end(), layout))
                .as("places beyond the palette are black")
                .isEqualTo("010203040506000000000000");
        assertThat(pixels(
                        header(2, 2, "0203000000") + chunk("PLTE", "000102030405060708090a0b0c0d0e") + data("001000b0")
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
        int[][] passes = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};
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
                        + data(HexFormat.of().formatHex(rows.toByteArray())) + end();
                assertThat(pixels(chunks, ImageLayout.gray(height, width)))
                        .isEqualTo(HexFormat.of().formatHex(whole));
            }
        }
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] whole = HexFormat.of().parseHex(SIGNATURE + gray() + data(ROWS) + end());
        assertThat(ByteBuffer.wrap(whole).getLong()).isEqualTo(0x89504e470d0a1a0aL);
        for (int length = 0; length < whole.length; length++) {
            Path file = save(HexFormat.of().formatHex(Arrays.copyOf(whole, length)));
            assertThatThrownBy(() -> PngImage.read(file, ImageLayout.gray(2, 2), new byte[4], 0))
                    .isInstanceOf(DataException.class);
        }
    }
}
