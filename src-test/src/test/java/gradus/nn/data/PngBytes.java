package gradus.nn.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** PNG images chunk by chunk, in hexadecimal digits. */
final class PngBytes {
    static final String SIGNATURE = "89504e470d0a1a0a";

    /** Two rows of two gray pixels: 10 20, 30 40. */
    static final String ROWS = "001020003040";

    private PngBytes() {}

    static String chunk(String type, String hex) {
        return chunk(type, hex, 0);
    }

    /** A chunk whose checksum is off by some bits. */
    static String chunk(String type, String hex, int wrong) {
        String typed = HexFormat.of().formatHex(type.getBytes(StandardCharsets.ISO_8859_1)) + hex;
        var checksum = new CRC32();
        checksum.update(HexFormat.of().parseHex(typed));
        return "%08x%s%08x".formatted(hex.length() / 2, typed, (int) checksum.getValue() ^ wrong);
    }

    static String header(int width, int height, String rest) {
        return chunk("IHDR", "%08x%08x%s".formatted(width, height, rest));
    }

    static String gray() {
        return header(2, 2, "0800000000");
    }

    static String deflated(String hex) {
        var deflater = new Deflater();
        deflater.setInput(HexFormat.of().parseHex(hex));
        deflater.finish();
        byte[] bytes = new byte[1000];
        int length = deflater.deflate(bytes);
        deflater.end();
        return HexFormat.of().formatHex(bytes, 0, length);
    }

    static String data(String rows) {
        return chunk("IDAT", deflated(rows));
    }

    static String end() {
        return chunk("IEND", "");
    }

    /** An image of these bytes, the only one of a class. */
    static Path save(Path folder, String hex) throws IOException {
        Path file = folder.resolve("class/a.png");
        Files.createDirectories(file.getParent());
        return Files.write(file, HexFormat.of().parseHex(hex));
    }

    /** What is read of an image of these chunks. */
    static String pixels(Path folder, String chunks, ImageLayout layout) throws IOException {
        byte[] pixels = new byte[layout.size()];
        PngImage.read(save(folder, SIGNATURE + chunks), layout, pixels, 0);
        return HexFormat.of().formatHex(pixels);
    }
}
