package gradus.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.nn.data.Dataset;
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
                        + "return new Object[] {evaluation.accuracy(), Evaluation.of(again, test).accuracy(),"
                        + " history.epochs().size(), train, validation, test, byLion};\n"
                        + "}\n"
                        + "}\n");
        Path data = folder.resolve("data");
        SmallMnist.writeDrawn(Files.createDirectories(data.resolve("mnist")), 1_500, 300);
        Path out = Files.createDirectory(folder.resolve("out"));
        Object[] results =
                (Object[]) page.getMethod("run", Path.class, Path.class).invoke(null, data, out);
        assertThat((double) results[0]).as("test accuracy").isGreaterThan(0.8);
        assertThat(results[1]).as("accuracy of the model read again").isEqualTo(results[0]);
        assertThat(results[2]).as("epochs").isEqualTo(4);
        assertThat((double) results[6]).as("accuracy by a rule of one's own").isGreaterThan(0.6);
        assertSizes((Dataset) results[3], (Dataset) results[4], (Dataset) results[5]);
        assertThat(out)
                .isDirectoryContaining("glob:**/model.json")
                .isDirectoryContaining("glob:**/training.gradus")
                .isDirectoryContaining("glob:**/board")
                .isDirectoryContaining("glob:**/report.html");
    }

    /** Of 1,500 examples four fifths are trained on, of each class; the text says so. */
    private static void assertSizes(Dataset train, Dataset validation, Dataset test) {
        assertThat(train.size()).as("trained on").isEqualTo(1_200);
        assertThat(validation.size()).as("held out").isEqualTo(300);
        assertThat(test.size()).as("tested").isEqualTo(300);
        for (int digit = 0; digit < 10; digit++) {
            int heldOut = validation.classCounts().get(digit);
            int all = heldOut + train.classCounts().get(digit);
            assertThat((double) heldOut).as("of digit " + digit).isCloseTo(all / 5.0, within(1.0));
        }
    }
}
