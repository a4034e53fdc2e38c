package gradus.nn.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * The content of a gzip file: that of its members, one after the other, as RFC 1952 has it, each
 * with its checksum and length checked. Zeros after a member are padding, as in Python. Anything
 * else that is no member is refused.
 */
final class GzipMembers extends InputStream {
    private static final int FIRST = 0x1f;
    private static final int SECOND = 0x8b;
    private static final int DEFLATE = 8;
    private static final int TIME_AND_SYSTEM = 6;
    private static final int CHECKSUM_OF_HEADER = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final InputStream raw;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] buffer;
    private int place;
    private int end;
    private boolean atEnd;

    GzipMembers(InputStream raw, int size) throws IOException {
        this.raw = raw;
        this.buffer = new byte[size];
        if (nextByte() != FIRST || nextByte() != SECOND) {
            throw new ZipException("not a gzip header");
        }
        begin();
    }

    /** Bytes that are no member after one that is whole. */
    static final class NoMemberException extends ZipException {
        private static final long serialVersionUID = 1L;

        NoMemberException() {
            super("no gzip member");
        }
    }

    /** The rest of a header, after its magic number. */
    private void begin() throws IOException {
        int method = nextByte();
        int flags = nextByte();
        if (method != DEFLATE) {
            throw new ZipException("not a gzip header");
        }
        skip(TIME_AND_SYSTEM);
        if ((flags & EXTRA) != 0) {
            skip(nextByte() | nextByte() << Byte.SIZE);
        }
        for (int text = 0; text < Integer.bitCount(flags & (NAME | COMMENT)); text++) {
            while (nextByte() != 0) {
                // a name or comment ends with a zero
            }
        }
        if ((flags & CHECKSUM_OF_HEADER) != 0) {
            skip(Short.BYTES);
        }
        checksum.reset();
        inflater.reset();
        inflater.setInput(buffer, place, end - place);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) == -1 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        while (!atEnd && length > 0) {
            int count = inflate(to, offset, length);
            if (count > 0) {
                checksum.update(to, offset, count);
                return count;
            }
            if (inflater.finished()) {
                finish();
            } else if (inflater.needsInput()) {
                fill();
                inflater.setInput(buffer, 0, end);
            } else {
                throw new ZipException("a dictionary that gzip does not have");
            }
        }
        return atEnd && length > 0 ? -1 : 0;
    }

    private int inflate(byte[] to, int offset, int length) throws ZipException {
        try {
            return inflater.inflate(to, offset, length);
        } catch (DataFormatException e) {
            var exception = new ZipException(e.getMessage());
            exception.initCause(e);
            throw exception;
        }
    }

    /** Checks what follows the data of a member, and goes on with the next one if there is any. */
    private void finish() throws IOException {
        place = end - inflater.getRemaining();
        if (nextInt() != (int) checksum.getValue()) {
            throw new ZipException("wrong checksum");
        }
        if (nextInt() != (int) inflater.getBytesWritten()) {
            throw new ZipException("wrong length");
        }
        int next = 0;
        while (next == 0 && !atEnd) {
            atEnd = place == end && !isFilled();
            next = atEnd ? 0 : nextByte();
        }
        if (!atEnd) {
            if (next != FIRST || (place == end && !isFilled()) || nextByte() != SECOND) {
                throw new NoMemberException();
            }
            begin();
        }
    }

    private int nextInt() throws IOException {
        return nextByte() | nextByte() << 8 | nextByte() << 16 | nextByte() << 24;
    }

    private int nextByte() throws IOException {
        if (place == end) {
            fill();
        }
        return Byte.toUnsignedInt(buffer[place++]);
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            nextByte();
        }
    }

    private void fill() throws IOException {
        if (!isFilled()) {
            throw new EOFException();
        }
    }

    private boolean isFilled() throws IOException {
        place = 0;
        end = Math.max(0, raw.read(buffer, 0, buffer.length));
        return end > 0;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        raw.close();
    }
}
