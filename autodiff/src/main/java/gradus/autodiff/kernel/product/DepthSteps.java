package gradus.autodiff.kernel.product;

import gradus.autodiff.kernel.LongSums;

/**
 * The steps of the depth of a product that are computed: all of them, or some of each period, where
 * all others are known to add nothing. {@code LongSums} counts all.
 *
 * @param terms how many steps there are with the others
 * @param period after so many the same ones are computed again
 * @param kept which ones of a period, in ascending order
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record DepthSteps(int terms, int period, int[] kept) {
    private static final int[] ONE = {0};

    /** All of so many. */
    static DepthSteps all(int terms) {
        return new DepthSteps(terms, 1, ONE);
    }

    /** The first computed step of a block, or of what follows the last. */
    int beginOf(int block) {
        return at(Math.min(terms, block * LongSums.BLOCK));
    }

    /** How many of those before this step are computed. */
    int at(int term) {
        int rest = term % period;
        int before = 0;
        while (before < kept.length && kept[before] < rest) {
            before++;
        }
        return term / period * kept.length + before;
    }
}
