package gradus.autodiff.kernel.scalar;

/**
 * What standardizes the numbers of a group: x becomes (x scale - level - offset) factor. The level is
 * one of the scaled numbers, or close to them, and the offset takes it to their mean, so that numbers
 * which vary little around a large one keep their digits. In double for either type.
 *
 * @param scale a power of two, which keeps the squares of the scaled distances in the range of doubles
 * @param variance that of the numbers as they are
 * @param factor the inverse of the root of the scaled variance and epsilon; 0 where that is 0
 */
public record Standardized(double scale, double level, double offset, double variance, double factor) {
    /** The standardized number. */
    double of(double x) {
        return (x * scale - level - offset) * factor;
    }

    /** Whether mean and factor are numbers. An infinity in a group that is not centered makes the factor 0. */
    boolean isFinite() {
        return Double.isFinite(level + offset) && Double.isFinite(factor);
    }
}
