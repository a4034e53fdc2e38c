package gradus.autodiff.kernel.scalar;

import gradus.autodiff.kernel.LongSums;
import gradus.autodiff.kernel.NormalizationShape;
import gradus.autodiff.kernel.threads.Parallel;

/**
 * Two sums over all elements of the same owner, a group or a weight. Short runs of an owner are added up
 * together, long ones in parts; what that gives is joined in the order of {@link LongSums}, whichever
 * thread made it.
 */
final class GroupSums {
    /** Adds the terms of a part of a run to lanes, first those of one sum, then those of the other. */
    interface Part {
        void add(int run, int from, int to, double[] lanes);
    }

    private final NormalizationShape shape;
    private final int neighbors;
    private final int owners;
    private final Part work;

    /** So many neighboring runs belong to one owner, the next ones to the next, and again from the first. */
    private GroupSums(NormalizationShape shape, int neighbors, int owners, Part work) {
        this.shape = shape;
        this.neighbors = neighbors;
        this.owners = owners;
        this.work = work;
    }

    /** The first sums of all groups, and the second ones. */
    static double[][] ofGroups(NormalizationShape shape, Part work) {
        return new GroupSums(shape, shape.neighbors(), shape.groups(), work).all();
    }

    /** The two sums of one group, by this thread. */
    static double[] ofGroup(NormalizationShape shape, int group, Part work) {
        return new GroupSums(shape, shape.neighbors(), shape.groups(), work).of(group);
    }

    /** Those of all weights, where runs have a weight each. */
    static double[][] ofWeights(NormalizationShape shape, Part work) {
        return new GroupSums(shape, 1, shape.weights(), work).all();
    }

    private double[][] all() {
        int pieces = pieces();
        double[] sums = new double[2 * owners * pieces];
        int grain = Math.max(1, Parallel.GRAIN / Math.max(1, shape.each(owners) / pieces));
        Parallel.ranges(owners * pieces, grain, (from, to) -> {
            for (int piece = from; piece < to; piece++) {
                addUp(piece / pieces, piece % pieces, sums, 2 * piece);
            }
        });
        double[][] joined = new double[2][owners];
        for (int owner = 0; owner < owners; owner++) {
            joined[0][owner] = joined(sums, 2 * owner * pieces, 0, pieces);
            joined[1][owner] = joined(sums, 2 * owner * pieces + 1, 0, pieces);
        }
        return joined;
    }

    private double[] of(int owner) {
        int pieces = pieces();
        double[] sums = new double[2 * pieces];
        for (int piece = 0; piece < pieces; piece++) {
            addUp(owner, piece, sums, 2 * piece);
        }
        return new double[] {joined(sums, 0, 0, pieces), joined(sums, 1, 0, pieces)};
    }

    private int pieces() {
        int runs = shape.count() / owners;
        return shape.parts() > 1 ? runs * shape.parts() : Math.ceilDiv(runs, shape.runsOfPart());
    }

    private void addUp(int owner, int piece, double[] sums, int at) {
        int width = NormalizationLoopsF32.SUM_LANES;
        double[] lanes = new double[2 * width];
        if (shape.parts() > 1) {
            int run = run(owner, piece / shape.parts());
            int part = run * shape.parts() + piece % shape.parts();
            work.add(run, shape.from(part), shape.to(part), lanes);
        } else {
            int end = Math.min(shape.count() / owners, (piece + 1) * shape.runsOfPart());
            for (int own = piece * shape.runsOfPart(); own < end; own++) {
                int run = run(owner, own);
                work.add(run, run * shape.length(), (run + 1) * shape.length(), lanes);
            }
        }
        for (int half = width / 2; half > 0; half /= 2) {
            for (int lane = 0; lane < half; lane++) {
                lanes[lane] += lanes[lane + half];
                lanes[width + lane] += lanes[width + lane + half];
            }
        }
        sums[at] = lanes[0];
        sums[at + 1] = lanes[width];
    }

    /** The number of an owner's own run among all. */
    private int run(int owner, int own) {
        return NormalizationShape.run(owner, own, neighbors, owners);
    }

    /** The sum of every second number. */
    private static double joined(double[] sums, int first, int from, int to) {
        int left = LongSums.left(to - from);
        if (left > 0) {
            return joined(sums, first, from, from + left) + joined(sums, first, from + left, to);
        }
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += sums[first + 2 * i];
        }
        return sum;
    }
}
