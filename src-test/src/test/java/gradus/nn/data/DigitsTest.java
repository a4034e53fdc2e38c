package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.nn.files.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigitsTest {
    @TempDir
    private Path folder;

    private void refused(String text, String message) throws IOException {
        Files.writeString(folder.resolve("digits.csv"), text);
        assertThatThrownBy(() -> Digits.load(folder))
                .isInstanceOf(DataException.class)
                .hasMessage(folder.resolve("digits.csv") + message);
    }

    @Test
    void damagedFiles() throws IOException {
        String image = "1,".repeat(64);
        refused("1,2\n", ", byte 0: needs rows of 64 numbers and a digit, got 2 cells");
        refused(image + "10\n", ", byte 0: needs a whole number from 0 to 9 in line 1, column 64, got '10'");
        refused("17" + image.substring(1) + "1\n", ": needs numbers from 0 to 16, got others");
        refused("-1" + image.substring(1) + "1\n", ": needs numbers from 0 to 16, got others");
    }

    @Test
    void theRealDigits() {
        Digits digits = Digits.load(RealData.folder("digits"));
        assertThat(digits.all().size()).isEqualTo(1797);
        assertThat(digits.all().slice(0, 12).labels().toArray()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1);
        assertThat(digits.all().all().inputs().sum().item()).isEqualTo(561718);
    }

    @Test
    void theRealIris() {
        Iris iris = Iris.load(RealData.folder("iris"));
        assertThat(iris.species()).containsExactly("setosa", "versicolor", "virginica");
        assertThat(iris.all().size()).isEqualTo(150);
        assertThat(iris.all().slice(0, 1).all().inputs().toFloatArray()).containsExactly(5.1f, 3.5f, 1.4f, 0.2f);
        assertThat(iris.all().slice(149, 150).labels().toArray()).containsExactly(2);
    }

    @Test
    void irisWithAnotherFirstLine() throws IOException {
        Path file = folder.resolve("iris.csv");
        Files.writeString(file, "2,4,a,b,c\n1,2,3,4,0\n");
        assertThatThrownBy(() -> Iris.load(folder))
                .isInstanceOf(DataException.class)
                .hasMessage(file
                        + ", byte 0: needs the number of flowers, 1, of measures, 4, and three species in the first"
                        + " line,"
                        + " got 2, 4, a, b, c");
    }
}
