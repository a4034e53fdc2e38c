package gradus.autodiff.kernel.product;

/** A way to compute some of the results of a convolution, which are cut into parts for the threads. */
interface ConvolutionFormF32 {
    /** The parts of each plane of a group of an image. */
    int parts();

    /** About how many products a part sums. */
    long work();

    /** Writes the results of a part. */
    void compute(int group, int image, int part, Reading reading);

    /** What a thread has at hand: the planes that a part reads, and memory. */
    record Reading(PatchesF32.OfThread planes, PackingBuffersF32 packing, BlockBuffersF32 waiting) {}
}
