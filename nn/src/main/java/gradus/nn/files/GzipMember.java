package gradus.nn.files;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** The content of a gzip file of one member, with its checksum and length checked at the end: RFC 1952. */
final class GzipMember extends InflaterInputStream {
    private static final int TRAILER = 8;
    private static final int CHECKSUM_OF_HEADER = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final CRC32 checksum = new CRC32();
    private boolean atEnd;
    private boolean followed;

    GzipMember(InputStream raw, int buffer) throws IOException {
        skipHeader(new DataInputStream(raw));
        super(raw, new Inflater(true), buffer);
    }

    private static void skipHeader(DataInputStream in) throws IOException {
        if (in.readUnsignedShort() != 0x1f8b || in.readUnsignedByte() != 8) {
            throw new ZipException("not a gzip header");
        }
        int flags = in.readUnsignedByte();
        in.skipNBytes(6);
        if ((flags & EXTRA) != 0) {
            in.skipNBytes(Integer.reverseBytes(in.readUnsignedShort()) >>> 16);
        }
        for (int text = 0; text < Integer.bitCount(flags & (NAME | COMMENT)); text++) {
            while (in.readUnsignedByte() != 0) {
                // a name or comment ends with a zero
            }
        }
        if ((flags & CHECKSUM_OF_HEADER) != 0) {
            in.skipNBytes(2);
        }
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (atEnd) {
            return -1;
        }
        int count = super.read(to, offset, length);
        if (count == -1) {
            atEnd = true;
            checkTrailer();
        } else {
            checksum.update(to, offset, count);
        }
        return count;
    }

    private void checkTrailer() throws IOException {
        byte[] trailer = new byte[TRAILER];
        int buffered = Math.min(TRAILER, inf.getRemaining());
        System.arraycopy(buf, len - inf.getRemaining(), trailer, 0, buffered);
        if (in.readNBytes(trailer, buffered, TRAILER - buffered) < TRAILER - buffered) {
            throw new EOFException();
        }
        if (number(trailer, 0) != (int) checksum.getValue()) {
            throw new ZipException("wrong checksum");
        }
        if (number(trailer, Integer.BYTES) != (int) inf.getBytesWritten()) {
            throw new ZipException("wrong length");
        }
        followed = inf.getRemaining() > TRAILER || in.read() != -1;
    }

    private static int number(byte[] bytes, int place) {
        return (bytes[place] & 0xff)
                | (bytes[place + 1] & 0xff) << 8
                | (bytes[place + 2] & 0xff) << 16
                | bytes[place + 3] << 24;
    }

    /** Whether anything follows; known once all has been read. */
    boolean isFollowed() {
        return followed;
    }

    @Override
    public void close() throws IOException {
        inf.end();
        super.close();
    }
}
