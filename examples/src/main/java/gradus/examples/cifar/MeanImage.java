package gradus.examples.cifar;

import module gradus.examples;

/**
 * Pixels as the report takes them: from 0 to 255, less the mean of the training images, and here
 * times a factor. A layer, so that a saved model carries its mean image along.
 */
record MeanImage(Buffer mean, double factor) implements Layer {
    private static final int BATCH = 1000;
    private static final double WHITE = 255;

    /** The mean of these images {@code [n, 3072]}, whose pixels are from 0 to 1. */
    static Tensor of(Dataset images) {
        Tensor sum = null;
        for (Batch batch : images.batches(BATCH)) {
            Tensor part = batch.inputs().sum(0);
            sum = sum == null ? part : sum.add(part);
        }
        if (sum == null) {
            throw new IllegalStateException("no images");
        }
        return sum.div(images.size());
    }

    @Override
    public Tensor forward(Tensor x, Mode mode) {
        return x.sub(mean.value()).mul(WHITE * factor);
    }

    @Override
    public String description() {
        return "MeanImage(times " + factor + ")";
    }
}
