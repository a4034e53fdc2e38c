package gradus.autodiff.kernel.scalar;

import gradus.autodiff.kernel.LongSums;
import gradus.autodiff.kernel.NormalizationShape;

/**
 * Two sums over each part of each run, which are then joined by group or by weight in the order of
 * {@link LongSums}, whichever thread made them.
 */
final class GroupSums {
    /** Adds the terms of a part to lanes, first those of one sum, then those of the other. */
    interface Part {
        void add(int run, int from, int to, double[] lanes);
    }

    private final NormalizationShape shape;
    private final double[] sums;

    private GroupSums(NormalizationShape shape, double[] sums) {
        this.shape = shape;
        this.sums = sums;
    }

    static GroupSums of(NormalizationShape shape, Part work) {
        double[] sums = new double[2 * shape.count() * shape.parts()];
        shape.forEachPart((part, run, from, to) -> addLanes(work, run, from, to, sums, 2 * part));
        return new GroupSums(shape, sums);
    }

    /** The two sums of one group alone, by this thread. */
    static double[] ofOne(NormalizationShape shape, int group, Part work) {
        double[] sums = new double[2 * shape.count() * shape.parts()];
        GroupSums all = new GroupSums(shape, sums);
        int terms = shape.count() / shape.groups() * shape.parts();
        for (int term = 0; term < terms; term++) {
            int part = all.part(group, term, shape.neighbors(), shape.groups());
            addLanes(work, part / shape.parts(), shape.from(part), shape.to(part), sums, 2 * part);
        }
        return new double[] {
            all.sum(group, shape.neighbors(), shape.groups(), 0), all.sum(group, shape.neighbors(), shape.groups(), 1)
        };
    }

    private static void addLanes(Part work, int run, int from, int to, double[] sums, int at) {
        int width = NormalizationF32.SUM_LANES;
        double[] lanes = new double[2 * width];
        work.add(run, from, to, lanes);
        for (int half = width / 2; half > 0; half /= 2) {
            for (int lane = 0; lane < half; lane++) {
                lanes[lane] += lanes[lane + half];
                lanes[width + lane] += lanes[width + lane + half];
            }
        }
        sums[at] = lanes[0];
        sums[at + 1] = lanes[width];
    }

    /** Of the first or the second sum, that of each group. */
    double[] byGroup(int which) {
        return joined(shape.neighbors(), shape.groups(), which);
    }

    /** That of each weight, where runs have a weight each. */
    double[] byWeight(int which) {
        return joined(1, shape.weights(), which);
    }

    private double[] joined(int neighbors, int owners, int which) {
        double[] joined = new double[owners];
        for (int owner = 0; owner < owners; owner++) {
            joined[owner] = sum(owner, neighbors, owners, which);
        }
        return joined;
    }

    private double sum(int owner, int neighbors, int owners, int which) {
        return sum(owner, neighbors, owners, which, 0, shape.count() / owners * shape.parts());
    }

    private double sum(int owner, int neighbors, int owners, int which, int from, int to) {
        int left = LongSums.left(to - from);
        if (left > 0) {
            return sum(owner, neighbors, owners, which, from, from + left)
                    + sum(owner, neighbors, owners, which, from + left, to);
        }
        double sum = 0;
        for (int term = from; term < to; term++) {
            sum += sums[2 * part(owner, term, neighbors, owners) + which];
        }
        return sum;
    }

    /** The part that is some term of the sum of its owner. */
    private int part(int owner, int term, int neighbors, int owners) {
        int run = term / shape.parts();
        int own = (run / neighbors * owners + owner) * neighbors + run % neighbors;
        return own * shape.parts() + term % shape.parts();
    }
}
