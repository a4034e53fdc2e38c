package gradus.autodiff.kernel.product;

import static gradus.autodiff.kernel.product.MatmulTileF32.COLUMNS;
import static gradus.autodiff.kernel.vector.LanesF32.LANES;
import static gradus.autodiff.kernel.vector.LanesF32.SPECIES;

import java.util.List;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Packs patches into panels of the right operand of a product, straight from the images. A panel's
 * columns lie in pieces of neighbors, the same ones at each step of depth. Belongs to one thread.
 */
final class PatchPackingF32 {
    /** For so many elements. */
    private static final List<VectorMask<Float>> MASKS = IntStream.rangeClosed(0, LANES)
            .mapToObj(count -> SPECIES.indexInRange(0, count))
            .toList();

    private final PatchGrid grid;
    private final float[] x;

    PatchPackingF32(PatchGrid grid, float[] x) {
        this.grid = grid;
        this.x = x;
    }

    /**
     * Fills an operand with the patches of the results from {@code column} on.
     *
     * @param x0 where the first channel of the image begins
     */
    void pack(int x0, int column, RightOperandF32 operand) {
        for (int panel = 0; panel < operand.panels(); panel++) {
            pack(
                    x0,
                    column + panel * COLUMNS,
                    operand.width(panel),
                    operand.packed(),
                    operand.at(panel, 0),
                    operand.stepOf(panel));
        }
    }

    private void pack(int x0, int column, int columns, float[] packed, int p0, int step) {
        int width = grid.width();
        for (int done = 0; done < columns; ) {
            int inRow = (column + done) % width;
            int length = Math.min(Math.min(width - inRow, columns - done), LANES);
            int at = x0 + grid.rows()[(column + done) / width] + inRow;
            if (done + LANES <= step) {
                copy(x, at, grid.places(), packed, p0 + done, step);
            } else {
                copy(x, at, grid.places(), packed, p0 + done, step, mask(length));
            }
            done += length;
        }
    }

    /** Of so many elements. */
    static VectorMask<Float> mask(int count) {
        return MASKS.get(count);
    }

    /** Whole vectors: what one piece writes too much the next one overwrites. */
    static void copy(float[] x, int x0, int[] places, float[] packed, int p0, int step) {
        int to = p0;
        for (int place : places) {
            FloatVector.fromArray(SPECIES, x, x0 + place).intoArray(packed, to);
            to += step;
        }
    }

    /** As many elements as the mask has: beyond them is what the next step already has. */
    static void copy(float[] x, int x0, int[] places, float[] packed, int p0, int step, VectorMask<Float> mask) {
        int to = p0;
        for (int place : places) {
            FloatVector.fromArray(SPECIES, x, x0 + place).intoArray(packed, to, mask);
            to += step;
        }
    }
}
