package gradus.spark;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Indices;
import gradus.autodiff.Tensor;
import gradus.nn.data.Dataset;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.spark.api.java.JavaRDD;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * One example of a data set that lies on a cluster: what a model is given, and either a class label
 * or a target, the numbers that it should give. Immutable, and sent as it is.
 *
 * <p>Rows of a cluster have no order that lasts. So examples are put into the order of the SHA-256
 * of their numbers, which depends on nothing but them: the same examples give the same training,
 * however they are distributed.
 */
public final class Example implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final byte[] NO_PIXELS = {};

    private final @Nullable SentTensor inputs;
    private final byte[] pixels;
    private final int label;
    private final @Nullable SentTensor target;

    private Example(@Nullable SentTensor inputs, byte[] pixels, int label, @Nullable SentTensor target) {
        this.inputs = inputs;
        this.pixels = pixels;
        this.label = label;
        this.target = target;
    }

    /** Inputs {@code [...]}, with the label of their class. */
    public static Example of(Tensor inputs, int label) {
        return new Example(new SentTensor(inputs), NO_PIXELS, label, null);
    }

    /** Inputs {@code [...]}, with a target {@code [...]}. */
    public static Example of(Tensor inputs, Tensor target) {
        return new Example(new SentTensor(inputs), NO_PIXELS, 0, new SentTensor(target));
    }

    /** An image of bytes, each of which is taken as 0 to 255 and divided by 255, with the label of its class. */
    public static Example ofBytes(byte[] pixels, int label) {
        return new Example(null, pixels.clone(), label, null);
    }

    /**
     * All examples of a cluster as a data set in this process, in the order that they have in
     * {@code DataParallel.train}: for small ones, and to train on one machine with the same bits.
     *
     * @throws ArgumentException if there are none, or they have different shapes, element types or
     *     kinds
     */
    public static Dataset collect(JavaRDD<Example> examples) {
        return dataset(Lists.immutable
                .withAll(examples.collect())
                .toSortedListBy(Example::key)
                .toImmutable());
    }

    /** What they are sorted by. */
    String key() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(kind().getBytes(StandardCharsets.UTF_8));
            digest.update(pixels);
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(label).flip());
            for (@Nullable SentTensor part : Arrays.asList(inputs, target)) {
                if (part != null) {
                    part.update(digest);
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * A data set of examples, in this order.
     *
     * @throws ArgumentException if there are none, or they have different shapes, element types or
     *     kinds
     */
    static Dataset dataset(ImmutableList<Example> examples) {
        if (examples.isEmpty()) {
            throw new ArgumentException("Example", "at least one example", "none", "");
        }
        examples.forEach(example -> examples.getFirst().requireSame(example));
        Indices labels =
                Indices.of(examples.collectInt(example -> example.label).toArray());
        if (examples.getFirst().inputs == null) {
            return Dataset.ofBytes(pixels(examples), labels);
        }
        Tensor inputs = SentTensor.stack(examples.collect(example -> example.inputs));
        return examples.getFirst().target == null
                ? Dataset.of(inputs, labels)
                : Dataset.of(inputs, SentTensor.stack(examples.collect(example -> example.target)));
    }

    private static byte[] pixels(ImmutableList<Example> examples) {
        int width = examples.getFirst().pixels.length;
        byte[] all = new byte[Math.multiplyExact(width, examples.size())];
        examples.forEachWithIndex((example, index) -> System.arraycopy(example.pixels, 0, all, index * width, width));
        return all;
    }

    private void requireSame(Example other) {
        if (!kind().equals(other.kind())) {
            throw new ArgumentException("Example", "examples of one kind, as " + kind(), other.kind(), "");
        }
    }

    private String kind() {
        return (inputs == null ? pixels.length + " bytes" : "inputs " + inputs)
                + (target == null ? " with a label" : " with a target " + target);
    }

    /** How much is in it. */
    Columns.Extent extent() {
        int width = inputs == null ? pixels.length : inputs.size();
        return target == null
                ? new Columns.Extent(1, width, 0, label + 1)
                : new Columns.Extent(1, width, target.size(), 0);
    }

    /** What kind of example it is, without its numbers. */
    @Override
    public String toString() {
        return "Example of " + kind();
    }
}
