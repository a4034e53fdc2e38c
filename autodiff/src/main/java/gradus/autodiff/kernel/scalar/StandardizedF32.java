package gradus.autodiff.kernel.scalar;

import gradus.autodiff.kernel.NormalizationShape;

/**
 * What standardizes each group of numbers. Sums of distances from a number of the group, and of their
 * squares, give the mean and the variance in one pass. Squares that leave the range of doubles, which
 * floats never do, are scaled in another pass; so are groups whose numbers lie far from the chosen one,
 * as a difference of two large squares would have few digits.
 */
final class StandardizedF32 {
    /** So many numbers of a group say where about they lie. */
    private static final int FEW = 32;

    /** Where squared distances are this many times the variance, they are taken from elsewhere. */
    private static final double FAR = 16;

    /** Squares from the inverse of this on, and up to this, are in range with all that is made of them. */
    private static final double MOST = 0x1p900;

    private final NormalizationLoopsF32 loops;
    private final float[] x;
    private final NormalizationShape shape;
    private final boolean centered;
    private final double epsilon;

    private StandardizedF32(
            NormalizationLoopsF32 loops, float[] x, NormalizationShape shape, boolean centered, double epsilon) {
        this.loops = loops;
        this.x = x;
        this.shape = shape;
        this.centered = centered;
        this.epsilon = epsilon;
    }

    static Standardized[] groups(
            NormalizationLoopsF32 loops, float[] x, NormalizationShape shape, boolean centered, double epsilon) {
        return new StandardizedF32(loops, x, shape, centered, epsilon).groups();
    }

    private Standardized[] groups() {
        double[] levels = new double[shape.groups()];
        for (int group = 0; centered && group < levels.length; group++) {
            levels[group] = level(group);
        }
        double[][] sums = GroupSums.ofGroups(
                shape, (run, from, to, lanes) -> loops.distanceSums(x, from, to, 1, levels[shape.group(run)], lanes));
        Standardized[] groups = new Standardized[shape.groups()];
        for (int group = 0; group < groups.length; group++) {
            groups[group] = standardized(group, 1, levels[group], sums[0][group], sums[1][group]);
        }
        return groups;
    }

    /** About where the numbers of a group lie: exactly there if all are equal. */
    private double level(int group) {
        int start = group * shape.neighbors() * shape.length();
        int few = Math.min(FEW, shape.length());
        double first = x[start];
        double above = 0;
        for (int i = start; i < start + few; i++) {
            above += x[i] - first;
        }
        double level = first + above / few;
        return Double.isFinite(level) ? level : first;
    }

    private Standardized standardized(int group, double scale, double level, double distances, double squares) {
        double offset = centered ? distances / shape.each() : 0;
        double square = squares / shape.each();
        double variance = Math.max(0, square - offset * offset);
        double spread = square + epsilon * scale * scale;
        if (!(spread >= 1 / MOST && spread <= MOST) && scale == 1) {
            double power = power(group, level);
            if (power != 1 && Double.isFinite(level * power)) {
                return again(group, power, level * power);
            }
        }
        if (square > FAR * variance && Double.isFinite(square) && level + offset != level) {
            return again(group, scale, level + offset);
        }
        double divisor = variance + epsilon * scale * scale;
        double factor = divisor == 0 ? 0 : 1 / Math.sqrt(divisor);
        return new Standardized(scale, level, offset, variance / scale / scale, factor);
    }

    private Standardized again(int group, double scale, double level) {
        double[] sums = GroupSums.ofGroup(
                shape, group, (_, from, to, lanes) -> loops.distanceSums(x, from, to, scale, level, lanes));
        return standardized(group, scale, level, sums[0], sums[1]);
    }

    /** The power of two that takes a group to ordinary size; 1 for one that is all 0, or not finite. */
    private double power(int group, double level) {
        double distance = largest(group, level);
        double size = Math.max(Double.isFinite(distance) ? distance : largest(group, 0), Math.sqrt(epsilon));
        return size == 0 || !Double.isFinite(size)
                ? 1
                : Math.scalb(
                        1.0, -Math.clamp(Math.getExponent(size), 1 - Double.MAX_EXPONENT, Double.MAX_EXPONENT - 1));
    }

    /** The largest distance of a number of a group from the level; NaN if one is NaN. */
    private double largest(int group, double level) {
        double largest = 0;
        for (int own = 0; own < shape.count() / shape.groups(); own++) {
            int start = shape.run(group, own) * shape.length();
            for (int i = start; i < start + shape.length(); i++) {
                largest = Math.max(largest, Math.abs(x[i] - level));
            }
        }
        return largest;
    }
}
