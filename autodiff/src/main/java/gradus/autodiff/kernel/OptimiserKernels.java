package gradus.autodiff.kernel;

/**
 * Steps of optimisers: each one pass that reads a gradient and changes the value, and what the optimiser remembers, in place, for
 * {@code from <= i < to}.
 *
 * @param <A> the array: {@code float[]} or {@code double[]}
 */
public interface OptimiserKernels<A> {
    /** w ← w - rate (g + decay w). */
    void descend(A w, A g, int from, int to, double rate, double decay);

    /** g' = g + decay w; v ← momentum v + g'; w ← w - rate v, or with Nesterov's look ahead w ← w - rate (g' + momentum v). */
    void descendWithMomentum(
            A w, A g, A v, int from, int to, double rate, double decay, double momentum, boolean nesterov);
}
