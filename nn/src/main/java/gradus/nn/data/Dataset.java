package gradus.nn.data;

import gradus.autodiff.IndexException;
import gradus.autodiff.Indices;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.eclipse.collections.impl.list.primitive.IntInterval;

/**
 * Labelled examples in an order. Immutable: shuffling and slicing give another view of the same examples, without copying them;
 * tensors are made when batches are taken. Safe to share between threads.
 */
public final class Dataset {
    private final Inputs inputs;
    private final Indices labels;
    private final int[] order;

    private Dataset(Inputs inputs, Indices labels, int[] order) {
        this.inputs = inputs;
        this.labels = labels;
        this.order = order;
    }

    /**
     * Examples from inputs {@code [n, ...]} and labels {@code [n]}.
     *
     * @throws ShapeException if the labels have another shape
     */
    public static Dataset of(Tensor inputs, Indices labels) {
        requireVector(labels);
        if (inputs.shape().rank() == 0
                || inputs.shape().dim(0) != labels.shape().size()) {
            throw new ShapeException(
                    "Dataset", "inputs [n, ...] and labels [n]", inputs.shape() + " and " + labels.shape(), "");
        }
        return new Dataset(new Inputs.Numbers(inputs.detach()), labels, everything(labels));
    }

    /**
     * Images from bytes, as many for each as there are for each label. A batch of n has the shape {@code [n, bytes]} and the type
     * F32, each byte, taken as 0 to 255, divided by 255. The array is not copied and must not be changed.
     *
     * @throws ShapeException if the bytes do not divide evenly among the labels
     */
    public static Dataset ofBytes(byte[] pixels, Indices labels) {
        requireVector(labels);
        int count = labels.shape().size();
        if (count == 0 ? pixels.length > 0 : pixels.length % count != 0) {
            throw new ShapeException(
                    "Dataset", "equally many bytes for each label", pixels.length + " for " + count + " labels", "");
        }
        int width = count == 0 ? 0 : pixels.length / count;
        return new Dataset(new Inputs.Pixels(pixels, width), labels, everything(labels));
    }

    private static void requireVector(Indices labels) {
        if (labels.shape().rank() != 1) {
            throw new ShapeException("Dataset", "labels [n]", labels.shape().toString(), "");
        }
    }

    private static int[] everything(Indices labels) {
        int count = labels.shape().size();
        return count == 0 ? new int[0] : IntInterval.zeroTo(count - 1).toArray();
    }

    /** How many examples. */
    public int size() {
        return order.length;
    }

    /** The labels, {@code [n]}, in the order of the examples. */
    public Indices labels() {
        return Indices.of(Arrays.stream(order).map(labels::get).toArray());
    }

    /** The examples in random order, every order equally likely: Durstenfeld, Communications of the ACM 7 (1964), algorithm 235. */
    public Dataset shuffled(RandomGenerator random) {
        int[] shuffled = order.clone();
        for (int last = shuffled.length - 1; last > 0; last--) {
            int place = random.nextInt(last + 1);
            int moved = shuffled[last];
            shuffled[last] = shuffled[place];
            shuffled[place] = moved;
        }
        return new Dataset(inputs, labels, shuffled);
    }

    /**
     * The examples from {@code from} up to, not including, {@code to}.
     *
     * @throws IndexException unless {@code 0 <= from <= to <= size()}
     */
    public Dataset slice(int from, int to) {
        if (from < 0 || from > to || to > size()) {
            throw new IndexException(
                    "Dataset.slice", "0 <= from <= to <= " + size(), "from " + from + ", to " + to, "");
        }
        return new Dataset(inputs, labels, Arrays.copyOfRange(order, from, to));
    }

    /**
     * The examples at the given places, in that order; places may repeat.
     *
     * @throws IndexException if a place is not in {@code 0 <= place < size()}
     */
    public Dataset select(int... places) {
        return new Dataset(
                inputs, labels, Arrays.stream(places).map(this::example).toArray());
    }

    private int example(int place) {
        if (place < 0 || place >= size()) {
            throw new IndexException("Dataset.select", "places from 0 to " + (size() - 1), place + "", "");
        }
        return order[place];
    }

    /** The examples in order in batches of {@code size}, the last one smaller where they do not come out even. */
    public Batches batches(int size) {
        return new Batches(this, size, false);
    }

    /** All examples as one batch. */
    public Batch all() {
        return new Batch(inputs.take(order), labels());
    }

    @Override
    public String toString() {
        return "Dataset of " + size();
    }
}
