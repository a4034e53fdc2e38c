package gradus.nn.data;

import gradus.autodiff.IndexException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.impl.list.mutable.primitive.IntArrayList;

/**
 * The cells of a table, or of a part of it, as places in the bytes of its text: four bytes a cell,
 * while a string for each would take twenty times its text. A cell becomes a string when it is
 * asked for.
 */
final class CsvCells {
    static final int QUOTE = '"';

    /** The place of a cell that a short row does not have. */
    static final int NOWHERE = -1;

    /** The bytes of a string beside its characters: two objects, rounded up. */
    private static final int STRING = 48;

    /** What a place in a list takes, while the list is made and copied. */
    private static final int LISTED = 2 * Long.BYTES;

    private static final int PIECE = 1 << 13;

    /** The first byte of a character beyond Latin-1, in UTF-8, is this one or a larger one. */
    private static final int BEYOND_LATIN_1 = 0xc4;

    private final byte[] bytes;
    private final Origin origin;
    private final char separator;
    private final int columns;
    private final IntArrayList begins;
    private final IntArrayList lines;

    /** Whether each cell ends before the next one begins: not where rows were chosen. */
    private final boolean consecutive;

    /** Where the bytes, which are UTF-8, begin in the file, and how they are encoded there. */
    record Origin(long offset, Charset charset) {
        /** The place in the file of one in the bytes. */
        long of(byte[] bytes, int place) {
            return offset + (charset.equals(StandardCharsets.UTF_8) ? place : encoded(bytes, place));
        }

        /** How many bytes the first ones are in the file, counted in pieces that take no memory. */
        private long encoded(byte[] bytes, int place) {
            var decoder = StandardCharsets.UTF_8.newDecoder();
            var encoder = charset.newEncoder();
            ByteBuffer text = ByteBuffer.wrap(bytes, 0, place);
            CharBuffer characters = CharBuffer.allocate(PIECE);
            ByteBuffer piece = ByteBuffer.allocate((int) (PIECE * encoder.maxBytesPerChar()) + PIECE);
            long count = 0;
            boolean last = false;
            while (!last) {
                last = decoder.decode(text, characters, true).isUnderflow();
                encoder.encode(characters.flip(), piece, last);
                characters.compact();
                if (last) {
                    encoder.flush(piece);
                }
                count += piece.position();
                piece.clear();
            }
            return count;
        }
    }

    /**
     * Cells of a file.
     *
     * @param begins where each cell begins, row after row
     * @param lines the line from 1 on which each row begins
     */
    CsvCells(byte[] bytes, Origin origin, char separator, int columns, IntArrayList begins, IntArrayList lines) {
        this(bytes, origin, separator, columns, begins, lines, true);
    }

    private CsvCells(
            byte[] bytes,
            Origin origin,
            char separator,
            int columns,
            IntArrayList begins,
            IntArrayList lines,
            boolean consecutive) {
        this.consecutive = consecutive;
        this.bytes = bytes;
        this.origin = origin;
        this.separator = separator;
        this.columns = columns;
        this.begins = begins;
        this.lines = lines;
    }

    /** The rows at some places, counted from a row on. */
    CsvCells select(int from, int[] places) {
        var chosenBegins = new IntArrayList(Math.multiplyExact(places.length, columns));
        var chosenLines = new IntArrayList(places.length);
        for (int place : places) {
            if (place < 0 || place >= rows() - from) {
                throw new IndexException("Csv.select", "rows from 0 to " + (rows() - from - 1), place + "", "");
            }
            int row = from + place;
            for (int column = 0; column < columns; column++) {
                chosenBegins.add(begins.get(row * columns + column));
            }
            chosenLines.add(line(row));
        }
        return new CsvCells(bytes, origin, separator, columns, chosenBegins, chosenLines, false);
    }

    int columns() {
        return columns;
    }

    int rows() {
        return lines.size();
    }

    /** The line from 1 on which a row begins. */
    int line(int row) {
        return lines.get(row);
    }

    /** The byte of the file at which a row begins. */
    long offset(int row) {
        return origin.of(bytes, begins.get(row * columns));
    }

    /**
     * A cell without the quotes around it; what follows these up to the end of the cell is kept, as
     * pandas does.
     */
    String text(int row, int column) {
        int begin = begins.get(row * columns + column);
        if (begin == NOWHERE) {
            return "";
        }
        boolean quoted = begin < bytes.length && bytes[begin] == QUOTE;
        return quoted ? quoted(begin + 1) : decoded(begin, plainEnd(bytes, bytes.length, begin, separator));
    }

    /** The cells of a column from a row on. */
    ImmutableList<String> texts(int from, int column) {
        MutableList<String> texts = Lists.mutable.withInitialCapacity(rows() - from);
        IntStream.range(from, rows()).forEach(row -> texts.add(text(row, column)));
        return texts.toImmutable();
    }

    /** What these take at most: the bytes up to the next cell's say it without a string of each. */
    long memory(int from, int column) {
        return IntStream.range(from, rows())
                .mapToLong(row -> LISTED + memory(row * columns + column))
                .sum();
    }

    private long memory(int cell) {
        if (!consecutive) {
            return memory(text(cell / columns, cell % columns));
        }
        int begin = begins.get(cell);
        int next = cell + 1;
        while (next < begins.size() && begins.get(next) == NOWHERE) {
            next++;
        }
        int end = next < begins.size() ? begins.get(next) : bytes.length;
        return begin == NOWHERE ? STRING : STRING + (isWide(begin, end) ? 2L : 1L) * Math.max(0, end - begin - 1);
    }

    /** Whether a character is beyond Latin-1: its first byte is above those of the others. */
    private boolean isWide(int begin, int end) {
        return IntStream.range(begin, end).anyMatch(i -> Byte.toUnsignedInt(bytes[i]) >= BEYOND_LATIN_1);
    }

    /** What a string takes: two bytes a character where one is beyond Latin-1. */
    static long memory(String text) {
        boolean wide = text.chars().anyMatch(sign -> sign > 0xff);
        return STRING + (wide ? 2L : 1L) * text.length();
    }

    private String quoted(int begin) {
        int end = begin;
        boolean doubled = false;
        while (bytes[end] != QUOTE || (end + 1 < bytes.length && bytes[end + 1] == QUOTE)) {
            doubled |= bytes[end] == QUOTE;
            end += bytes[end] == QUOTE ? 2 : 1;
        }
        String text = decoded(begin, end);
        String rest = decoded(end + 1, plainEnd(bytes, bytes.length, end + 1, separator));
        return (doubled ? text.replace("\"\"", "\"") : text) + rest;
    }

    private String decoded(int begin, int end) {
        return new String(bytes, begin, end - begin, StandardCharsets.UTF_8);
    }

    /** Where a cell without quotes ends, or the bytes do. */
    static int plainEnd(byte[] bytes, int length, int begin, char separator) {
        int end = begin;
        while (end < length && bytes[end] != separator && bytes[end] != '\n' && bytes[end] != '\r') {
            end++;
        }
        return end;
    }
}
