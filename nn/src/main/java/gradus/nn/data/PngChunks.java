package gradus.nn.data;

import gradus.nn.files.DataException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;

/**
 * The chunks of a PNG image one after the other: each has a length, a type, bytes and a checksum. A
 * chunk whose type begins with a capital letter is critical: the image cannot be shown without it.
 * Of the others, the ancillary ones, damage is remarked and no more, as libpng does.
 */
final class PngChunks {
    static final int HEADER = 0x49484452;
    static final int PALETTE = 0x504c5445;
    static final int DATA = 0x49444154;
    static final int END = 0x49454e44;

    private static final int FRAME = 3 * Integer.BYTES;
    private static final int ANCILLARY = 0x20000000;

    private final Path file;
    private final ByteBuffer bytes;
    private final MutableList<String> remarks = Lists.mutable.empty();
    private int begin;
    private int type;
    private int length;

    /** The chunks of a file from a place on. */
    PngChunks(Path file, byte[] bytes, int position) {
        this.file = file;
        this.bytes = ByteBuffer.wrap(bytes).position(position);
    }

    /**
     * Moves to the next chunk.
     *
     * @throws DataException if there is none, or it is a critical one and damaged
     */
    void next() {
        begin = bytes.position();
        if (bytes.remaining() < FRAME) {
            throw wrong("another chunk", "the end of the file", "truncated?");
        }
        length = bytes.getInt();
        if (length < 0 || length > bytes.remaining() - 2 * Integer.BYTES) {
            throw wrong(
                    "a chunk that fits the file",
                    "one of " + Integer.toUnsignedString(length) + " bytes",
                    "truncated?");
        }
        var checksum = new CRC32();
        checksum.update(bytes.array(), bytes.position(), Integer.BYTES + length);
        type = bytes.getInt();
        requireLetters();
        boolean sound = bytes.position(bytes.position() + length).getInt() == (int) checksum.getValue();
        if (!sound && isAncillary()) {
            remark("chunk " + name() + " has a wrong checksum");
        } else if (!sound) {
            throw wrong("a chunk with the right checksum", "a damaged one", "");
        }
    }

    private void requireLetters() {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            int letter = type >> shift & 0xdf;
            if (letter < 'A' || letter > 'Z') {
                throw wrong("a chunk's type of four letters", "0x%08x".formatted(type), "");
            }
        }
    }

    boolean is(int wanted) {
        return type == wanted;
    }

    boolean isAncillary() {
        return (type & ANCILLARY) != 0;
    }

    /** The four letters. */
    String name() {
        return new String(ByteBuffer.allocate(Integer.BYTES).putInt(type).array(), StandardCharsets.US_ASCII);
    }

    /** Where the bytes of the chunk begin. */
    int dataBegin() {
        return begin + 2 * Integer.BYTES;
    }

    int length() {
        return length;
    }

    /** Whether anything follows the chunk. */
    boolean isFollowed() {
        return bytes.hasRemaining();
    }

    /** Something that libpng reads over with a warning. */
    void remark(String text) {
        remarks.add("byte " + begin + ": " + text);
    }

    /** Says what was remarked, if anything. */
    void say() {
        if (remarks.notEmpty()) {
            Notices.warn(file + ", " + remarks.distinct().makeString("; ") + "; the image is read all the same");
        }
    }

    /** An error in the current chunk. */
    DataException wrong(String need, String got, String hint) {
        return new DataException(file, begin, need, got, hint);
    }
}
