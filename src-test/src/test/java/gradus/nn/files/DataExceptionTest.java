package gradus.nn.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.nn.data.Csv;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DataExceptionTest {
    @Test
    void oneLineSaysAll() {
        var exception = new DataException(Path.of("a.npy"), 4, "60000 labels", "59999", "truncated?");
        assertThat(exception).hasMessage("a.npy, byte 4: needs 60000 labels, got 59999; truncated?");
        assertThat(exception.offset()).isEqualTo(4);
        assertThat(exception.need()).isEqualTo("60000 labels");
        assertThat(exception.got()).isEqualTo("59999");
        assertThat(new DataException(Path.of("a"), DataException.NOWHERE, "b", "c", ""))
                .hasMessage("a: needs b, got c");
    }

    @Test
    void textOfDamagedFilesStaysOnTheLineAndShort() {
        assertThat(new DataException(Path.of("a"), 0, "b", "x\n\u0000\u2028\u009fy", ""))
                .hasMessage("a, byte 0: needs b, got x\\u000a\\u0000\\u2028\\u009fy");
        assertThat(new DataException(Path.of("a"), 0, "b", "x".repeat(10_000), "").getMessage())
                .hasSizeLessThan(400)
                .endsWith("xxx...");
    }

    @Test
    void aMissingFileOfARelativePathIsNamedInFull() {
        var relative = Path.of("data", "x.csv");
        assertThatThrownBy(() -> Csv.read(relative, Csv.Format.commas()))
                .isInstanceOf(DataException.class)
                .hasMessage(relative + ": needs a file, got nothing of that name: " + relative.toAbsolutePath());
    }
}
