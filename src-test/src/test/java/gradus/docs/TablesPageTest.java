package gradus.docs;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code blocks of docs/tables.md are one program, which compiles and runs. */
class TablesPageTest {
    private static final Path PAGE = Path.of("../docs/tables.md");
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    /** Flats with gaps: large ones are dear. */
    private static String flats() {
        var random = Randomness.seeded(5);
        var text = new StringBuilder("area,rooms,town,listed,price\n");
        for (int i = 0; i < 300; i++) {
            int rooms = 1 + random.nextInt(5);
            String town = i == 9 ? "Narvik" : random.nextBoolean() ? "Oslo" : "Moss";
            double worth = rooms * (town.equals("Oslo") ? 2 : 1);
            text.append(random.nextInt(10) == 0 ? "" : 20 * rooms + random.nextInt(15) + "")
                    .append(random.nextInt(10) == 0 ? ",?" : "," + rooms)
                    .append("," + town + ",")
                    .append(
                            random.nextInt(10) == 0
                                    ? ""
                                    : LocalDate.of(2025, 1, 1).plusDays(i))
                    .append(worth < 2.5 ? ",cheap\n" : worth < 5 ? ",fair\n" : ",dear\n");
        }
        return text.toString();
    }

    @Test
    void theBlocksCompileAndRun() throws Exception {
        Files.writeString(folder.resolve("flats.csv"), flats());
        MutableList<String> blocks = Lists.mutable.empty();
        Matcher block = BLOCK.matcher(Files.readString(PAGE));
        while (block.find()) {
            blocks.add(block.group(1));
        }
        Class<?> page = Snippets.compile(
                folder,
                blocks.getFirst() + "public class TablesPage {\n"
                        + "public static Object[] run(Path folder) throws Exception {\n"
                        + blocks.drop(1).makeString("\n")
                        + "return new Object[] {evaluation.accuracy(), encoder.schema().outputs().makeString(), scores,"
                        + " model.forward(encoder.rows(flat)), looked.shape(), other.forward(digits.all().inputs()),"
                        + " scaled.forward(digits.all().inputs())};\n"
                        + "}\n"
                        + "}\n");
        Object[] results = (Object[]) page.getMethod("run", Path.class).invoke(null, folder);
        assertThat((double) results[0]).as("accuracy").isGreaterThan(0.8);
        assertThat(results[1])
                .isEqualTo(
                        "area, area missing, rooms, rooms missing, town = Moss, town = Oslo, town other, listed days,"
                                + " listed year cycle sine, listed year cycle cosine, listed missing");
        assertThat(numbers(results[2])).hasSize(3).containsExactly(numbers(results[3]));
        assertThat(results[4]).isEqualTo(Shape.of(40, 6));
        assertThat(numbers(results[5])).containsExactly(numbers(results[6]));
    }

    private static double[] numbers(Object tensor) {
        return ((Tensor) tensor).toDoubleArray();
    }
}
