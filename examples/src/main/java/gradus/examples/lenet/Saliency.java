package gradus.examples.lenet;

import module gradus.examples;
import org.eclipse.collections.impl.list.primitive.IntInterval;

/**
 * What a changed pixel does to the score of the class that an image is given: by the gradient, and
 * beside it by changing the pixel.
 */
record Saliency(Tensor images, Tensor gradients, ImmutableList<Pixel> pixels) {
    private static final double CHANGE = 0.05;

    /**
     * The pixel of an image whose change does most.
     *
     * @param image its number
     * @param row of the pixel
     * @param column of the pixel
     * @param expected change of the score, by the gradient
     * @param measured change of the score
     */
    record Pixel(int image, int row, int column, double expected, double measured) {}

    static Saliency of(Sequential model, Tensor images) {
        Layer frozen = model.frozen();
        Tensor x = Tensor.variable(images);
        Tensor scores = frozen.forward(x, Mode.evaluation());
        Indices said = scores.argMax(-1);
        Tensor own = scores.takeAlongAxis(-1, said.expandDims(1)).squeeze(1);
        Tensor gradients = own.sum().gradients().of(x);
        Indices places = gradients.abs().argMax(-1);
        int size = images.shape().dim(1);
        Tensor changed = images.add(places.oneHot(size, images.dtype()).mul(CHANGE));
        Tensor after = frozen.forward(changed, Mode.evaluation())
                .takeAlongAxis(-1, said.expandDims(1))
                .squeeze(1);
        double[] measured = after.sub(own.detach()).toDoubleArray();
        double[] expected = gradients
                .takeAlongAxis(-1, places.expandDims(1))
                .squeeze(1)
                .mul(CHANGE)
                .toDoubleArray();
        ImmutableList<Pixel> pixels = IntInterval.zeroTo(images.shape().dim(0) - 1)
                .collect(i ->
                        new Pixel(i, places.get(i) / Mnist.SIDE, places.get(i) % Mnist.SIDE, expected[i], measured[i]))
                .toImmutable();
        return new Saliency(images, gradients, pixels);
    }

    Table table() {
        return Table.over(pixels)
                .column("image", Pixel::image)
                .column("row", Pixel::row)
                .column("column", Pixel::column)
                .column("expected", Pixel::expected)
                .column("measured", Pixel::measured)
                .table();
    }
}
