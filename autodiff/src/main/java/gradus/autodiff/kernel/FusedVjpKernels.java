package gradus.autodiff.kernel;

/**
 * Loops of the chain rule: a cotangent g times the derivative of an elementwise function, 0 where either is 0. {@code y[y0 + i] =
 * f(g[g0 + i dg], x[x0 + i dx])} for {@code 0 <= i < n}, with steps as in {@link ElementwiseKernels}.
 *
 * @param <A> the array: {@code float[]} or {@code double[]}
 */
public interface FusedVjpKernels<A> {
    /** y = g (1 - t²), t the hyperbolic tangent. */
    void tanhSlope(A g, int g0, int dg, A t, int t0, int dt, A y, int y0, int n);

    /** y = g σ(x) σ(-x). */
    void sigmoidSlope(A g, int g0, int dg, A x, int x0, int dx, A y, int y0, int n);

    /** y = g σ(x). */
    void softplusSlope(A g, int g0, int dg, A x, int x0, int dx, A y, int y0, int n);

    /** y = g where x > 0, otherwise 0. */
    void reluSlope(A g, int g0, int dg, A x, int x0, int dx, A y, int y0, int n);

    /** y = (1 - b) σ(a) - b σ(-a): no cotangent, but the derivative of the binary cross-entropy of a logit a and a target b. */
    void binaryCrossEntropySlope(A a, int a0, int da, A b, int b0, int db, A y, int y0, int n);
}
