package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import gradus.nn.files.ByteSource;
import gradus.nn.files.DataException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The text of a file as bytes of UTF-8, whatever its encoding, without its byte order mark; each
 * byte is checked.
 */
final class CsvText {
    private static final int PIECE = 1 << 16;

    private final Path file;
    private final ByteSource source;
    private final Charset charset;
    private final int mark;
    private final ByteBuffer in = ByteBuffer.allocate(PIECE).limit(0);
    private final CharBuffer characters = CharBuffer.allocate(PIECE);
    private final CharsetDecoder decoder;
    private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();

    /** What is ready to be handed out. */
    private ByteBuffer out = ByteBuffer.allocate(0);

    private boolean atEnd;
    private int line = 1;
    private char last;

    CsvText(Path file, ByteSource source, Csv.Format format) throws IOException {
        this.file = file;
        this.source = source;
        fill();
        requireTable();
        var order = CsvMark.of(in, format.charset());
        this.mark = order == null ? 0 : order.length();
        this.charset = order == null ? format.charset() : order.charset();
        in.position(mark);
        this.decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        if (order == null) {
            CsvMark.requireNone(file, in, charset);
        }
    }

    /** Checks an encoding that a user names. */
    static void requireEncoding(@Nullable Charset charset) {
        if (charset == null) {
            throw new ArgumentException("Csv.Format", "an encoding", "null", "StandardCharsets.UTF_8 is the usual one");
        }
        if (!charset.canEncode()) {
            throw new ArgumentException(
                    "Csv.Format",
                    "an encoding that Java also writes, to tell the places of errors",
                    charset + "",
                    "name the encoding itself, as ISO-2022-JP, or convert the file to UTF-8");
        }
    }

    /** Refuses what is no text; a table may begin with the brace of a JSON object. */
    private void requireTable() throws IOException {
        byte[] first = Arrays.copyOf(in.array(), in.limit());
        if (first.length > 0 && first[0] != '{') {
            source.refuseOtherKind(first, "separated values");
        }
    }

    /** How the file is encoded: as its mark says, or else as the user does. */
    Charset charset() {
        return charset;
    }

    /** How many bytes its byte order mark has. */
    int markLength() {
        return mark;
    }

    /**
     * The next bytes, at most {@code length} of them and more than none: how many, or -1 at the
     * end.
     */
    int read(byte[] to, int offset, int length) throws IOException {
        while (!out.hasRemaining()) {
            if (atEnd && !in.hasRemaining()) {
                return -1;
            }
            advance();
        }
        int count = Math.min(length, out.remaining());
        out.get(to, offset, count);
        return count;
    }

    private void fill() throws IOException {
        in.compact();
        int count = 0;
        while (in.hasRemaining() && count >= 0) {
            count = source.read(in.array(), in.position(), in.remaining());
            in.position(in.position() + Math.max(count, 0));
        }
        atEnd = count < 0;
        in.flip();
    }

    private void advance() throws IOException {
        if (!atEnd) {
            fill();
        }
        int begin = in.position();
        CoderResult result = decoder.decode(in, characters.clear(), atEnd);
        countLines(characters.flip());
        if (result.isError()) {
            throw wrong(result.length());
        }
        if (charset.equals(StandardCharsets.UTF_8)) {
            out = ByteBuffer.wrap(in.array(), begin, in.position() - begin);
        } else {
            out = encoder.encode(characters);
        }
    }

    private void countLines(CharBuffer text) {
        for (int i = 0; i < text.length(); i++) {
            char sign = text.charAt(i);
            if (sign == '\r' || (sign == '\n' && last != '\r')) {
                line++;
            }
            last = sign;
        }
    }

    private DataException wrong(int length) {
        var bytes = new StringBuilder();
        for (int i = 0; i < length; i++) {
            bytes.append(" 0x%02x".formatted(in.get(in.position() + i)));
        }
        return new DataException(
                file,
                source.position() - in.remaining(),
                charset + " in line " + line,
                (length == 1 ? "the byte" : "the bytes") + bytes,
                hint());
    }

    /** Where a mark says the encoding no other can be chosen. */
    private String hint() {
        if (mark > 0) {
            return "damaged? Its byte order mark says " + charset;
        }
        return charset.equals(StandardCharsets.UTF_8)
                ? "another encoding? Csv.Format's charset(Charset.forName(\"windows-1252\")) names it"
                : "another encoding than " + charset + ", or damaged?";
    }
}
