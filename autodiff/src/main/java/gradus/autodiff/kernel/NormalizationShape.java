package gradus.autodiff.kernel;

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

    /** How many elements a part has, but for the last one of a run. */
    public int partSize() {
        return Math.clamp(length, 1, PART);
    }
}
