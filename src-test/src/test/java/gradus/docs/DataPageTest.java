package gradus.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code blocks of docs/data.md are one program, which compiles and runs. */
class DataPageTest {
    private static final Path PAGE = Path.of("../docs/data.md");
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir
    private Path folder;

    private static ImmutableList<String> blocks() throws Exception {
        MutableList<String> blocks = Lists.mutable.empty();
        Matcher block = BLOCK.matcher(Files.readString(PAGE));
        while (block.find()) {
            blocks.add(block.group(1));
        }
        return blocks.toImmutable();
    }

    /** The latest one is in target/data-page. */
    @Test
    void thePictureIsTheOneThatIsDrawn() throws Exception {
        Matcher shown =
                Pattern.compile("!\\[([^\\]]+)\\]\\(data/shuffle\\.svg\\)").matcher(Files.readString(PAGE));
        assertThat(shown.find()).isTrue();
        String drawn = ShufflePicture.picture().svg(shown.group(1));
        Path latest = Files.createDirectories(Path.of("target/data-page"));
        Files.writeString(latest.resolve("shuffle.svg"), drawn);
        Files.write(latest.resolve("shuffle.png"), ShufflePicture.picture().png());
        assertThat(Path.of("../docs/data/shuffle.svg")).hasContent(drawn);
    }

    @Test
    void theBlocksCompileAndRun() throws Exception {
        ImmutableList<String> blocks = blocks();
        Class<?> page = Snippets.compile(
                folder,
                blocks.getFirst() + "public class Page {\n"
                        + "public static Object[] run(Path out) throws Exception {\n"
                        + blocks.drop(1).makeString("\n")
                        + "return new Object[] {history.last().get(\"validation stars\"),"
                        + " history.last().get(\"validation ended\"), answer.tensor(\"stars\").item(), tagged,"
                        + " streamed.last().get(\"accuracy\"), seen,"
                        + " new SquaredError().mean(line.forward(parts.validation().all().inputs()).reshape(-1),"
                        + " parts.validation().targets()).item()};\n"
                        + "}\n"
                        + "}\n");
        Path out = Files.createDirectory(folder.resolve("out"));
        Object[] results = (Object[]) page.getMethod("run", Path.class).invoke(null, out);
        assertThat((double) results[0]).as("error of the stars").isLessThan(0.5);
        assertThat((double) results[1]).as("accuracy of the ends").isGreaterThan(0.95);
        assertThat((double) results[2]).as("stars of user 3").isBetween(2.0, 4.0);
        assertThat((double) results[3]).as("tagged words").isGreaterThan(0.95);
        assertThat((double) results[4]).as("accuracy of the points").isGreaterThan(0.9);
        assertThat(results[5]).as("seen by hand").isEqualTo(3000);
        assertThat((double) results[6]).as("error of the line").isLessThan(0.01);
        assertThat(out).isDirectoryContaining("glob:**/points.gradus");
    }
}
