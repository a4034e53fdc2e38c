package gradus.autodiff.kernel;

/**
 * The order in which the terms of a long sum are added, the same for all kernels that add one term
 * after the other: products, their like in look-ups, running sums. Up to {@link #BLOCK} terms are
 * added in order. More of them are cut into blocks of so many, each added in order, and the blocks
 * are joined in a tree: the left half holds the largest power of two of whole blocks that leaves
 * something to the right. What a sum starts from belongs to the first block.
 *
 * <p>With n terms in blocks of b, the error is at most (b + log₂(n / b) + 1) u times the sum of the
 * terms' sizes, where u is half the distance from 1 to the next number; one after the other it
 * would be n u times. (Higham, Accuracy and Stability of Numerical Algorithms, 2nd edition, section
 * 4.2.)
 */
public final class LongSums {
    /** The terms that are added in order. */
    public static final int BLOCK = 512;

    private LongSums() {}

    /** Adds some terms in order. */
    @FunctionalInterface
    public interface Block {
        /**
         * Sums so many terms from {@code from} on.
         *
         * @param level how many sums of others wait, to be kept apart from this one
         */
        void sum(int from, int steps, int level);
    }

    /** Adds two sums that wait. */
    @FunctionalInterface
    public interface Join {
        /** Adds the sum of the level after this one to that of this one. */
        void add(int level);
    }

    /** Has all blocks of so many terms summed, one after the other, and joined: the sum is that of level 0. */
    public static void sum(int terms, Block block, Join join) {
        int blocks = Math.max(1, Math.ceilDiv(terms, BLOCK));
        int waiting = 0;
        for (int done = 1; done <= blocks; done++) {
            int from = (done - 1) * BLOCK;
            block.sum(from, Math.min(BLOCK, terms - from), waiting);
            int joins = done == blocks ? waiting : Integer.numberOfTrailingZeros(done);
            for (int i = 0; i < joins; i++) {
                waiting--;
                join.add(waiting);
            }
            waiting++;
        }
    }

    /**
     * How many of so many terms make the left half of their tree: a number of whole blocks; 0 where
     * all terms are one block, which has no halves.
     */
    public static int left(int terms) {
        return terms <= BLOCK ? 0 : Integer.highestOneBit((terms - 1) / BLOCK) * BLOCK;
    }
}
