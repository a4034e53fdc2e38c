package gradus.nn.files;

import gradus.autodiff.GradusException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipException;

/**
 * The bytes of a file, read from front to back; a gzipped file, known by its first two bytes, is
 * decompressed: all its members. It never reserves more memory than the file can fill, whatever a
 * header in it claims.
 */
public final class ByteSource implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    /** The most bytes that one byte of deflate can expand to: two bits for 258 bytes. */
    private static final long DEFLATE_LIMIT = 1032;

    /** The longest array. */
    private static final int LONGEST = Integer.MAX_VALUE - 64;

    private final Path file;
    private final String entry;
    private final InputStream in;
    private final long most;
    private long position;

    private ByteSource(Path file, String entry, InputStream in, long most) {
        this.file = file;
        this.entry = entry;
        this.in = in;
        this.most = most;
    }

    /** What is done with the bytes of a file. */
    public interface Reader<T> {
        T read(ByteSource source) throws IOException;
    }

    /**
     * Reads a file.
     *
     * @throws DataException if it is missing, cannot be read, or is damaged
     */
    public static <T> T read(Path file, Reader<T> reader) {
        return read(file, ByteSource::open, reader);
    }

    /** As {@link #read}, but the bytes as they are, even where they begin like gzip's. */
    static <T> T readPlain(Path file, Reader<T> reader) {
        return read(file, ByteSource::openPlain, reader);
    }

    private interface Opening {
        ByteSource open(Path file) throws IOException;
    }

    private static <T> T read(Path file, Opening opening, Reader<T> reader) {
        try (ByteSource source = opening.open(file)) {
            return source.run(reader);
        } catch (NoSuchFileException e) {
            throw caused(DataException.missing(file, "a file", "nothing of that name", ""), e);
        } catch (IOException e) {
            throw caused(
                    new DataException(
                            file,
                            DataException.NOWHERE,
                            "a readable file",
                            Files.isDirectory(file) ? "a folder" : e.toString(),
                            ""),
                    e);
        }
    }

    <T> T run(Reader<T> reader) throws IOException {
        try {
            return reader.read(this);
        } catch (EOFException e) {
            throw caused(truncated("more compressed data"), e);
        } catch (GzipMembers.NoMemberException e) {
            throw caused(wrong(position, "the end of the file or another gzip member", "more bytes", ""), e);
        } catch (ZipException e) {
            throw caused(
                    wrong(position, entry.isEmpty() ? "sound gzip data" : "sound compressed data", damaged(e), ""), e);
        }
    }

    private static String damaged(ZipException e) {
        return "a damaged file (" + e.getMessage() + ")";
    }

    private static DataException caused(DataException exception, IOException cause) {
        exception.initCause(cause);
        return exception;
    }

    /** An entry of a zip file; offsets count from its beginning, and errors name it. */
    static ByteSource inside(Path file, String entry, InputStream in, long size, long compressed) {
        long most = Math.min(size, Math.max(compressed, 0) * DEFLATE_LIMIT);
        return new ByteSource(file, entry + ": ", in, most);
    }

    private static ByteSource openPlain(Path file) throws IOException {
        return new ByteSource(file, "", new BufferedInputStream(Files.newInputStream(file), BUFFER), Files.size(file));
    }

    private static ByteSource open(Path file) throws IOException {
        long size = Files.size(file);
        InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
        try {
            raw.mark(2);
            boolean zipped = raw.read() == 0x1f && raw.read() == 0x8b;
            raw.reset();
            return zipped
                    ? new ByteSource(file, "", new GzipMembers(raw, BUFFER), size * DEFLATE_LIMIT)
                    : new ByteSource(file, "", raw, size);
        } catch (EOFException e) {
            raw.close();
            throw caused(new DataException(file, 0, "a gzip header", "the end of the file", "truncated?"), e);
        } catch (ZipException e) {
            raw.close();
            throw caused(new DataException(file, 0, "sound gzip data", damaged(e), ""), e);
        } catch (IOException e) {
            raw.close();
            throw e;
        }
    }

    /** A 32-bit number, the most significant byte first. */
    public int nextInt(String what) throws IOException {
        return ByteBuffer.wrap(next(Integer.BYTES, what)).getInt();
    }

    /**
     * Checks that the file can have that many more bytes, so that space for them may be reserved.
     */
    void require(long count, String what) {
        if (count > most - position) {
            throw truncated(GradusException.counted(count, "byte") + " of " + what);
        }
    }

    /** The bytes from here on, for a reader of its own. */
    InputStream stream() {
        return in;
    }

    /** The most bytes that can follow: in a file that is not compressed exactly those that do. */
    long remaining() {
        return most - position;
    }

    /** The next bytes, at most {@code length} of them: how many, or -1 at the end. */
    public int read(byte[] to, int offset, int length) throws IOException {
        int count = in.read(to, offset, length);
        position += Math.max(count, 0);
        return count;
    }

    /** Whether the file is gzipped. */
    public boolean isCompressed() {
        return in instanceof GzipMembers;
    }

    /** How many bytes have been read. */
    public long position() {
        return position;
    }

    /** The next {@code count} bytes. */
    public byte[] next(long count, String what) throws IOException {
        require(count, what);
        if (count > LONGEST) {
            throw wrong(position, "at most " + LONGEST + " bytes of " + what, count + "", "");
        }
        byte[] bytes = read((int) count, what);
        if (bytes.length < count) {
            position += bytes.length;
            throw truncated(GradusException.counted(count - bytes.length, "more byte") + " of " + what);
        }
        position += count;
        return bytes;
    }

    /**
     * What a plain file is sure to have gets one array; otherwise the array grows as bytes come.
     */
    private byte[] read(int count, String what) throws IOException {
        boolean plain = entry.isEmpty() && !(in instanceof GzipMembers);
        if (count > BUFFER) {
            MemoryAtHand.require(file, plain ? count : 2L * count, count + " bytes of " + what, "");
        }
        if (!plain) {
            return in.readNBytes(count);
        }
        byte[] bytes = new byte[count];
        int read = in.readNBytes(bytes, 0, count);
        return read == count ? bytes : Arrays.copyOf(bytes, read);
    }

    /** Reads on to the end, but no more than {@code count} bytes. */
    void drain(long count) throws IOException {
        byte[] piece = new byte[BUFFER];
        long left = count;
        int read = 0;
        while (read >= 0 && left > 0) {
            read = in.read(piece, 0, (int) Math.min(left, BUFFER));
            left -= Math.max(read, 0);
            position += Math.max(read, 0);
        }
    }

    /** All bytes up to the end, at most {@code most} of them. */
    public byte[] rest(int most, String what) throws IOException {
        byte[] bytes = in.readNBytes(most + 1);
        if (bytes.length > most) {
            throw wrong(position, "at most " + most + " bytes of " + what, "more", "");
        }
        position += bytes.length;
        return bytes;
    }

    /** Checks that the file ends here. */
    public void end() throws IOException {
        end("");
    }

    /** As {@link #end()}, with a hint for whoever has more. */
    void end(String hint) throws IOException {
        if (in.read() != -1) {
            throw wrong(position, "the end of the file", "more bytes", hint);
        }
    }

    /**
     * Refuses a file by name that begins as those of another, known kind do: an archive or an image,
     * say, where a table is needed. Of one that begins as it should, or of a kind that no one knows,
     * there is nothing to say, and a plain file can be read on.
     *
     * @param first its first bytes; some of them are enough where the next have not been read yet
     */
    public void refuseOtherKind(byte[] first, String need) throws IOException {
        in.mark(FileKind.LENGTH);
        byte[] more = in.readNBytes(Math.max(0, FileKind.LENGTH - first.length));
        if (in.markSupported()) {
            in.reset();
        }
        byte[] all = Arrays.copyOf(first, first.length + more.length);
        System.arraycopy(more, 0, all, first.length, more.length);
        FileKind kind = FileKind.of(all);
        if (kind != null && !kind.text().equals(need)) {
            throw wrong(0, need, kind.text(), kind.hint());
        }
    }

    private DataException truncated(String need) {
        return wrong(position, need, "the end of the file", "truncated?");
    }

    /** Something sound that no tensor can hold, at a place in this file. */
    DataException unheld(long offset, String need, String got, String hint) {
        return new UnheldException(file, offset, entry + need, got, hint);
    }

    /** The file itself. */
    Path file() {
        return file;
    }

    /** An error at a place in this file. */
    public DataException wrong(long offset, String need, String got, String hint) {
        return new DataException(file, offset, entry + need, got, hint);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
