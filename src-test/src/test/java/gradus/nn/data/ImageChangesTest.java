package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Gradus;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.NamedTensors;
import gradus.nn.loss.CrossEntropy;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Affine maps, colors, cutout and mixup. */
class ImageChangesTest {
    private static final ImageLayout GRAY = ImageLayout.gray(5, 5);

    private static Tensor images(DType type, int count, ImageLayout layout) {
        return Tensor.uniform(type, Shape.of(count, layout.size()), 0, 1, Randomness.seeded(3));
    }

    private static Tensor changed(Augmentation change, Tensor images) {
        return change.apply(images, Randomness.seeded(1));
    }

    /** A change whose limits leave one choice. */
    private static double[] affine(Affine limits, double... image) {
        return changed(
                        Augmentation.affine(ImageLayout.gray(3, image.length / 3), limits),
                        Tensor.of(image).reshape(1, -1))
                .toDoubleArray();
    }

    @Test
    void noChangeKeepsEveryBit() {
        for (var layout : new ImageLayout[] {GRAY, ImageLayout.planes(4, 6), ImageLayout.interleaved(5, 3)}) {
            var before = images(DType.F32, 7, layout);
            for (var none : List.of(Augmentation.affine(layout, new Affine()), Augmentation.color(layout, 0, 0, 0))) {
                assertThat(changed(none, before).toFloatArray()).isEqualTo(before.toFloatArray());
            }
        }
    }

    @Test
    void scalesAndShiftsAreBilinear() {
        double[] twice = affine(new Affine().scale(2, 2), 1, 2, 3, 4, 5, 6, 7, 8, 9);
        // the middle stays, half a pixel away is half of both
        assertThat(twice).containsExactly(3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 7);
        double[] half = affine(new Affine().scale(0.5, 0.5), 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(half).as("zeros from outside").containsExactly(0, 0, 0, 0, 5, 0, 0, 0, 0);
        // the drawn shift is known from one pixel, and all others have it
        var layout = ImageLayout.planes(8, 8);
        Tensor ramp = Tensor.arange(DType.F64, 64).reshape(1, 64);
        Tensor moved =
                changed(Augmentation.affine(layout, new Affine().shift(0.2)), Tensor.concat(1, ramp, ramp, ramp));
        double way = moved.get(0, 27) - 27;
        for (int place : new int[] {28, 35, 36, 64 + 27, 128 + 36}) {
            assertThat(moved.get(0, place) - place % 64).isCloseTo(way, within(1e-12));
        }
        assertThat(way).isNotZero().isBetween(-8 * 1.6 - 1.6, 8 * 1.6 + 1.6);
    }

    /** A turned square of four pixels: each goes on to its neighbor. */
    @Test
    void rotationsAndShearsKeepTheMiddle() {
        var layout = ImageLayout.gray(9, 9);
        Tensor x = Tensor.arange(DType.F64, 9).sub(4).reshape(1, 9).broadcastTo(9, 9);
        Tensor flat = x.reshape(1, 81); // its value is the column
        Tensor all = flat.broadcastTo(200, 81);
        Tensor turned = changed(Augmentation.affine(layout, new Affine().rotation(30)), all);
        double largest = 0;
        for (int i = 0; i < 200; i++) {
            double cos = turned.get(i, 4 * 9 + 5);
            double sin = turned.get(i, 5 * 9 + 4);
            assertThat(turned.get(i, 4 * 9 + 4)).isCloseTo(0, within(1e-12));
            assertThat(cos * cos + sin * sin).isCloseTo(1, within(1e-12));
            largest = Math.max(largest, Math.abs(sin));
        }
        assertThat(largest).isBetween(0.45, 0.5);
        Tensor sheared = changed(Augmentation.affine(layout, new Affine().shear(45)), all);
        for (int i = 0; i < 200; i++) {
            double slant = sheared.get(i, 4); // four rows above the middle
            assertThat(sheared.get(i, 4 * 9 + 6)).as("rows stay rows").isCloseTo(2, within(1e-12));
            assertThat(sheared.get(i, 2 * 9 + 4)).isCloseTo(slant / 2, within(1e-9));
            assertThat(Math.abs(slant)).isLessThanOrEqualTo(4);
        }
    }

    @Test
    void brightnessContrastAndSaturation() {
        var layout = ImageLayout.interleaved(2, 2);
        Tensor before = images(DType.F64, 100, layout).mul(0.2).add(0.4);
        Tensor bright = changed(Augmentation.color(layout, 0.5, 0, 0), before).div(before);
        Tensor contrast = changed(Augmentation.color(layout, 0, 0.9, 0), before);
        Tensor colors = changed(Augmentation.color(layout, 0, 0, 0.9), before);
        for (int i = 0; i < 100; i++) {
            double factor = bright.get(i, 0);
            assertThat(factor).isBetween(0.5, 1.5);
            assertThat(bright.get(i, 11)).isCloseTo(factor, within(1e-12));
            assertThat(gray(contrast, i)).as("mean brightness").isCloseTo(gray(before, i), within(1e-12));
            for (int pixel = 0; pixel < 4; pixel++) {
                assertThat(gray(colors, i, pixel)).isCloseTo(gray(before, i, pixel), within(1e-12));
            }
            double stretched = (contrast.get(i, 5) - contrast.get(i, 0)) / (before.get(i, 5) - before.get(i, 0));
            assertThat(stretched).isBetween(0.1, 1.9);
        }
        assertThat(changed(Augmentation.color(GRAY, 1, 0, 0), images(DType.F32, 50, GRAY))
                        .max()
                        .item())
                .as("pixels stay below 1")
                .isEqualTo(1);
    }

    private static double gray(Tensor images, int image, int pixel) {
        return 0.299 * images.get(image, 3 * pixel)
                + 0.587 * images.get(image, 3 * pixel + 1)
                + 0.114 * images.get(image, 3 * pixel + 2);
    }

    private static double gray(Tensor images, int image) {
        return (gray(images, image, 0) + gray(images, image, 1) + gray(images, image, 2) + gray(images, image, 3)) / 4;
    }

    @Test
    void cutoutLeavesOutASquare() {
        var layout = ImageLayout.planes(6, 6);
        Tensor before = images(DType.F32, 300, layout).add(0.5);
        Tensor after = changed(Augmentation.cutout(layout, 3), before);
        var counts = new int[10];
        for (int i = 0; i < 300; i++) {
            int zeros = 0;
            for (int pixel = 0; pixel < 36; pixel++) {
                boolean out = after.get(i, pixel) == 0;
                zeros += out ? 1 : 0;
                for (int channel = 0; channel < 3; channel++) {
                    int place = 36 * channel + pixel;
                    assertThat(after.get(i, place)).isEqualTo(out ? 0 : before.get(i, place));
                }
            }
            counts[zeros]++;
        }
        // the middle of the square is inside 16 times in 36, at an edge 16 times, at a corner 4 times
        assertThat(counts[9]).isBetween(105, 162);
        assertThat(counts[6]).isBetween(105, 162);
        assertThat(counts[4]).isBetween(15, 55);
        assertThat(counts[9] + counts[6] + counts[4]).isEqualTo(300);
    }

    @Test
    void mixupMixesInputsAndTargetsAlike() {
        int count = 400;
        Tensor numbers = Tensor.arange(DType.F64, count).reshape(count, 1, 1);
        Dataset data = Dataset.of(numbers, numbers.reshape(count, 1).mul(2).add(1));
        Batch mixed = Augmentation.mixup(0.2).apply(data.all(), Randomness.seeded(4));
        double[] inputs = mixed.inputs().toDoubleArray();
        double[] targets = mixed.targets().toDoubleArray();
        int hardly = 0;
        for (int i = 0; i < count; i++) {
            assertThat(targets[i]).isCloseTo(2 * inputs[i] + 1, within(1e-9));
            hardly += Math.abs(inputs[i] - i) < 1 ? 1 : 0;
        }
        // Beta(0.2, 0.2): in about a third of the cases nearly all of the first
        assertThat(hardly).isBetween(80, 220);
        assertThat(mixed.inputs().shape()).isEqualTo(Shape.of(count, 1, 1));
        double half = Math.abs(parts(50).sub(0.5).abs().mean().item());
        double even = parts(1).sub(0.5).abs().mean().item();
        assertThat(half).as("a large α mixes halves").isLessThan(0.06);
        assertThat(even).as("α 1 is the even distribution").isCloseTo(0.25, within(0.02));
    }

    /** The parts: of zeros and ones the other examples are known. */
    private static Tensor parts(double alpha) {
        Tensor x = Tensor.concat(0, Tensor.zeros(2000, 1), Tensor.ones(2000, 1));
        Tensor mixed = Augmentation.mixup(alpha)
                .apply(new Batch(x, x), Randomness.seeded(2))
                .inputs();
        double[] between =
                Arrays.stream(mixed.toDoubleArray()).filter(v -> v > 0 && v < 1).toArray();
        assertThat(between.length).isBetween(1800, 2200);
        return Tensor.of(between);
    }

    @Test
    void mixupKeepsAllInputsAndTargets() {
        Tensor numbers = Tensor.arange(DType.F64, 6).reshape(6, 1);
        Batch batch = new Batch(
                NamedTensors.of("image", numbers).with("age", numbers.mul(10)),
                NamedTensors.of("y", numbers.neg()).with("z", numbers.mul(3)));
        Batch mixed = Augmentation.mixup(1).apply(batch, Randomness.seeded(4));
        double[] image = mixed.tensor("image").toDoubleArray();
        for (int i = 0; i < 6; i++) {
            assertThat(mixed.tensor("age").toDoubleArray()[i]).isCloseTo(10 * image[i], within(1e-12));
            assertThat(mixed.tensor("z").toDoubleArray()[i]).isCloseTo(3 * image[i], within(1e-12));
        }
        Batch words = new Batch(
                NamedTensors.of("word", Indices.of(0, 1)),
                NamedTensors.of("y", Tensor.zeros(DType.F64, Shape.of(2, 1))));
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Augmentation.mixup(1).apply(words, Randomness.seeded(4)))
                .withMessage("Augmentation.mixup: needs numbers, of which a part can be taken, got the whole numbers "
                        + "word");
    }

    @Test
    void mixupInAChainWithSoftLabels() {
        var data =
                Dataset.of(images(DType.F32, 20, GRAY), Indices.of(new int[20])).oneHot(3, DType.F32);
        var both = Augmentation.flip(GRAY).then(Augmentation.mixup(1)).then(Augmentation.cutout(GRAY, 2));
        for (Batch batch : data.batches(10).augmented(both, Randomness.seeded(1))) {
            assertThat(batch.targets().sum(1).sub(1).abs().max().item()).isLessThan(1e-6);
            assertThat(new CrossEntropy()
                            .mean(Tensor.zeros(10, 3), batch.targets())
                            .item())
                    .isCloseTo(Math.log(3), within(1e-6));
        }
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Augmentation.mixup(1)
                        .apply(new Batch(Tensor.zeros(2, 3), Indices.of(0, 1)), Randomness.seeded(1)))
                .withMessage(
                        "Augmentation.mixup: needs targets, of which a part can be taken, got Batch of 2, inputs [2,"
                                + " 3], labels [2]; Dataset.oneHot(classes, DType.F32) makes them of labels");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> changed(Augmentation.mixup(1), Tensor.zeros(2, 3)))
                .withMessage(
                        "Augmentation.mixup: needs a batch, as targets are mixed too, got images alone; apply(batch,"
                                + " random), or batches.augmented");
    }

    /** On one thread and on many, and for an image whatever comes after it. */
    @ParameterizedTest
    @EnumSource
    void theSameBitsOnAnyNumberOfThreads(DType type) {
        var layout = ImageLayout.planes(9, 7);
        var all = Augmentation.flip(layout)
                .then(Augmentation.affine(
                        layout,
                        new Affine().rotation(20).scale(0.8, 1.2).shear(10).shift(0.1)))
                .then(Augmentation.color(layout, 0.4, 0.4, 0.4))
                .then(Augmentation.cutout(layout, 3))
                .then(Augmentation.crop(layout, 1, 9, 7));
        Batch batch = new Batch(images(type, 67, layout), Tensor.ones(type, Shape.of(67, 2)));
        int threads = Gradus.threads();
        try {
            Gradus.setThreads(1);
            Tensor one = all.then(Augmentation.mixup(0.4))
                    .apply(batch, Randomness.seeded(9))
                    .inputs();
            assertThat(one.dtype()).isEqualTo(type);
            for (int many : new int[] {2, 3, 8, 100}) {
                Gradus.setThreads(many);
                assertThat(all.then(Augmentation.mixup(0.4))
                                .apply(batch, Randomness.seeded(9))
                                .inputs()
                                .toDoubleArray())
                        .isEqualTo(one.toDoubleArray());
            }
        } finally {
            Gradus.setThreads(threads);
        }
        var turn = Augmentation.affine(layout, new Affine().rotation(20));
        assertThat(changed(turn, batch.inputs().slice(0, 0, 5)).toDoubleArray())
                .isEqualTo(changed(turn, batch.inputs()).slice(0, 0, 5).toDoubleArray());
        assertThat(changed(turn, Tensor.zeros(type, Shape.of(0, layout.size()))).shape())
                .isEqualTo(Shape.of(0, layout.size()));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> changed(Augmentation.cutout(GRAY, 1), Tensor.zeros(1, 24)))
                .withMessage("Augmentation.cutout: needs images [n, 25] of 5 x 5 pixels and 1 channel, got [1, 24]");
        refused(() -> Augmentation.cutout(GRAY, 0), "Augmentation.cutout: needs a square of 1 pixel or more, got 0");
        refused(
                () -> Augmentation.color(GRAY, 0.5, 0, 0)
                        .apply(Tensor.full(DType.F32, Shape.of(2, 25), 255), Randomness.seeded(1)),
                "Augmentation.color: needs pixels from 0 to 1, got 255.0; div(255) makes such of bytes; standardize"
                        + " after the colors have changed");
        refused(() -> Augmentation.color(GRAY, 1.5, 0, 0), "Augmentation.color: needs strengths from 0 to 1, got 1.5");
        refused(
                () -> Augmentation.color(GRAY, 0, 0, 0.1),
                "Augmentation.color: needs red, green and blue to change the saturation of, got 1 channel; a saturation"
                        + " of 0 changes none");
        refused(() -> Augmentation.mixup(0), "Augmentation.mixup: needs a finite α above 0, got 0.0");
        refused(
                () -> new Affine().rotation(Double.NaN),
                "Augmentation.affine: needs a finite rotation of 0 degrees or more, got NaN");
        refused(() -> new Affine().scale(0, 1), "Augmentation.affine: needs a least factor above 0, got 0.0");
        refused(
                () -> new Affine().scale(1, 0.5),
                "Augmentation.affine: needs a largest factor that is no less, got 0.5");
        refused(
                () -> new Affine().shear(90),
                "Augmentation.affine: needs a shear from 0 to less than 90 degrees, got 90.0");
        refused(() -> new Affine().shift(-1), "Augmentation.affine: needs a finite shift of 0 or more, got -1.0");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(call).withMessage(message);
    }
}
