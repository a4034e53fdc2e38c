package gradus.autodiff.kernel;

import gradus.autodiff.kernel.threads.Parallel;

/**
 * How a normalization sees its array: as runs of elements side by side. All elements of a run belong
 * to one group, which has a mean and a variance of its own; runs of one group come in neighbors, again
 * and again.
 *
 * @param length of a run
 * @param count of the runs
 * @param neighbors how many runs of a group stand side by side
 * @param groups how many groups there are: run number r belongs to group r / neighbors mod groups
 * @param weights how many weights there are
 * @param step 1 where each element has the next weight, from the first again after the last; 0 where
 *     each run has the next one
 */
public record NormalizationShape(int length, int count, int neighbors, int groups, int weights, int step) {
    /** Longer runs are cut into parts of so many elements, which threads can share. */
    private static final int PART = 4096;

    /** A loop over a part of a run. */
    @FunctionalInterface
    public interface PartLoop {
        /** Runs it, for the elements {@code from <= i < to} of the run. */
        void run(int part, int run, int from, int to);
    }

    /** The group of a run. */
    public int group(int run) {
        return run / neighbors % groups;
    }

    /** The number, among all, of a group's own run. */
    public int run(int group, int own) {
        return run(group, own, neighbors, groups);
    }

    /** The same where so many neighboring runs belong to each of so many owners in turn. */
    public static int run(int owner, int own, int neighbors, int owners) {
        return (own / neighbors * owners + owner) * neighbors + own % neighbors;
    }

    /** The weight of an element of a run. */
    public int weight(int run, int element) {
        return (step == 1 ? element : run) % weights;
    }

    /** Into how many parts a run is cut. */
    public int parts() {
        return Math.ceilDiv(length, PART);
    }

    /** Where a part begins; parts are counted over all runs. */
    public int from(int part) {
        return part / parts() * length + part % parts() * PART;
    }

    /** Where it ends. */
    public int to(int part) {
        return from(part) + Math.min(PART, length - part % parts() * PART);
    }

    /** How many runs have as many elements as a part, where they are shorter. */
    public int runsOfPart() {
        return Math.max(1, PART / length);
    }

    /** How many elements a group has. */
    public int each() {
        return each(groups);
    }

    /** How many elements each of so many have. */
    public int each(int owners) {
        return count / owners * length;
    }

    /** Runs a loop over each part, on several threads where there are many elements. */
    public void forEachPart(PartLoop loop) {
        int grain = Math.max(1, Parallel.GRAIN / Math.clamp(length, 1, PART));
        Parallel.ranges(count * parts(), grain, (first, end) -> {
            for (int part = first; part < end; part++) {
                loop.run(part, part / parts(), from(part), to(part));
            }
        });
    }
}
