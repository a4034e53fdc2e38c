package gradus.laws;

/**
 * Sums and dot products as if computed in twice the precision: Ogita, Rump, Oishi, SIAM J. Sci.
 * Comput. 26 (2005).
 */
final class Accurate {
    private double high;
    private double low;

    void add(double x) {
        double sum = high + x;
        double part = sum - high;
        low += (high - (sum - part)) + (x - part);
        high = sum;
    }

    void addProduct(double a, double b) {
        double product = a * b;
        add(product);
        low += Math.fma(a, b, -product);
    }

    /** The sum; infinite or NaN when a plain sum is. */
    double value() {
        return Double.isFinite(high) ? high + low : high;
    }

    static double sum(double... elements) {
        Accurate sum = new Accurate();
        for (double element : elements) {
            sum.add(element);
        }
        return sum.value();
    }
}
