package gradus.autodiff.kernel;

/**
 * Loops over elements. One input: {@code y[i] = f(x[i])} for {@code from <= i < to}. Two inputs: {@code y[y0 + i] = f(a[a0 + i
 * da], b[b0 + i db])} for {@code 0 <= i < n}, where a step of 1 advances and a step of 0 repeats one element.
 *
 * @param <A> the array: {@code float[]} or {@code double[]}
 */
public interface ElementwiseKernels<A> {
    /** y = -x. */
    void neg(A x, A y, int from, int to);

    /** y = |x|. */
    void abs(A x, A y, int from, int to);

    /** y = eˣ. */
    void exp(A x, A y, int from, int to);

    /** y = eˣ - 1. */
    void expm1(A x, A y, int from, int to);

    /** y = log x. */
    void log(A x, A y, int from, int to);

    /** y = log(1 + x). */
    void log1p(A x, A y, int from, int to);

    /** y = √x. */
    void sqrt(A x, A y, int from, int to);

    /** y = 1 / √x. */
    void rsqrt(A x, A y, int from, int to);

    /** y = x². */
    void square(A x, A y, int from, int to);

    /** y = 1 / x. */
    void reciprocal(A x, A y, int from, int to);

    /** y = sin x. */
    void sin(A x, A y, int from, int to);

    /** y = cos x. */
    void cos(A x, A y, int from, int to);

    /** y = tan x. */
    void tan(A x, A y, int from, int to);

    /** y = tanh x. */
    void tanh(A x, A y, int from, int to);

    /** y = 1 / (1 + e⁻ˣ). */
    void sigmoid(A x, A y, int from, int to);

    /** y = log(1 / (1 + e⁻ˣ)). */
    void logSigmoid(A x, A y, int from, int to);

    /** y = log(1 + eˣ). */
    void softplus(A x, A y, int from, int to);

    /** y = max(x, 0). */
    void relu(A x, A y, int from, int to);

    /** y = x Φ(x), Φ the normal distribution function. */
    void gelu(A x, A y, int from, int to);

    /** y = x / (1 + e⁻ˣ). */
    void silu(A x, A y, int from, int to);

    /** y = erf x. */
    void erf(A x, A y, int from, int to);

    /** y = -1, 0 or 1. */
    void sign(A x, A y, int from, int to);

    /** y = the largest whole number up to x. */
    void floor(A x, A y, int from, int to);

    /** y = the nearest whole number, halves to even. */
    void round(A x, A y, int from, int to);

    /** y = x to the power of {@code exponent}. */
    void powConstant(A x, A y, int from, int to, double exponent);

    /** y = x where x > 0, otherwise slope x. */
    void leakyRelu(A x, A y, int from, int to, double slope);

    /** y = x where x > 0, otherwise alpha (eˣ - 1). */
    void elu(A x, A y, int from, int to, double alpha);

    /** y = x, but at least {@code low} and at most {@code high}. */
    void clamp(A x, A y, int from, int to, double low, double high);

    /** y = a + b. */
    void add(A a, int a0, int da, A b, int b0, int db, A y, int y0, int n);

    /** y = a - b. */
    void sub(A a, int a0, int da, A b, int b0, int db, A y, int y0, int n);

    /** y = a b. */
    void mul(A a, int a0, int da, A b, int b0, int db, A y, int y0, int n);

    /** y = a / b. */
    void div(A a, int a0, int da, A b, int b0, int db, A y, int y0, int n);

    /** y = the larger one; NaN if one is NaN. */
    void maximum(A a, int a0, int da, A b, int b0, int db, A y, int y0, int n);

    /** y = the smaller one; NaN if one is NaN. */
    void minimum(A a, int a0, int da, A b, int b0, int db, A y, int y0, int n);

    /** y = a to the power of b. */
    void pow(A a, int a0, int da, A b, int b0, int db, A y, int y0, int n);

    /** y = a b, but 0 where one is 0, whatever the other is. */
    void chain(A a, int a0, int da, A b, int b0, int db, A y, int y0, int n);

    /** y = -(b log σ(a) + (1 - b) log(1 - σ(a))), of a logit a and a target b, without overflow. */
    void binaryCrossEntropy(A a, int a0, int da, A b, int b0, int db, A y, int y0, int n);

    /** y = (a == b); false where one is NaN. */
    void equal(A a, int a0, int da, A b, int b0, int db, boolean[] y, int y0, int n);

    /** y = {@code a < b}; false where one is NaN. */
    void less(A a, int a0, int da, A b, int b0, int db, boolean[] y, int y0, int n);

    /** y = {@code a <= b}; false where one is NaN. */
    void lessOrEqual(A a, int a0, int da, A b, int b0, int db, boolean[] y, int y0, int n);

    /** y = a where the mask holds, otherwise b; the mask is read along with y. */
    void where(boolean[] mask, A a, int a0, int da, A b, int b0, int db, A y, int y0, int n);
}
