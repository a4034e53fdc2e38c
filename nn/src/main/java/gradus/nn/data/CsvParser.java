package gradus.nn.data;

import gradus.nn.data.Csv.Row;
import gradus.nn.files.DataException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;

/** Cuts the bytes of a file into rows and cells. Separators, quotes and ends of lines are single bytes in UTF-8, so it works on bytes. */
final class CsvParser {
    private static final int QUOTE = '"';

    private final Path file;
    private final byte[] bytes;
    private final char separator;
    private int position;
    private int line = 1;

    CsvParser(Path file, byte[] bytes, char separator) {
        this.file = file;
        this.bytes = bytes;
        this.separator = separator;
    }

    /** All rows; empty lines are left out. */
    ImmutableList<Row> rows() {
        MutableList<Row> rows = Lists.mutable.empty();
        skipByteOrderMark();
        while (position < bytes.length) {
            int begin = position;
            int beginLine = line;
            MutableList<String> cells = row();
            if (cells.size() == 1 && cells.getFirst().isEmpty()) {
                continue;
            }
            if (rows.notEmpty() && rows.getFirst().cells().size() != cells.size()) {
                throw wrong(
                        begin,
                        rows.getFirst().cells().size() + " cells in line " + beginLine + ", as in the first row",
                        cells.size() + "",
                        "another separator?");
            }
            rows.add(new Row(beginLine, begin, cells.toImmutable()));
        }
        return rows.toImmutable();
    }

    private void skipByteOrderMark() {
        boolean marked =
                bytes.length >= 3 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf;
        position = marked ? 3 : 0;
    }

    private MutableList<String> row() {
        MutableList<String> cells = Lists.mutable.empty();
        while (true) {
            cells.add(position < bytes.length && bytes[position] == QUOTE ? quoted() : plain());
            if (position >= bytes.length || bytes[position] != separator) {
                break;
            }
            position++;
        }
        endOfLine();
        return cells;
    }

    private String plain() {
        int begin = position;
        while (position < bytes.length && !isEnd(bytes[position])) {
            if (bytes[position] == QUOTE) {
                throw wrong(position, "quotes around a whole cell in line " + line, "one in the middle", "");
            }
            position++;
        }
        return text(begin, position);
    }

    private boolean isEnd(byte next) {
        return next == separator || next == '\n' || next == '\r';
    }

    private String quoted() {
        int open = position++;
        int openLine = line;
        int begin = position;
        while (true) {
            if (position >= bytes.length) {
                throw wrong(
                        open, "a quote that ends the cell of line " + openLine, "the end of the file", "truncated?");
            }
            if (bytes[position] == QUOTE) {
                if (position + 1 == bytes.length || bytes[position + 1] != QUOTE) {
                    break;
                }
                position++;
            } else if (bytes[position] == '\n') {
                line++;
            }
            position++;
        }
        String text = text(begin, position).replace("\"\"", "\"");
        position++;
        if (position < bytes.length && !isEnd(bytes[position])) {
            throw wrong(
                    position,
                    "a separator or the end of line " + line + " after a quote",
                    "'" + (char) bytes[position] + "'",
                    "");
        }
        return text;
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

    private String text(int begin, int end) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, begin, end - begin))
                    .toString();
        } catch (CharacterCodingException e) {
            throw (DataException)
                    wrong(begin, "UTF-8 in line " + line, "other bytes", "").initCause(e);
        }
    }

    private DataException wrong(long offset, String need, String got, String hint) {
        return new DataException(file, offset, need, got, hint);
    }
}
