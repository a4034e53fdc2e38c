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

    /** How many blocks so many terms are in; no terms are one block, too. */
    public static int blocks(int terms) {
        return Math.max(1, Math.ceilDiv(terms, BLOCK));
    }

    /**
     * How many joins follow when so many blocks are summed, one after the other. Sums that are not
     * joined yet wait; a join adds the last of them to the one before it. When block number {@code
     * done}, counted from 1, is summed, {@code Integer.bitCount(done - 1)} others wait.
     */
    public static int joins(int done, int blocks) {
        return done == blocks ? Integer.bitCount(done - 1) : Integer.numberOfTrailingZeros(done);
    }

    /**
     * How many of so many terms make the left half of their tree: a number of whole blocks; 0 where
     * all terms are one block, which has no halves.
     */
    public static int left(int terms) {
        return terms <= BLOCK ? 0 : Integer.highestOneBit((terms - 1) / BLOCK) * BLOCK;
    }
}
