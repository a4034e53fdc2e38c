package gradus.nn.data;

import gradus.nn.files.DataException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/** A byte order mark: the first bytes of a text that say its encoding. */
record CsvMark(Charset charset, String bytes) {
    /** UTF-32 before UTF-16, whose mark begins alike. */
    private static final ImmutableList<CsvMark> ALL = Lists.immutable.with(
            new CsvMark(StandardCharsets.UTF_8, "\u00ef\u00bb\u00bf"),
            new CsvMark(StandardCharsets.UTF_32LE, "\u00ff\u00fe\0\0"),
            new CsvMark(StandardCharsets.UTF_32BE, "\0\0\u00fe\u00ff"),
            new CsvMark(StandardCharsets.UTF_16LE, "\u00ff\u00fe"),
            new CsvMark(StandardCharsets.UTF_16BE, "\u00fe\u00ff"));

    private static final int LONGEST = 4;

    private static final String MARK = "\ufeff";

    int length() {
        return bytes.length();
    }

    /** The mark with which the bytes begin, one of all or that of an encoding; or null. */
    static @Nullable CsvMark of(ByteBuffer begin, Charset charset) {
        byte[] bytes = new byte[Math.min(LONGEST, begin.remaining())];
        begin.get(begin.position(), bytes);
        String first = new String(bytes, StandardCharsets.ISO_8859_1);
        CsvMark found = ALL.detect(mark -> first.startsWith(mark.bytes));
        CsvMark own = new CsvMark(charset, new String(MARK.getBytes(charset), StandardCharsets.ISO_8859_1));
        return found == null && charset.newEncoder().canEncode(MARK) && first.startsWith(own.bytes) ? own : found;
    }

    /** Refuses what cannot be read without a mark. */
    static void requireNone(Path file, ByteBuffer begin, Charset charset) {
        boolean wanted = charset.equals(StandardCharsets.UTF_16) || charset.equals(StandardCharsets.UTF_32);
        if (wanted && begin.hasRemaining()) {
            throw new DataException(
                    file, 0, "a byte order mark, as " + charset + " has", "none", "charset(" + charset + "LE) or BE?");
        }
        if (!charset.equals(StandardCharsets.UTF_8) || begin.remaining() < LONGEST) {
            return;
        }
        boolean little = begin.get(0) != 0 && begin.get(1) == 0 && begin.get(2) != 0 && begin.get(3) == 0;
        boolean big = begin.get(0) == 0 && begin.get(1) != 0 && begin.get(2) == 0 && begin.get(3) != 0;
        if (little || big) {
            throw new DataException(
                    file,
                    0,
                    "UTF-8",
                    "UTF-16 without a byte order mark, by its zeros",
                    "Csv.Format's charset(StandardCharsets.UTF_16" + (little ? "LE" : "BE") + ") names it");
        }
    }
}
