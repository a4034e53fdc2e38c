package gradus.autodiff.kernel.scalar;

import java.util.Arrays;

/**
 * Derivatives of the Euclidean norm of a row, of any order, without overflow or underflow on the
 * way. Without directions the result is q = x/|x|; with m directions h it is the coefficient of
 * ε₁...εₘ in (x + v) / |x + v|, where v = ε₁h₁ + ... + εₘhₘ and each εₐ² = 0. That is |x|⁻ᵐ times
 * the same for q. With h = d q + p, p across of q, q + v = a q + Σ εₐpₐ, where a = 1 + Σ εₐdₐ, and
 * the result is (q + Σ εₐpₐ/a) (1 + s)^(-1/2), where s = 2 Σ εₐεᵦ pₐ·pᵦ / a²; all series end after
 * m terms. So what is along x gives exactly 0. Powers of two are taken out of x and of each
 * direction beforehand.
 *
 * <p>At the origin, and along a direction that is 0, the result is 0. A row that is not finite
 * gives x/|x| without directions, and NaN with them.
 */
public final class NormDerivatives {
    private final int directions;
    private final int sets;
    private final int length;

    /** The row and the directions, scaled. */
    private final double[][] scaled;

    /**
     * For each direction, whether it is exactly along the row: rounding must not leave a part
     * across.
     */
    private final boolean[] along;

    /** The factor of q, for each set of directions. */
    private double[] root = {};

    /** The factor of what is across of a direction, for each set of others. */
    private double[] across = {};

    private NormDerivatives(int directions, int length) {
        this.directions = directions;
        this.sets = 1 << directions;
        this.length = length;
        this.scaled = new double[directions + 1][length];
        this.along = new boolean[directions];
    }

    /**
     * The rows {@code from <= row < to} of y, for rows of x and of the directions, which follow it.
     */
    public static void rows(double[][] x, double[] y, int length, int from, int to) {
        NormDerivatives derivative = new NormDerivatives(x.length - 1, length);
        for (int row = from; row < to; row++) {
            derivative.row(x, y, row * length);
        }
    }

    private void row(double[][] x, double[] y, int start) {
        double[] sizes = new double[directions + 1];
        boolean finite = true;
        for (int input = 0; input <= directions; input++) {
            sizes[input] = largest(x[input], start, start + length);
            finite &= Double.isFinite(sizes[input]);
            if (sizes[input] == 0) {
                Arrays.fill(y, start, start + length, 0);
                return;
            }
        }
        if (!finite) {
            for (int i = start; i < start + length; i++) {
                y[i] = directions == 0 ? x[0][i] / sizes[0] : Double.NaN;
            }
            return;
        }
        int power = 0;
        for (int input = 0; input <= directions; input++) {
            int exponent = exponent(sizes[input]);
            power += input == 0 ? -directions * exponent : exponent;
            for (int i = 0; i < length; i++) {
                scaled[input][i] = Math.scalb(x[input][start + i], -exponent);
            }
        }
        finiteRow(y, start, power);
    }

    private void finiteRow(double[] y, int start, int power) {
        double[] q = scaled[0];
        for (int direction = 1; direction <= directions; direction++) {
            along[direction - 1] = isAlong(scaled[direction], q);
        }
        double norm = Math.sqrt(dot(q, q));
        double divisor = 1;
        for (int direction = 0; direction < directions; direction++) {
            divisor *= norm;
        }
        for (int i = 0; i < length; i++) {
            q[i] /= norm;
        }
        expand();
        int all = sets - 1;
        for (int i = 0; i < length; i++) {
            double sum = q[i] * root[all];
            for (int direction = 0; direction < directions; direction++) {
                sum += scaled[direction + 1][i] * across[all - (1 << direction)];
            }
            y[start + i] = Math.scalb(sum / divisor, power);
        }
    }

    /**
     * Whether h is exactly a multiple of x: whether all h[i] x[j] = x[i] h[j], where x[j] is the
     * largest.
     */
    private static boolean isAlong(double[] h, double[] x) {
        int j = 0;
        for (int i = 1; i < x.length; i++) {
            j = Math.abs(x[i]) > Math.abs(x[j]) ? i : j;
        }
        for (int i = 0; i < x.length; i++) {
            double left = h[i] * x[j];
            double right = x[i] * h[j];
            if (left != right || Math.fma(h[i], x[j], -left) != Math.fma(x[i], h[j], -right)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Splits each direction into its part d along q and what is across, and finds the factors of
     * both.
     */
    private void expand() {
        double[] parts = new double[sets];
        for (int a = 0; a < directions; a++) {
            double[] h = scaled[a + 1];
            double d = dot(scaled[0], h);
            parts[1 << a] = d;
            for (int i = 0; i < length; i++) {
                h[i] = along[a] ? 0 : h[i] - d * scaled[0][i];
            }
        }
        double[] squares = new double[sets];
        for (int a = 0; a < directions; a++) {
            for (int b = 0; b < a; b++) {
                squares[(1 << a) | (1 << b)] = 2 * dot(scaled[a + 1], scaled[b + 1]);
            }
        }
        double[] inverse = power(parts, -1);
        root = power(product(product(squares, inverse), inverse), -0.5);
        across = product(inverse, root);
    }

    /**
     * (1 + n) to the power of e, where n has no coefficient of the empty set: the binomial series.
     */
    private double[] power(double[] n, double e) {
        double[] series = new double[sets];
        series[0] = 1;
        double[] term = series.clone();
        for (int k = 1; k <= directions; k++) {
            term = product(term, n);
            for (int set = 0; set < sets; set++) {
                term[set] *= (e - k + 1) / k;
                series[set] += term[set];
            }
        }
        return series;
    }

    /** The product of two sums over sets of directions, in which no direction comes twice. */
    private static double[] product(double[] a, double[] b) {
        double[] product = new double[a.length];
        for (int set = 0; set < a.length; set++) {
            int part = set;
            while (part >= 0) {
                product[set] += a[set - part] * b[part];
                part = part == 0 ? -1 : (part - 1) & set;
            }
        }
        return product;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** The largest size; NaN if one is NaN. */
    private static double largest(double[] x, int from, int to) {
        double largest = 0;
        for (int i = from; i < to; i++) {
            largest = Math.max(largest, Math.abs(x[i]));
        }
        return largest;
    }

    private static int exponent(double size) {
        int exponent = Math.getExponent(size);
        return exponent < Double.MIN_EXPONENT ? Math.getExponent(size * 0x1p54) - 54 : exponent;
    }
}
