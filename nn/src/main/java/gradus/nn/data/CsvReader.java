package gradus.nn.data;

import gradus.nn.files.ByteSource;
import gradus.nn.files.DataException;
import gradus.nn.files.MemoryAtHand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/** Reads tables, whole or in parts, and says before it takes any memory if there is not enough. */
final class CsvReader {
    private static final int MOST_BYTES = 1 << 28;
    private static final int PIECE = 1 << 16;

    /** The bytes of a cell's place while there become twice as many. */
    private static final long GROWING = 4L * Integer.BYTES;

    private static final String IN_PARTS = "Csv.stream reads it in parts";

    private final Path file;
    private final Csv.Format format;

    CsvReader(Path file, Csv.Format format) {
        this.file = file;
        this.format = format;
    }

    /** What a text takes: its bytes, and at most so many cells and rows. */
    private record Size(long bytes, long cells, long rows) {
        long memory() {
            return bytes + Integer.BYTES * (cells + rows);
        }
    }

    /** All cells. */
    CsvCells whole(int mostCells) {
        requireFits();
        Size size = ByteSource.read(file, source -> size(new CsvText(file, source, format)));
        MemoryAtHand.require(file, size.memory(), "the table", IN_PARTS);
        return ByteSource.read(file, source -> {
            var text = new CsvText(file, source, format);
            byte[] bytes = new byte[(int) size.bytes];
            int length = fill(text, bytes, 0);
            if (length < bytes.length || text.read(new byte[1], 0, 1) != -1) {
                throw new DataException(file, length, "a file that nobody changes", "another length than before", "");
            }
            int cells = (int) Math.min(size.cells, mostCells);
            var parser = new CsvParser(file, format, origin(text), mostCells, cells, (int) size.rows);
            parser.parse(bytes, length, true, Integer.MAX_VALUE);
            return parser.cells(bytes);
        });
    }

    private static CsvCells.Origin origin(CsvText text) {
        return new CsvCells.Origin(text.markLength(), text.charset());
    }

    /** What can be told from the file's length alone. */
    private void requireFits() {
        long length;
        try {
            length = Files.size(file);
        } catch (IOException _) {
            return;
        }
        requireLimit(length);
        MemoryAtHand.require(file, length, "the table", IN_PARTS);
    }

    private void requireLimit(long bytes) {
        if (bytes > MOST_BYTES) {
            throw new DataException(
                    file, DataException.NOWHERE, "at most " + MOST_BYTES + " bytes of text", bytes + "", IN_PARTS);
        }
    }

    private Size size(CsvText text) throws IOException {
        byte[] piece = new byte[PIECE];
        long bytes = 0;
        long cells = 1;
        long rows = 1;
        for (int count = 0; count >= 0; count = text.read(piece, 0, PIECE)) {
            for (int i = 0; i < count; i++) {
                boolean end = piece[i] == '\n' || piece[i] == '\r';
                rows += end ? 1 : 0;
                cells += end || piece[i] == format.separator() ? 1 : 0;
            }
            bytes += count;
            requireLimit(bytes);
        }
        return new Size(bytes, cells, rows);
    }

    private static int fill(CsvText text, byte[] bytes, int begin) throws IOException {
        int length = begin;
        int count = 0;
        while (count >= 0 && length < bytes.length) {
            count = text.read(bytes, length, bytes.length - length);
            length += Math.max(count, 0);
        }
        return length;
    }

    /** Hands out so many rows at a time; the first row of names is not counted. */
    void parts(int rows, Consumer<CsvCells> each) {
        ByteSource.read(file, source -> {
            var text = new CsvText(file, source, format);
            var parser = new CsvParser(file, format, origin(text), Integer.MAX_VALUE, 0, 0);
            byte[] bytes = new byte[PIECE];
            int length = fill(text, bytes, 0);
            boolean atEnd = length < bytes.length;
            int wanted = (int) Math.min(rows + (format.header() ? 1L : 0L), Integer.MAX_VALUE);
            while (length > 0) {
                parser.parse(bytes, length, atEnd, wanted);
                if (parser.rows() == wanted || (atEnd && parser.rows() > 0)) {
                    int used = parser.position();
                    each.accept(parser.cells(Arrays.copyOf(bytes, used)));
                    System.arraycopy(bytes, used, bytes, 0, length - used);
                    length -= used;
                    wanted = rows;
                } else if (atEnd) {
                    length = 0;
                } else {
                    bytes = length < bytes.length ? bytes : larger(bytes, parser.cells());
                }
                if (!atEnd) {
                    length = fill(text, bytes, length);
                    atEnd = length < bytes.length;
                }
            }
            return length;
        });
    }

    /** Twice the bytes, and a copy of them for their part; and twice the cells, while they grow. */
    private byte[] larger(byte[] bytes, int cells) {
        requireLimit(2L * bytes.length);
        MemoryAtHand.require(
                file,
                3L * bytes.length + GROWING * cells,
                "so many rows at once",
                "take fewer rows; or is a quote left open?");
        return Arrays.copyOf(bytes, 2 * bytes.length);
    }
}
