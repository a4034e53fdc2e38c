package gradus.plots;

import static gradus.plots.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.Tensor;
import gradus.nn.report.Picture;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.function.Function;
import javax.imageio.ImageIO;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;

class ImageGridTest {
    private static final Tensor ONE = Tensor.of(new double[][] {{0, 1, 0.2, 0.6}});

    /** The color of a pixel of the first image, of two rows of two. */
    private static Function<int[], Color> pixels(ImageGrid grid) throws IOException {
        BufferedImage png =
                ImageIO.read(new ByteArrayInputStream(grid.picture("p").png()));
        // each is 28 wide on the page, 56 in the file, between gaps
        return place -> new Color(png.getRGB(10 + 56 * place[1] + 28, 10 + 56 * place[0] + 28));
    }

    private static Color gray(int level) {
        return new Color(level, level, level);
    }

    @Test
    void inkIsBlackUnlessTheRangeSaysOtherwise() throws IOException {
        ImageGrid grid = ImageGrid.gray(ONE, 2, 2);
        var ink = pixels(grid);
        assertThat(ink.apply(new int[] {0, 0})).isEqualTo(Color.WHITE);
        assertThat(ink.apply(new int[] {0, 1})).isEqualTo(Color.BLACK);
        assertThat(ink.apply(new int[] {1, 0})).isEqualTo(gray(204));
        var other = pixels(grid.range(0, 0.5));
        assertThat(other.apply(new int[] {0, 0})).isEqualTo(Color.BLACK);
        assertThat(other.apply(new int[] {0, 1})).isEqualTo(Color.WHITE);
        assertThat(other.apply(new int[] {1, 0})).isEqualTo(gray(102));
        var own = pixels(ImageGrid.gray(Tensor.of(new double[][] {{-2, 2, 0, 0}}), 2, 2)
                .eachItsOwnRange());
        assertThat(own.apply(new int[] {0, 0})).isEqualTo(Color.BLACK);
        assertThat(own.apply(new int[] {0, 1})).isEqualTo(Color.WHITE);
        assertThat(own.apply(new int[] {1, 1})).isEqualTo(gray(128));
    }

    @Test
    void channelsComeOneAfterTheOther() throws IOException {
        Tensor colors = Tensor.of(new double[][] {{1, 0, 0, 0.2, 0, 1, 0, 0.4, 0, 0, 1, 0.6}});
        var color = pixels(ImageGrid.colored(colors.reshape(1, 3, 2, 2), 2, 2));
        assertThat(color.apply(new int[] {0, 0})).isEqualTo(Color.RED);
        assertThat(color.apply(new int[] {0, 1})).isEqualTo(Color.GREEN);
        assertThat(color.apply(new int[] {1, 0})).isEqualTo(Color.BLUE);
        assertThat(color.apply(new int[] {1, 1})).isEqualTo(new Color(51, 102, 153));
    }

    @Test
    void imagesStandInRowsWithTheirTexts() {
        ImageGrid five = ImageGrid.gray(Tensor.zeros(5, 4), 2, 2);
        Picture wide = five.picture("p");
        Picture high = five.columns(2).picture("p");
        assertThat(wide.width()).isEqualTo(5 * 66);
        assertThat(wide.height()).isEqualTo(66);
        assertThat(high.width()).isEqualTo(2 * 66);
        assertThat(high.height()).isEqualTo(3 * 66);
        Picture texts =
                five.captions(Lists.immutable.with("a", "b", "c", "d", "e<")).picture("p");
        assertThat(texts.height()).isEqualTo(66 + 20);
        assertThat(texts.svg("")).contains(">a</text>", ">e&lt;</text>");
    }

    /** So that they neither run into each other nor over the edge. */
    @Test
    void longTextsBreakBetweenWords() {
        ImageGrid two = ImageGrid.gray(Tensor.zeros(2, 4), 2, 2);
        Picture texts = two.captions(Lists.immutable.with("cat as automobile, 99 %", "3 as 5"))
                .picture("p");
        assertThat(texts.width()).isEqualTo(2 * (84 + 10));
        assertThat(texts.height()).isEqualTo(66 + 20 + 2 * 16);
        assertThat(texts.svg("")).contains(">cat as</text>", ">automobile,</text>", ">99 %</text>", ">3 as 5</text>");
        String word = "w".repeat(40);
        Picture wide = two.captions(Lists.immutable.with(word, "a b")).picture("p");
        assertThat(wide.width()).isGreaterThan(2 * (40 * 6));
        assertThat(wide.height()).isEqualTo(66 + 20);
        assertThat(wide.svg("")).contains(">" + word + "</text>", ">a b</text>");
    }

    @Test
    void imagesThatAreNoneAreRefused() {
        Tensor images = Tensor.of(new double[][] {{0, 1, 0}});
        ImageGrid grid = ImageGrid.gray(images, 1, 3);
        assertRefused(() -> ImageGrid.gray(images, 2, 2), "ImageGrid: needs 1 x 2 x 2 numbers an image, got 3");
        assertRefused(() -> ImageGrid.colored(images, 1, 3), "ImageGrid: needs 3 x 1 x 3 numbers an image, got 3");
        assertRefused(
                () -> ImageGrid.gray(images, 0, 3),
                "ImageGrid: needs a height and a width of 1 to 4096 pixels, got 0 x 3");
        assertRefused(
                () -> ImageGrid.gray(Tensor.of(1.0, 2.0), 1, 2),
                "ImageGrid: needs images [n, pixels], n at least 1, got [2];"
                        + " reshape(1, -1) makes a batch of a single one");
        assertRefused(
                () -> ImageGrid.gray(Tensor.zeros(0, 4), 2, 2),
                "ImageGrid: needs images [n, pixels], n at least 1, got [0, 4];"
                        + " reshape(1, -1) makes a batch of a single one");
        assertRefused(
                () -> ImageGrid.gray(Tensor.of(new double[][] {{0, Double.NaN}}), 1, 2),
                "ImageGrid: needs finite numbers, up to 1e300, got NaN at place 1");
        assertRefused(
                () -> grid.captions(Lists.immutable.with("a", "b")),
                "ImageGrid: needs a text for each of 1 image, got 2");
        assertRefused(() -> grid.columns(0), "ImageGrid: needs 1 to 1000 columns, got 0");
        assertRefused(() -> grid.range(1, 1), "ImageGrid: needs different numbers for black and white, got 1.0 twice");
        assertRefused(
                () -> grid.range(0, Double.POSITIVE_INFINITY),
                "range of ImageGrid: needs finite numbers, up to 1e300, got Infinity at place 1");
    }
}
