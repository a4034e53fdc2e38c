package gradus.nn.data;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The rows in the data chunks of a PNG image: decompressed, their filters undone. What is amiss is
 * met as libpng meets it.
 */
final class PngData implements AutoCloseable {
    private static final int SUB = 1;
    private static final int UP = 2;
    private static final int AVERAGE = 3;
    private static final int PAETH = 4;

    /**
     * The passes of an interlaced image: the first column, the first row, the steps of columns and
     * of rows.
     */
    private static final int[][] PASSES = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    private static final int[][] ONE_PASS = {{0, 0, 1, 1}};

    private final PngChunks chunks;
    private final byte[] bytes;
    private final PngHeader header;
    private final int step;
    private final Inflater inflater = new Inflater();

    /** What takes a row of a pass. */
    interface Rows {
        /**
         * A row of {@code count} pixels, which are in columns {@code first}, {@code first + by},
         * ... of the image.
         */
        void take(byte[] samples, int row, int first, int by, int count);
    }

    /** Data that begin with the current chunk. */
    PngData(PngChunks chunks, byte[] bytes, PngHeader header) {
        this.chunks = chunks;
        this.bytes = bytes;
        this.header = header;
        this.step = Math.max(1, header.pixelBits() / Byte.SIZE);
        inflater.setInput(bytes, chunks.dataBegin(), chunks.length());
    }

    /** Hands out all rows, and moves to the last chunk of the data. */
    void rows(Rows rows) {
        try {
            for (int[] pass : header.interlaced() ? PASSES : ONE_PASS) {
                pass(pass, rows);
            }
        } catch (DataFormatException e) {
            var exception = chunks.wrong("sound compressed data", "damaged ones (" + e.getMessage() + ")", "");
            exception.initCause(e);
            throw exception;
        }
        finish();
    }

    private void pass(int[] pass, Rows rows) throws DataFormatException {
        int count = steps(header.width() - pass[0], pass[2]);
        if (count == 0) {
            return;
        }
        byte[] before = new byte[header.rowBytes(count)];
        byte[] now = new byte[before.length];
        byte[] filter = new byte[1];
        for (int row = pass[1]; row < header.height(); row += pass[3]) {
            fill(filter);
            fill(now);
            undo(filter[0], now, before);
            rows.take(now, row, pass[0], pass[2], count);
            byte[] free = before;
            before = now;
            now = free;
        }
    }

    private static int steps(int length, int step) {
        return length <= 0 ? 0 : (length + step - 1) / step;
    }

    private void fill(byte[] target) throws DataFormatException {
        int done = 0;
        while (done < target.length) {
            int count = inflater.inflate(target, done, target.length - done);
            done += count;
            if (count == 0 && done < target.length) {
                requireMore();
            }
        }
    }

    /** The next chunk has to be the data's as well. */
    private void requireMore() {
        if (inflater.finished() || inflater.needsDictionary()) {
            throw chunks.wrong("as much data as the image has pixels", "less", "");
        }
        chunks.next();
        if (!chunks.is(PngChunks.DATA)) {
            throw chunks.wrong("more image data in a chunk IDAT", "a chunk " + chunks.name(), "truncated?");
        }
        inflater.setInput(bytes, chunks.dataBegin(), chunks.length());
    }

    /**
     * The compressed data have to come to their end; what is wrong behind the last row harms no
     * pixel.
     */
    private void finish() {
        byte[] more = new byte[1];
        try {
            while (!inflater.finished()) {
                if (inflater.inflate(more) > 0) {
                    chunks.remark("more image data than pixels");
                    return;
                }
                if (!inflater.finished()) {
                    requireMore();
                }
            }
            if (inflater.getRemaining() > 0) {
                chunks.remark("bytes after the compressed data");
            }
        } catch (DataFormatException e) {
            chunks.remark("damaged data after the last row (" + e.getMessage() + ")");
        }
    }

    private void undo(byte filter, byte[] now, byte[] before) {
        for (int i = 0; i < now.length; i++) {
            int left = i < step ? 0 : Byte.toUnsignedInt(now[i - step]);
            int up = Byte.toUnsignedInt(before[i]);
            int diagonal = i < step ? 0 : Byte.toUnsignedInt(before[i - step]);
            now[i] += (byte)
                    switch (filter) {
                        case 0 -> 0;
                        case SUB -> left;
                        case UP -> up;
                        case AVERAGE -> (left + up) / 2;
                        case PAETH -> nearest(left, up, diagonal);
                        default -> throw chunks.wrong("a row's filter from 0 to 4", filter + "", "");
                    };
        }
    }

    /** Paeth's predictor: whichever of the three is nearest to left + up - diagonal. */
    private static int nearest(int left, int up, int diagonal) {
        int toLeft = Math.abs(up - diagonal);
        int toUp = Math.abs(left - diagonal);
        int toDiagonal = Math.abs(left + up - 2 * diagonal);
        if (toLeft <= toUp && toLeft <= toDiagonal) {
            return left;
        }
        return toUp <= toDiagonal ? up : diagonal;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
