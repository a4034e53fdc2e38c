package gradus.nn.data;

import gradus.nn.files.DataException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;

/** Finds the rows and cells in the bytes of a file. Separators, quotes and ends of lines are single bytes in UTF-8, so it works on bytes. */
final class CsvParser {
    private static final int CHARACTERS = 1 << 13;

    private final Path file;
    private final byte[] bytes;
    private final char separator;
    private final int mostCells;
    private final IntArrayList begins = new IntArrayList();
    private final IntArrayList lines = new IntArrayList();
    private int columns;
    private int position;
    private int line = 1;

    CsvParser(Path file, byte[] bytes, char separator, int mostCells) {
        this.file = file;
        this.bytes = bytes;
        this.separator = separator;
        this.mostCells = mostCells;
    }

    /** All cells; empty lines are left out. */
    CsvCells cells() {
        requireText();
        skipByteOrderMark();
        while (position < bytes.length) {
            if (bytes[position] == '\n' || bytes[position] == '\r') {
                endOfLine();
            } else {
                row();
            }
        }
        return new CsvCells(bytes, separator, columns, begins, lines);
    }

    private void requireText() {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(CHARACTERS);
        CoderResult result = CoderResult.OVERFLOW;
        while (result.isOverflow()) {
            result = decoder.decode(in, out.clear(), true);
        }
        if (result.isError()) {
            throw wrong(in.position(), "UTF-8 in line " + lineOf(in.position()), "other bytes", "");
        }
    }

    private int lineOf(int offset) {
        int number = 1;
        for (int i = 0; i < offset; i++) {
            boolean followed = i + 1 < bytes.length && bytes[i + 1] == '\n';
            number += bytes[i] == '\n' || (bytes[i] == '\r' && !followed) ? 1 : 0;
        }
        return number;
    }

    private void skipByteOrderMark() {
        boolean marked =
                bytes.length >= 3 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf;
        position = marked ? 3 : 0;
    }

    private void row() {
        int begin = position;
        int beginLine = line;
        int before = begins.size();
        cell();
        while (position < bytes.length && bytes[position] == separator) {
            position++;
            cell();
        }
        int count = begins.size() - before;
        if (lines.isEmpty()) {
            columns = count;
        } else if (count != columns) {
            throw wrong(
                    begin,
                    columns + " cells in line " + beginLine + ", as in the first row",
                    count + "",
                    position == bytes.length && count < columns ? "truncated?" : "another separator?");
        }
        lines.add(beginLine);
        endOfLine();
    }

    private void cell() {
        if (begins.size() == mostCells) {
            throw wrong(position, "at most " + mostCells + " cells", "more", "");
        }
        begins.add(position);
        if (position < bytes.length && bytes[position] == CsvCells.QUOTE) {
            skipQuoted();
        } else {
            skipPlain();
        }
    }

    private void skipPlain() {
        int end = CsvCells.plainEnd(bytes, position, separator);
        while (position < end) {
            if (bytes[position] == CsvCells.QUOTE) {
                throw wrong(position, "quotes around a whole cell in line " + line, "one in the middle", "");
            }
            position++;
        }
    }

    private void skipQuoted() {
        int open = position++;
        int openLine = line;
        while (true) {
            if (position >= bytes.length) {
                throw wrong(
                        open, "a quote that ends the cell of line " + openLine, "the end of the file", "truncated?");
            }
            if (bytes[position] == CsvCells.QUOTE) {
                if (position + 1 == bytes.length || bytes[position + 1] != CsvCells.QUOTE) {
                    break;
                }
                position++;
            } else if (bytes[position] == '\n') {
                line++;
            }
            position++;
        }
        position++;
        if (position < bytes.length && !CsvCells.isEnd(bytes[position], separator)) {
            throw wrong(
                    position,
                    "a separator or the end of line " + line + " after a quote",
                    "'" + (char) bytes[position] + "'",
                    "");
        }
    }

    private void endOfLine() {
        if (position < bytes.length && bytes[position] == '\r') {
            position++;
        }
        if (position < bytes.length && bytes[position] == '\n') {
            position++;
        }
        line++;
    }

    private DataException wrong(long offset, String need, String got, String hint) {
        return new DataException(file, offset, need, got, hint);
    }
}
