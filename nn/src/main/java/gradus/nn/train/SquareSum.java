package gradus.nn.train;

/**
 * A sum of squares whose root neither overflows nor vanishes: huge and tiny ones are summed apart,
 * by powers of two nearer to 1. Blue, ACM Transactions on Mathematical Software 4 (1978).
 */
final class SquareSum {
    private static final double HUGE = 0x1p500;
    private static final double TINY = 0x1p-500;
    private static final double STEP = 0x1p600;

    private double moderate;
    private double huge;
    private double tiny;

    /** Adds the product of two numbers of one sign and about one size. */
    void add(double a, double b) {
        double size = Math.max(Math.abs(a), Math.abs(b));
        if (size > HUGE) {
            huge += a / STEP * (b / STEP);
        } else if (size < TINY) {
            tiny += a * STEP * (b * STEP);
        } else {
            moderate += a * b;
        }
    }

    /** √(sum / count). */
    double rootOfMean(double count) {
        if (huge != 0) {
            return Math.sqrt((huge + moderate / STEP / STEP) / count) * STEP;
        }
        return moderate != 0 ? Math.sqrt(moderate / count) : Math.sqrt(tiny / count) / STEP;
    }
}
