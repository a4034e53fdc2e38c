package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;

class AugmentationTest {
    private static final int COUNT = 400;

    /** Many copies of the image 1, 2, ... */
    private static Tensor copies(ImageLayout layout) {
        return Tensor.arange(DType.F32, layout.size())
                .add(1)
                .reshape(1, layout.size())
                .broadcastTo(COUNT, layout.size());
    }

    private static double at(Tensor images, int image, ImageLayout layout, int row, int column, int channel) {
        int pixel = row * layout.width() + column;
        int place = layout.interleaved()
                ? pixel * layout.channels() + channel
                : channel * layout.height() * layout.width() + pixel;
        return images.get(image, place);
    }

    @Test
    void flippedImagesAreMirroredInEveryChannel() {
        for (var layout :
                new ImageLayout[] {ImageLayout.gray(3, 4), ImageLayout.planes(3, 4), ImageLayout.interleaved(3, 4)}) {
            var before = copies(layout);
            var after = Augmentation.flip(layout).apply(before, Randomness.seeded(1));
            int mirrored = 0;
            for (int i = 0; i < COUNT; i++) {
                boolean flipped = after.get(i, 0) != 1;
                mirrored += flipped ? 1 : 0;
                for (int channel = 0; channel < layout.channels(); channel++) {
                    for (int column = 0; column < 4; column++) {
                        assertThat(at(after, i, layout, 2, column, channel))
                                .isEqualTo(at(before, i, layout, 2, flipped ? 3 - column : column, channel));
                    }
                }
            }
            assertThat(mirrored).isBetween(160, 240);
        }
    }

    @Test
    void shiftedImagesHaveZerosAtTheEdge() {
        var layout = ImageLayout.interleaved(4, 5);
        var before = copies(layout);
        var after = Augmentation.shift(layout, 1).apply(before, Randomness.seeded(1));
        var moves = new int[3][3];
        for (int i = 0; i < COUNT; i++) {
            // one pixel in the middle says how far the image moved
            int found = (int) at(after, i, layout, 2, 2, 1) - 1;
            int down = 2 - found / 3 / 5;
            int right = 2 - found / 3 % 5;
            moves[down + 1][right + 1]++;
            for (int row = 0; row < 4; row++) {
                for (int column = 0; column < 5; column++) {
                    int fromRow = row - down;
                    int fromColumn = column - right;
                    boolean inside = fromRow >= 0 && fromRow < 4 && fromColumn >= 0 && fromColumn < 5;
                    assertThat(at(after, i, layout, row, column, 2))
                            .isEqualTo(inside ? at(before, i, layout, fromRow, fromColumn, 2) : 0);
                }
            }
        }
        assertThat(IntStream.range(0, 9).map(i -> moves[i / 3][i % 3]))
                .allSatisfy(n -> assertThat(n).isBetween(20, 75));
    }

    @Test
    void croppedImagesAreParts() {
        var layout = ImageLayout.gray(4, 4);
        var after = Augmentation.crop(layout, 0, 2, 3).apply(copies(layout), Randomness.seeded(1));
        assertThat(after.shape()).isEqualTo(Shape.of(COUNT, 6));
        for (int i = 0; i < COUNT; i++) {
            double first = after.get(i, 0);
            assertThat(first).isIn(1.0, 2.0, 5.0, 6.0, 9.0, 10.0);
            assertThat(after.slice(0, i, i + 1).toFloatArray())
                    .containsExactly(
                            (float) first,
                            (float) first + 1,
                            (float) first + 2,
                            (float) first + 4,
                            (float) first + 5,
                            (float) first + 6);
        }
        var padded = Augmentation.crop(layout, 2, 4, 4).apply(copies(layout), Randomness.seeded(1));
        assertThat(padded.min().item()).isZero();
    }

    @Test
    void theSameRandomNumbersTheSameImages() {
        var layout = ImageLayout.gray(4, 4);
        var augmentation = Augmentation.flip(layout).then(Augmentation.shift(layout, 2));
        var once = augmentation.apply(copies(layout), Randomness.seeded(5));
        assertThat(augmentation.apply(copies(layout), Randomness.seeded(5)).toFloatArray())
                .isEqualTo(once.toFloatArray());
        assertThat(augmentation.apply(copies(layout), Randomness.seeded(6)).toFloatArray())
                .isNotEqualTo(once.toFloatArray());
    }

    @Test
    void batchesKeepLabelsAndElementType() {
        var batch = new Batch(Tensor.zeros(DType.F64, Shape.of(2, 4)), Indices.of(3, 1));
        var changed = Augmentation.flip(ImageLayout.gray(2, 2)).apply(batch, Randomness.seeded(1));
        assertThat(changed.labels()).isEqualTo(Indices.of(3, 1));
        assertThat(changed.inputs().dtype()).isEqualTo(DType.F64);
        var none = Augmentation.flip(ImageLayout.gray(2, 2)).apply(Tensor.zeros(0, 4), Randomness.seeded(1));
        assertThat(none.shape()).isEqualTo(Shape.of(0, 4));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() ->
                        Augmentation.flip(ImageLayout.planes(2, 2)).apply(Tensor.zeros(1, 4), Randomness.seeded(1)))
                .withMessage("Augmentation.flip: needs images [n, 12] of 2 x 2 pixels and 3 channels, got [1, 4]");
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> Augmentation.flip(ImageLayout.planes(2, 2))
                        .apply(Tensor.zeros(DType.F32, Shape.of(5, 3, 2, 2)), Randomness.seeded(1)))
                .withMessageEndingWith("got [5, 3, 2, 2]; change rows, and let the model begin with Unflatten");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Augmentation.crop(ImageLayout.gray(4, 4), 1, 7, 4))
                .withMessage(
                        "Augmentation.crop: needs 0 or more pixels around the image and a part no larger than both, got"
                                + " 1, and 7 x 4 of 4 x 4");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Augmentation.shift(ImageLayout.gray(4, 4), -1))
                .withMessageStartingWith("Augmentation.shift: ");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> ImageLayout.gray(0, 4))
                .withMessage("ImageLayout: needs 1 or more pixels and channels, got 0 x 4 x 1");
    }

    @Test
    void batchesAreChangedOneAfterTheOther() {
        var layout = ImageLayout.gray(1, 3);
        var flip = Augmentation.flip(layout);
        var data = Dataset.of(
                Tensor.uniform(DType.F32, Shape.of(40, 3), 0, 1, Randomness.seeded(1)), Indices.of(new int[40]));
        var random = Randomness.seeded(5);
        var expected = Lists.immutable
                .withAll(data.batches(8))
                .collect(batch -> flip.apply(batch, random).inputs().toFloatArray());
        var changed = Lists.immutable
                .withAll(data.batches(8).augmented(flip, Randomness.seeded(5)))
                .collect(batch -> batch.inputs().toFloatArray());
        assertThat(changed.toArray()).usingRecursiveComparison().isEqualTo(expected.toArray());
        assertThat(changed.getFirst())
                .isNotEqualTo(data.slice(0, 8).all().inputs().toFloatArray());
    }
}
