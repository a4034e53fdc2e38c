package gradus.nn.files;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/** What a file is by its first bytes, for messages where another kind was expected. */
enum FileKind {
    NPY("an npy file", "Npy.read reads it", "934e554d5059"),
    NPZ("an npz file", "Npz.read reads it"),
    TORCH("a zip archive", FileKind.OF_TORCH),
    SPREADSHEET("a spreadsheet", "export it as CSV", "d0cf11e0a1b11ae1"),
    ZIP("a zip archive", "Npz.read reads those of numpy.savez; unpack any other", "504b0304", "504b0506"),
    GZIP("a gzip file", "unpack it first", "1f8b08"),
    BZIP2("a bzip2 file", "unpack it first", "425a6839314159265359"),
    XZ("an xz file", "unpack it first", "fd377a585a00"),
    ZSTANDARD("a Zstandard file", "unpack it first", "28b52ffd"),
    SEVEN_ZIP("a 7z archive", "unpack it first", "377abcaf271c"),
    PNG("a PNG image", "ImageFolder.load reads folders of them", "89504e470d0a1a0a"),
    JPEG("a JPEG image", FileKind.TO_PNG, "ffd8ff"),
    GIF("a GIF image", FileKind.TO_PNG, "474946383761", "474946383961"),
    TIFF("a TIFF image", FileKind.TO_PNG, "49492a00", "4d4d002a"),
    WEBP("a WebP image", FileKind.TO_PNG),
    IDX("an IDX file", "Idx.read reads it", "000008"),
    HDF5("an HDF5 file", FileKind.IN_PYTHON, "894844460d0a1a0a"),
    PICKLE("a pickle of Python", FileKind.IN_PYTHON, "8002", "8003", "8004", "8005"),
    PARQUET("a Parquet file", "save it as CSV", "5041523115"),
    PDF("a PDF document", "", "255044462d"),
    SAFETENSORS("a safetensors file", "Safetensors.read reads it"),
    LFS("a pointer of Git LFS", "git lfs pull fetches the file", hex("version https://git-lfs")),
    PAGE("a web page", "the page of a download instead of its file?"),
    JSON("JSON", "a saved model? SavedModel.read reads a file whose name ends in .json", "7b");

    /** What PyTorch's own files have to become. */
    static final String OF_TORCH =
            "of torch.save? In Python save model.state_dict() by safetensors.torch.save_file, or by np.savez for Npz";

    private static final String TO_PNG = "convert it to PNG";
    private static final String IN_PYTHON = "in Python save what is in it by np.savez or safetensors";

    /** So many bytes are enough to tell. */
    static final int LENGTH = 128;

    private static final int NAME_LENGTH = 26;
    private static final int NAME = 30;

    private final String text;
    private final String hint;
    /** In hexadecimal digits. */
    @SuppressWarnings("ImmutableEnumChecker") // lists of Eclipse Collections are immutable, and not known as such
    private final ImmutableList<String> beginnings;

    FileKind(String text, String hint, String... beginnings) {
        this.text = text;
        this.hint = hint;
        this.beginnings = Lists.immutable.with(beginnings);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The kind of a file that begins so, or null if it is none of these. */
    static @Nullable FileKind of(byte[] first) {
        if (first.length > Long.BYTES && isHeaderOfSafetensors(first)) {
            return SAFETENSORS;
        }
        for (FileKind kind : values()) {
            for (String digits : kind.beginnings) {
                byte[] beginning = HexFormat.of().parseHex(digits);
                if (begins(first, beginning)) {
                    return kind == ZIP ? archive(first) : kind;
                }
            }
        }
        String letters = new String(first, 0, Math.min(first.length, LENGTH), StandardCharsets.ISO_8859_1);
        if (letters.startsWith("RIFF") && letters.startsWith("WEBP", Long.BYTES)) {
            return WEBP;
        }
        String tag = letters.stripLeading().toLowerCase(Locale.ROOT);
        if (tag.startsWith("<!doctype html") || tag.startsWith("<html")) {
            return PAGE;
        }
        return null;
    }

    /** A length of less than four billion bytes, and the beginning of an object in JSON. */
    private static boolean isHeaderOfSafetensors(byte[] first) {
        return first[Long.BYTES] == '{' && ByteBuffer.wrap(first).getInt(Integer.BYTES) == 0;
    }

    private static boolean begins(byte[] first, byte[] beginning) {
        return first.length >= beginning.length
                && ByteBuffer.wrap(first, 0, beginning.length).equals(ByteBuffer.wrap(beginning));
    }

    /** By the name of the first entry. PKWARE, APPNOTE.TXT, 4.3.7. */
    private static FileKind archive(byte[] first) {
        if (first.length < NAME) {
            return ZIP;
        }
        int length = ByteBuffer.wrap(first).order(ByteOrder.LITTLE_ENDIAN).getChar(NAME_LENGTH);
        int shown = Math.min(length, first.length - NAME);
        String name = new String(first, NAME, shown, StandardCharsets.ISO_8859_1);
        if (name.equals("[Content_Types].xml") || name.startsWith("xl/") || name.startsWith("_rels/")) {
            return SPREADSHEET;
        }
        return name.endsWith(".npy") ? NPZ : name.endsWith("data.pkl") ? TORCH : ZIP;
    }

    /** Such as {@code a zip archive}. */
    String text() {
        return text;
    }

    /** What reads such a file, or what it has to become. */
    String hint() {
        return hint;
    }
}
