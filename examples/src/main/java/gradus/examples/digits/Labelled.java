package gradus.examples.digits;

import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;

/**
 * The data of part 4: images of 8 x 8 numbers, standardised by the mean and the standard deviation of all of them together, in the order of the
 * report, with the label 1 for the digits 0 to 4 and 0 for the others.
 *
 * @param images {@code [n, 64]}, type F64
 * @param labels {@code [n, 1]}, type F64
 */
record Labelled(Tensor images, Tensor labels) {

    /** How many. */
    int size() {
        return images.shape().dim(0);
    }

    /** The images from {@code from} up to, not including, {@code to}. */
    Labelled slice(int from, int to) {
        return new Labelled(images.slice(0, from, to), labels.slice(0, from, to));
    }

    /** The images in random order. */
    Labelled shuffled(Randomness random) {
        Indices order = random.permutation(size());
        return new Labelled(images.indexSelect(0, order), labels.indexSelect(0, order));
    }

    /** Minibatch {@code number} of {@code size} images, in order; there are {@link #batches}. */
    Labelled batch(int number, int size) {
        return slice(number * size, (number + 1) * size);
    }

    /** How many whole minibatches there are: an incomplete last one is dropped. */
    int batches(int size) {
        return size() / size;
    }
}
