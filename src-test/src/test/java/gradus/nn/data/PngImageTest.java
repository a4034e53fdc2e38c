package gradus.nn.data;

import static gradus.nn.data.PngBytes.ROWS;
import static gradus.nn.data.PngBytes.chunk;
import static gradus.nn.data.PngBytes.data;
import static gradus.nn.data.PngBytes.deflated;
import static gradus.nn.data.PngBytes.end;
import static gradus.nn.data.PngBytes.gray;
import static gradus.nn.data.PngBytes.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.nn.files.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.eclipse.collections.api.list.MutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What libpng 1.6 reads, warns of and refuses; each case was tried with it. */
class PngImageTest {
    @TempDir
    private Path folder;

    private void readsWithout(String chunks) throws IOException {
        assertThat(Said.during(() -> assertThat(PngBytes.pixels(folder, chunks, ImageLayout.gray(2, 2)))
                        .isEqualTo("10203040")))
                .isEmpty();
    }

    private void warns(String chunks, String warning) throws IOException {
        MutableList<String> said = Said.during(() -> assertThat(PngBytes.pixels(folder, chunks, ImageLayout.gray(2, 2)))
                .isEqualTo("10203040"));
        assertThat(said).hasSize(1);
        assertThat(said.getFirst())
                .startsWith(folder.resolve("class/a.png") + ", byte ")
                .contains(warning)
                .endsWith("; the image is read all the same");
    }

    private void refuses(String chunks, String message) {
        assertThatThrownBy(() -> PngBytes.pixels(folder, chunks, ImageLayout.gray(2, 2)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(message);
    }

    /** A text with a wrong checksum beside one pixel of 128. */
    @Test
    void aDamagedTextHarmsNoPixel() throws IOException {
        PngBytes.save(
                folder,
                "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
                        + "0000000a74455874436f6d6d656e74006869a2a25867"
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
    @CsvSource({
        "tEXt", "gAMA", "tRNS", "iCCP", "sRGB", "pHYs", "tIME", "cHRM", "bKGD", "sBIT", "zTXt", "eXIf", "acTL", "abcd"
    })
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
                gray()
                        + chunk("IDAT", whole.substring(0, 10))
                        + chunk("tEXt", "6100")
                        + chunk("IDAT", whole.substring(10))
                        + end(),
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
    @CsvSource({
        "0300000000",
        "0801000000",
        "0800010000",
        "0800000100",
        "0800000002",
        "1003000000",
        "0402000000",
        "0805000000"
    })
    void headersThatPngDoesNotHave(String rest) {
        refuses(header(2, 2, rest) + data(ROWS) + end(), "that PNG has");
    }

    @Test
    void sizesThatPngDoesNotHave() {
        refuses(
                header(0, 2, "0800000000") + data(ROWS) + end(),
                "sides of 1 to 1000000 pixels, got height 2 and width 0");
        refuses(
                header(2, -1, "0800000000") + data(ROWS) + end(),
                "sides of 1 to 1000000 pixels, got height -1 and width 2");
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] whole = HexFormat.of().parseHex(PngBytes.SIGNATURE + gray() + data(ROWS) + end());
        assertThat(ByteBuffer.wrap(whole).getLong()).isEqualTo(0x89504e470d0a1a0aL);
        for (int length = 0; length < whole.length; length++) {
            Path file = PngBytes.save(folder, HexFormat.of().formatHex(Arrays.copyOf(whole, length)));
            assertThatThrownBy(() -> PngImage.read(file, ImageLayout.gray(2, 2), new byte[4], 0))
                    .isInstanceOf(DataException.class);
        }
    }
}
