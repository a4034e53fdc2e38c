package gradus.autodiff.kernel.product;

/** A way to sum what weights of a convolution multiply, for some of the weights at a time. */
interface WeightsFormF32 {
    /** How many parts the weights are in. */
    int parts();

    /** The size of the sums of a part. */
    int size(int part);

    /** About how many products a part has for each result. */
    long work();

    /** For one thread, which lends the memory. */
    OfThread ofThread(PackingBuffersF32 packing);

    /** Writes the weights of a part, from their sums. */
    void write(int part, float[] sums, float[] w);

    /** Sums blocks on one thread. */
    interface OfThread {
        /** The sums over some results, of one image after the other, for a part of the weights. */
        void sum(int part, int from, int steps, float[] sums);
    }
}
