package gradus.autodiff.kernel;

/**
 * Steps of optimizers: each one pass that reads a gradient and changes the value, and what the
 * optimizer remembers, in place, for {@code from <= i < to}.
 *
 * @param <A> the array: {@code float[]} or {@code double[]}
 */
public interface OptimizerKernels<A> {
    /** w ← w - rate (g + decay w). */
    void descend(A w, A g, int from, int to, double rate, double decay);

    /**
     * g' = g + decay w; v ← momentum v + g'; w ← w - rate v, or with Nesterov's look ahead w ← w -
     * rate (g' + momentum v).
     */
    void descendWithMomentum(
            A w, A g, A v, int from, int to, double rate, double decay, double momentum, boolean nesterov);

    /**
     * g' = g + decay w; m ← beta1 m + (1 - beta1) g'; v ← beta2 v + (1 - beta2) g'²; w ← shrink w -
     * rate m / (√v / root + epsilon).
     *
     * @param rate the learning rate, corrected for the bias of m
     * @param root the root of what corrects the bias of v
     * @param shrink 1, or what decays the weights beside the gradient
     */
    void adam(
            A w,
            A g,
            A m,
            A v,
            int from,
            int to,
            double rate,
            double decay,
            double shrink,
            double beta1,
            double beta2,
            double root,
            double epsilon);

    /** g' = g + decay w; s ← s + g'²; w ← w - rate g' / (√s + epsilon). */
    void adagrad(A w, A g, A s, int from, int to, double rate, double decay, double epsilon);

    /** g' = g + decay w; s ← alpha s + (1 - alpha) g'²; w ← w - rate g' / (√s + epsilon). */
    void rmsprop(A w, A g, A s, int from, int to, double rate, double decay, double alpha, double epsilon);

    /** As {@link #rmsprop}, but v ← momentum v + g' / (√s + epsilon); w ← w - rate v. */
    void rmspropWithMomentum(
            A w,
            A g,
            A s,
            A v,
            int from,
            int to,
            double rate,
            double decay,
            double alpha,
            double epsilon,
            double momentum);

    /**
     * As {@link #rmsprop}, but m ← alpha m + (1 - alpha) g', and √max(s - m², 0) in place of √s.
     */
    void rmspropCentered(A w, A g, A s, A m, int from, int to, double rate, double decay, double alpha, double epsilon);

    /** As {@link #rmspropWithMomentum}, with the root of {@link #rmspropCentered}. */
    void rmspropCenteredWithMomentum(
            A w,
            A g,
            A s,
            A m,
            A v,
            int from,
            int to,
            double rate,
            double decay,
            double alpha,
            double epsilon,
            double momentum);
}
