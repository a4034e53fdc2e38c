package gradus.docs;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.nn.data.SmallMnist;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code blocks of docs/training.md are one program, which compiles and runs. */
class TrainingPageTest {
    private static final Path PAGE = Path.of("../docs/training.md");
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

    @Test
    void theBlocksCompileAndRun() throws Exception {
        ImmutableList<String> blocks = blocks();
        Class<?> page = Snippets.compile(
                folder,
                blocks.getFirst() + "public class Page {\n"
                        + "public static Object[] run(Path data, Path out) throws Exception {\n"
                        + blocks.drop(1).makeString("\n")
                        + "return new Object[] {evaluation.accuracy(), Evaluation.of(again, test).accuracy(), history.epochs().size()};\n"
                        + "}\n}\n");
        Path data = folder.resolve("data");
        SmallMnist.writeDrawn(Files.createDirectories(data.resolve("mnist")), 1_500, 300);
        Path out = Files.createDirectory(folder.resolve("out"));
        Object[] results =
                (Object[]) page.getMethod("run", Path.class, Path.class).invoke(null, data, out);
        assertThat((double) results[0]).as("test accuracy").isGreaterThan(0.8);
        assertThat(results[1]).as("accuracy of the model read again").isEqualTo(results[0]);
        assertThat(results[2]).as("epochs").isEqualTo(4);
        assertThat(out)
                .isDirectoryContaining("glob:**/model.json")
                .isDirectoryContaining("glob:**/training.gradus")
                .isDirectoryContaining("glob:**/board")
                .isDirectoryContaining("glob:**/report.html");
    }
}
