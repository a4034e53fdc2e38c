package gradus.benchmarks;

import java.util.SplittableRandom;

/** The random numbers of the workloads, as plain arrays, so that every engine gets the same. */
public final class Data {
    private Data() {}

    /** Evenly from {@code low} to {@code high}. */
    public static float[] uniform(long seed, int size, double low, double high) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] elements = new float[size];
        for (int i = 0; i < size; i++) {
            elements[i] = (float) (low + (high - low) * random.nextDouble());
        }
        return elements;
    }

    /** As {@link #uniform}, in double precision. */
    public static double[] uniformDoubles(long seed, int size, double low, double high) {
        return new SplittableRandom(seed)
                .doubles(size)
                .map(part -> low + (high - low) * part)
                .toArray();
    }

    /** Labels, every class equally likely. */
    public static int[] labels(long seed, int size, int classes) {
        return new SplittableRandom(seed).ints(size, 0, classes).toArray();
    }

    /** Bytes, every one equally likely. */
    public static byte[] bytes(long seed, int size) {
        byte[] bytes = new byte[size];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    /** The numbers of a {@link Workload.Chain}: x = tanh(sin(x c + d)), from {@code start} on. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Links(float[] c, float[] d, float[] start) {}

    /** The numbers of a chain. */
    public static Links links(Workload.Chain chain) {
        return chain.lasting()
                ? lasting(uniformDoubles(1, chain.elements(), -1, 1))
                : new Links(
                        uniform(1, chain.elements(), -1, 1),
                        uniform(2, chain.elements(), -1, 1),
                        uniform(3, chain.elements(), -1, 1));
    }

    /**
     * Each start is a fixed point, x = tanh(sin u) with u = x c + d, at which the slope of a round,
     * c cos(u) (1 - x²), is 1.
     */
    private static Links lasting(double[] u) {
        Links links = new Links(new float[u.length], new float[u.length], new float[u.length]);
        for (int i = 0; i < u.length; i++) {
            double x = Math.tanh(Math.sin(u[i]));
            double c = 1 / (Math.cos(u[i]) * (1 - x * x));
            links.c[i] = (float) c;
            links.d[i] = (float) (u[i] - x * c);
            links.start[i] = (float) x;
        }
        return links;
    }

    /** The first weights {@code [out, in]} of a layer, by its place in the network. */
    public static double[] weights(int layer, int in, int out) {
        double bound = 1 / Math.sqrt(in);
        return uniformDoubles(2L * layer + 1, in * out, -bound, bound);
    }

    /** The first biases {@code [out]} of a layer, by its place in the network. */
    public static double[] biases(int layer, int out) {
        return uniformDoubles(2L * layer + 2, out, -0.01, 0.01);
    }

    /** The first weights of a convolution or a layer after some, by its place in the network. */
    public static float[] filters(int layer, int outputs, int depth) {
        double bound = Math.sqrt(3.0 / depth);
        return uniform(3000 + layer, outputs * depth, -bound, bound);
    }

    /** The pixels of a batch, from 0 to 1, by its number. */
    public static float[] inputs(int number, int size) {
        return uniform(1000 + number, size, 0, 1);
    }

    /** The labels of a batch, by its number. */
    public static int[] labelsOf(int number, int size, int classes) {
        return labels(2000 + number, size, classes);
    }
}
