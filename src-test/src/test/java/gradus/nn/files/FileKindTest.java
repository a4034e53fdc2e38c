package gradus.nn.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.Tensor;
import gradus.nn.data.Csv;
import gradus.nn.data.Idx;
import gradus.nn.data.ImageFolder;
import gradus.nn.data.ImageLayout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files given to readers of another kind: both kinds are named, and what reads the file. */
class FileKindTest {
    private static final String ZIP = "a zip archive; Npz.read reads those of numpy.savez; unpack any other";
    private static final String TORCH = "a zip archive; of torch.save? In Python save model.state_dict() by"
            + " safetensors.torch.save_file, or by np.savez for Npz";
    private static final String NPZ = "an npz file; Npz.read reads it";
    private static final String GZIP = "a gzip file; unpack it first";
    private static final String SPREADSHEET = "a spreadsheet; export it as CSV";

    @TempDir
    private Path folder;

    /** What reads a file. */
    private interface Reader {
        void read(Path file);
    }

    private void refuses(byte[] content, Reader reader, String message) throws IOException {
        Path file = Files.write(folder.resolve("file"), content);
        assertThatThrownBy(() -> reader.read(file))
                .isInstanceOf(DataException.class)
                .hasMessage(file + ", byte 0: needs " + message);
    }

    private static byte[] ours(Path file, Reader writer) throws IOException {
        writer.read(file);
        return Files.readAllBytes(file);
    }

    private byte[] npy() throws IOException {
        return ours(folder.resolve("a.npy"), file -> Npy.write(file, Tensor.of(1f, 2f)));
    }

    private byte[] npz() throws IOException {
        var tensors = Lists.immutable.with(StoredTensor.of("a", Tensor.of(1f, 2f)));
        return ours(folder.resolve("a.npz"), Npz.of(tensors)::write);
    }

    private byte[] safetensors() throws IOException {
        var tensors = Lists.immutable.with(StoredTensor.of("a", Tensor.of(1f, 2f)));
        return ours(folder.resolve("a.safetensors"), Safetensors.of(tensors)::write);
    }

    private static byte[] zip(String name) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(new byte[200]);
        }
        return bytes.toByteArray();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void ofArrays() throws IOException {
        refuses(npy(), Npz::read, "an npz file, got an npy file; Npy.read reads it");
        refuses(npz(), Npy::read, "an npy file, got " + NPZ);
        refuses(npz(), Safetensors::read, "a safetensors file, got " + NPZ);
        refuses(npy(), Safetensors::read, "a safetensors file, got an npy file; Npy.read reads it");
        refuses(safetensors(), Npz::read, "an npz file, got a safetensors file; Safetensors.read reads it");
        refuses(safetensors(), Npy::read, "an npy file, got a safetensors file; Safetensors.read reads it");
        refuses(
                ascii("{\"format\": \"gradus model\"}"),
                Safetensors::read,
                "a safetensors file, got JSON; a saved model? SavedModel.read reads a file whose name ends in .json");
        refuses(zip("model/data.pkl"), Npy::read, "an npy file, got " + TORCH);
        refuses(zip("words.txt"), Npy::read, "an npy file, got " + ZIP);
    }

    @Test
    void ofModels() throws IOException {
        refuses(npz(), SavedModel::read, "JSON, got " + NPZ);
        refuses(npy(), SavedModel::read, "JSON, got an npy file; Npy.read reads it");
        refuses(zip("model/data.pkl"), SavedModel::read, "JSON, got " + TORCH);
        refuses(gzip(ascii("{}")), SavedModel::read, "JSON, got " + GZIP);
    }

    /** A zip file of another kind is sound: what is wrong is what is in it. */
    @Test
    void archivesOfTorchAreNamedByTheirEntries() throws IOException {
        Path file = Files.write(folder.resolve("model.pt"), zip("model/data.pkl"));
        assertThatThrownBy(() -> Npz.read(file))
                .hasMessage(file + ": needs entries NAME.npy, got model/data.pkl; " + TORCH.substring(15));
    }

    /** Where packed files are not unpacked. */
    @Test
    void packedFiles() throws IOException {
        refuses(gzip(npy()), Npy::read, "an npy file, got " + GZIP);
        refuses(gzip(npz()), Npz::read, "an npz file, got " + GZIP);
        refuses(gzip(safetensors()), Safetensors::read, "a safetensors file, got " + GZIP);
        refuses(gzip(gzip(ascii("1,2\n"))), FileKindTest::table, "separated values, got " + GZIP);
    }

    private static void table(Path file) {
        Csv.read(file, Csv.Format.commas());
    }

    @Test
    void ofTables() throws IOException {
        refuses(zip("[Content_Types].xml"), FileKindTest::table, "separated values, got " + SPREADSHEET);
        refuses(zip("xl/workbook.xml"), FileKindTest::table, "separated values, got " + SPREADSHEET);
        refuses(zip("table.csv"), FileKindTest::table, "separated values, got " + ZIP);
        refuses(gzip(zip("table.csv")), FileKindTest::table, "separated values, got " + ZIP);
        refuses(
                zip("table.csv"),
                file -> Csv.stream(file, Csv.Format.commas(), 1, _ -> {}),
                "separated values, got " + ZIP);
        refuses(
                ascii("\n<!DOCTYPE html>\n<html lang=\"en\">"),
                FileKindTest::table,
                "separated values, got a web page; the page of a download instead of its file?");
        refuses(
                ascii("version https://git-lfs.github.com/spec/v1\n"),
                FileKindTest::table,
                "separated values, got a pointer of Git LFS; git lfs pull fetches the file");
    }

    /** What only looks a little like another kind is text. */
    @ParameterizedTest
    @CsvSource({"{\"a\"", "PK", "BMI", "PAR1", "BZh9", "<b>", "RIFF"})
    void tablesThatBeginAlike(String cell) throws IOException {
        Path file = Files.writeString(folder.resolve("table.csv"), cell + ",1\n");
        assertThat(Csv.read(file, Csv.Format.commas()).texts("0")).hasSize(1);
    }

    @Test
    void ofExamples() throws IOException {
        Reader idx = file -> Idx.read(file, 28, 28);
        refuses(gzip(npy()), idx, "an IDX file of bytes, plain or gzipped, got an npy file; Npy.read reads it");
        refuses(zip("a"), idx, "an IDX file of bytes, plain or gzipped, got " + ZIP);
        Files.createDirectory(folder.resolve("class"));
        byte[] jpeg = HexFormat.of().parseHex("ffd8ffe000104a46494600010100000100010000");
        Path image = Files.write(folder.resolve("class/a.png"), jpeg);
        assertThatThrownBy(() -> ImageFolder.load(folder, ImageLayout.gray(1, 1)))
                .isInstanceOf(DataException.class)
                .hasMessage(image + ", byte 0: needs a PNG image, got a JPEG image; convert it to PNG");
    }

    @ParameterizedTest
    @CsvSource({
        "425a683931415926535900, a bzip2 file",
        "fd377a585a0000, an xz file",
        "28b52ffd04, a Zstandard file",
        "377abcaf271c00, a 7z archive",
        "89504e470d0a1a0a00, a PNG image",
        "47494638396101, a GIF image",
        "49492a0008, a TIFF image",
        "4d4d002a00, a TIFF image",
        "524946460000000057454250, a WebP image",
        "0000080300000000, an IDX file",
        "894844460d0a1a0a00, an HDF5 file",
        "80047d, a pickle of Python",
        "d0cf11e0a1b11ae100, a spreadsheet",
        "504152311500, a Parquet file",
        "255044462d312e37, a PDF document"
    })
    void byTheirFirstBytes(String begin, String kind) throws IOException {
        Path file = Files.write(folder.resolve("file"), HexFormat.of().parseHex(begin + "00".repeat(200)));
        assertThatThrownBy(() -> Npy.read(file))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(file + ", byte 0: needs an npy file, got " + kind);
        assertThatThrownBy(() -> Npz.read(file)).hasMessageContaining("needs an npz file, got " + kind);
        assertThatThrownBy(() -> SavedModel.read(file)).hasMessageContaining("needs JSON, got " + kind);
    }
}
