package gradus.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gradus.autodiff.Convolution;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.layer.Conv2d;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The code blocks of docs/convolution.md are one program, which compiles and runs; so is its picture drawn. */
class ConvolutionPageTest {
    private static final Path PAGE = Path.of("../docs/convolution.md");
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

    /** The shapes are those that the comments of the page tell. */
    @Test
    void theBlocksCompileAndRun() throws Exception {
        ImmutableList<String> blocks = blocks();
        Class<?> page = Snippets.compile(
                folder,
                blocks.getFirst() + "public class Page {\n"
                        + "public static Object[] run() {\n"
                        + blocks.drop(1).makeString("\n")
                        + "return new Object[] {same, y, halved, wide, kept, separable, back, model.forward(images),"
                        + " curvature, scores, accuracy};\n"
                        + "}\n"
                        + "}\n");
        Object[] results = (Object[]) page.getMethod("run").invoke(null);
        assertThat(results[0]).as("bits of the product of patches").isEqualTo(true);
        assertThat((double) results[10]).as("accuracy, 0.1 by chance").isGreaterThan(0.8);
        assertThat(Lists.immutable.with(results).drop(1).take(9).collect(result -> ((Tensor) result).shape()))
                .containsExactly(
                        Shape.of(8, 16, 30, 30),
                        Shape.of(8, 16, 16, 16),
                        Shape.of(8, 16, 28, 15),
                        Shape.of(8, 16, 32, 32),
                        Shape.of(8, 16, 32, 32),
                        Shape.of(8, 3, 32, 32),
                        Shape.of(8, 3, 32, 32),
                        Shape.of(16, 3, 3, 3),
                        Shape.of(1, 10));
    }

    @Test
    void theMessageOfThePageIsWhatIsSaid() throws Exception {
        Conv2d layer = Conv2d.of(3, 16, 3, Convolution.same(), Randomness.seeded(1));
        ShapeException error =
                catchThrowableOfType(ShapeException.class, () -> layer.forward(Tensor.zeros(8, 32, 32, 3)));
        assertThat(Files.readString(PAGE)).contains("    " + error.getMessage() + "\n");
    }

    /** The latest one is in target/convolution-page. */
    @Test
    void thePictureIsTheOneThatIsDrawn() throws Exception {
        Matcher shown = Pattern.compile("!\\[([^\\]]+)\\]\\(convolution/window\\.svg\\)")
                .matcher(Files.readString(PAGE));
        assertThat(shown.find()).isTrue();
        String drawn = WindowPicture.picture().svg(shown.group(1));
        Path latest = Files.createDirectories(Path.of("target/convolution-page"));
        Files.writeString(latest.resolve("window.svg"), drawn);
        Files.write(latest.resolve("window.png"), WindowPicture.picture().png());
        assertThat(Path.of("../docs/convolution/window.svg")).hasContent(drawn);
    }
}
