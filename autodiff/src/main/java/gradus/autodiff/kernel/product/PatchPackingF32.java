package gradus.autodiff.kernel.product;

import static gradus.autodiff.kernel.product.MatmulTileF32.COLUMNS;
import static gradus.autodiff.kernel.vector.LanesF32.LANES;
import static gradus.autodiff.kernel.vector.LanesF32.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * Packs patches into a panel of the right operand of a product, straight from the images. A panel's
 * columns lie in pieces of neighbors, the same ones at each step of depth. Belongs to one thread.
 */
final class PatchPackingF32 {
    private final PatchesF32 patches;
    private final int[] starts = new int[COLUMNS];
    private final int[] ends = new int[COLUMNS];
    private final int[] places = new int[COLUMNS];
    private int pieces;

    PatchPackingF32(PatchesF32 patches) {
        this.patches = patches;
    }

    /**
     * Packs steps of depth of some columns. Up to a vector is written after the last step.
     *
     * @param x0 where the first channel begins of the image whose result is column 0
     * @param column the first column, which counts results and then images
     * @param packedStep how far apart the steps of depth are
     */
    void pack(int x0, int column, int columns, int from, int steps, float[] packed, int p0, int packedStep) {
        int last = findPieces(x0, column, columns);
        int[] window = patches.window();
        int channel = from / window.length;
        int place = from % window.length;
        boolean ends = last + (from + steps - 1) / window.length * patches.channelStep() + largest(window) + LANES
                > patches.data().length;
        int to = p0;
        for (int step = 0; step < steps; step++) {
            int at = channel * patches.channelStep() + window[place];
            if (ends) {
                copyExactly(at, packed, to);
            } else {
                copy(patches.data(), starts, places, pieces, at, packed, to);
            }
            to += packedStep;
            if (++place == window.length) {
                place = 0;
                channel++;
            }
        }
    }

    private static int largest(int[] window) {
        int largest = 0;
        for (int place : window) {
            largest = Math.max(largest, place);
        }
        return largest;
    }

    /** Finds the pieces of a panel, and where the farthest of them begins. */
    private int findPieces(int x0, int column, int columns) {
        int width = patches.width();
        int results = patches.rows().length * width;
        int image = column / results;
        int row = column % results / width;
        int inRow = column % width;
        int farthest = 0;
        pieces = 0;
        for (int done = 0; done < columns; ) {
            int length = Math.min(Math.min(width - inRow, columns - done), LANES);
            int start = x0 + image * patches.imageStep() + patches.rows()[row] + inRow;
            starts[pieces] = start;
            places[pieces] = done;
            ends[pieces] = done + length;
            pieces++;
            farthest = Math.max(farthest, start);
            done += length;
            inRow += length;
            if (inRow == width) {
                inRow = 0;
                if (++row == patches.rows().length) {
                    row = 0;
                    image++;
                }
            }
        }
        return farthest;
    }

    /** Whole vectors: what one piece writes too much the next one overwrites. */
    static void copy(float[] x, int[] starts, int[] places, int pieces, int at, float[] packed, int to) {
        for (int i = 0; i < pieces; i++) {
            FloatVector.fromArray(SPECIES, x, at + starts[i]).intoArray(packed, to + places[i]);
        }
    }

    private void copyExactly(int at, float[] packed, int to) {
        float[] x = patches.data();
        for (int i = 0; i < pieces; i++) {
            int from = at + starts[i] - places[i];
            for (int j = places[i]; j < ends[i]; j++) {
                packed[to + j] = x[from + j];
            }
        }
    }
}
