package gradus.nn.files;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What the directory at the end of a zip file says of its entries, for files that Java does not
 * open. PKWARE, APPNOTE.TXT, 4.3.12 and 4.3.16.
 */
final class ZipDirectory {
    private static final int END = 0x06054b50;
    private static final int END_LENGTH = 22;
    private static final int ENTRY = 0x02014b50;
    private static final int ENTRY_LENGTH = 46;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final int MOST_BYTES = 1 << 24;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;

    private ZipDirectory() {}

    /** Refuses sound files that are packed in a way that Java does not read. */
    static void requireReadable(Path file) throws IOException {
        try (var in = new RandomAccessFile(file.toFile(), "r")) {
            long begin = Math.max(0, in.length() - END_LENGTH - LONGEST_COMMENT);
            ByteBuffer tail = bytes(in, begin, in.length() - begin);
            int end = tail.limit() - END_LENGTH;
            while (end >= 0 && tail.getInt(end) != END) {
                end--;
            }
            if (end >= 0) {
                long size = Integer.toUnsignedLong(tail.getInt(end + 12));
                long from = Integer.toUnsignedLong(tail.getInt(end + 16));
                if (size <= MOST_BYTES && from + size <= in.length()) {
                    requireReadable(file, bytes(in, from, size));
                }
            }
        }
    }

    private static ByteBuffer bytes(RandomAccessFile in, long begin, long length) throws IOException {
        byte[] bytes = new byte[(int) length];
        in.seek(begin);
        in.readFully(bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void requireReadable(Path file, ByteBuffer directory) {
        int place = 0;
        while (place + ENTRY_LENGTH <= directory.limit() && directory.getInt(place) == ENTRY) {
            boolean encrypted = (directory.getShort(place + 8) & 1) != 0;
            int method = Short.toUnsignedInt(directory.getShort(place + 10));
            int name = Short.toUnsignedInt(directory.getShort(place + 28));
            int next = place
                    + ENTRY_LENGTH
                    + name
                    + Short.toUnsignedInt(directory.getShort(place + 30))
                    + Short.toUnsignedInt(directory.getShort(place + 32));
            if (next <= directory.limit() && (encrypted || (method != STORED && method != DEFLATED))) {
                byte[] letters = new byte[name];
                directory.get(place + ENTRY_LENGTH, letters);
                String entry = new String(letters, StandardCharsets.UTF_8);
                throw new DataException(
                        file,
                        DataException.NOWHERE,
                        "entries that are stored or deflated",
                        entry + (encrypted ? ", encrypted" : " packed with method " + method),
                        "numpy.savez and numpy.savez_compressed write such");
            }
            place = next;
        }
    }
}
