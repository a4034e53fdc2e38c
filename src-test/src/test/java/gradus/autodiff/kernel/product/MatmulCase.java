package gradus.autodiff.kernel.product;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.kernel.ScalarKernelsF32;
import gradus.autodiff.kernel.ScalarKernelsF64;
import gradus.autodiff.kernel.vector.LanesF32;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.eclipse.collections.impl.list.Interval;
import org.jspecify.annotations.Nullable;

/**
 * One matrix product, with elements before, between and after the operands, computed by the plain
 * and by the vector loops.
 */
record MatmulCase(
        int rows, int depth, int columns, boolean turnA, boolean turnB, int before, int after, Values values) {
    /** What the operands hold. */
    enum Values {
        ORDINARY,
        SPECIAL
    }

    private static final double[] SPECIAL = {
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        -0.0,
        0,
        Float.MIN_VALUE,
        -3 * Float.MIN_VALUE,
        Double.MIN_VALUE,
        Float.MAX_VALUE,
        Double.MAX_VALUE,
        1e-20,
        0.1
    };

    /**
     * Both element types: every element of the result to the bit, and nothing changed around it.
     */
    void check() {
        double[] a = draw(rows * depth, 1);
        double[] b = draw(depth * columns, 2);
        double[] bias = Arrays.copyOf(draw(columns, 3), columns);
        double[] y = draw(rows * columns, 4);
        assertThat(vector(a, b, null, y.clone())).as("%s in double", this).isEqualTo(plain(a, b, null, y.clone()));
        assertThat(vector(a, b, bias, y.clone()))
                .as("%s in double, with a bias", this)
                .isEqualTo(plain(a, b, bias, y.clone()));
        float[] a32 = floats(a);
        float[] b32 = floats(b);
        float[] bias32 = floats(bias);
        float[] y32 = floats(y);
        assertThat(vector(a32, b32, null, y32.clone()))
                .as("%s in float", this)
                .isEqualTo(plain(a32, b32, null, y32.clone()));
        assertThat(vector(a32, b32, bias32, y32.clone()))
                .as("%s in float, with a bias", this)
                .isEqualTo(plain(a32, b32, bias32, y32.clone()));
    }

    private double[] vector(double[] a, double[] b, double @Nullable [] bias, double[] y) {
        MatrixViewF64 left = MatrixViewF64.of(a, before, turnA, rows, depth);
        MatrixViewF64 right = MatrixViewF64.of(b, before, turnB, depth, columns);
        MatrixViewF64 start = MatrixViewF64.repeating(bias);
        MatmulBlockingF64.of(left, right, start, rows, depth, columns).multiply(y, before);
        return y;
    }

    private double[] plain(double[] a, double[] b, double @Nullable [] bias, double[] y) {
        new ScalarKernelsF64().matmul(a, before, turnA, b, before, turnB, bias, y, before, rows, depth, columns);
        return y;
    }

    private float[] vector(float[] a, float[] b, float @Nullable [] bias, float[] y) {
        MatrixViewF32 left = MatrixViewF32.of(a, before, turnA, rows, depth);
        MatrixViewF32 right = MatrixViewF32.of(b, before, turnB, depth, columns);
        MatrixViewF32 start = MatrixViewF32.repeating(bias);
        MatmulBlockingF32.of(left, right, start, rows, depth, columns).multiply(y, before);
        return y;
    }

    private float[] plain(float[] a, float[] b, float @Nullable [] bias, float[] y) {
        new ScalarKernelsF32().matmul(a, before, turnA, b, before, turnB, bias, y, before, rows, depth, columns);
        return y;
    }

    private double[] draw(int size, int seed) {
        var random = new SplittableRandom(seed + 31L * hashCode(rows, depth, columns)); // quicker than Random
        double[] drawn = new double[before + size + after];
        for (int i = 0; i < drawn.length; i++) {
            boolean special = values == Values.SPECIAL && random.nextInt(depth + 2) == 0;
            drawn[i] = special ? SPECIAL[random.nextInt(SPECIAL.length)] : random.nextGaussian();
        }
        return drawn;
    }

    private static int hashCode(int... numbers) {
        return Arrays.hashCode(numbers);
    }

    private static float[] floats(double[] x) {
        float[] result = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            result[i] = (float) x[i];
        }
        return result;
    }

    /**
     * Every number of rows up to two tiles and a half, with numbers of columns around every edge,
     * in every layout.
     */
    static int checkEdges() {
        int lanes = LanesF32.LANES;
        int[] widths = {
            1,
            2,
            3,
            lanes / 2,
            lanes - 1,
            lanes,
            lanes + 1,
            2 * lanes - 1,
            2 * lanes,
            2 * lanes + 1,
            3 * lanes,
            4 * lanes,
            4 * lanes + 1,
            5 * lanes + 2,
            6 * lanes
        };
        Interval.oneTo(35).each(rows -> {
            for (int columns : widths) {
                int depth = 1 + (rows * 7 + columns) % 6;
                for (int layout = 0; layout < 4; layout++) {
                    boolean tight = (rows + columns + layout) % 3 == 0;
                    new MatmulCase(
                                    rows,
                                    depth,
                                    columns,
                                    layout % 2 == 1,
                                    layout > 1,
                                    tight ? 0 : 3,
                                    tight ? 0 : 5,
                                    Values.ORDINARY)
                            .check();
                }
            }
        });
        return 35 * widths.length * 4 + checkDepths() + checkPanels();
    }

    /** More rows than panels are read in place for, and more panels than are packed at a time. */
    private static int checkPanels() {
        int panel = 2 * LanesF32.LANES;
        int[] widths = {panel, 2 * panel + 1, 9 * panel, 17 * panel + 5};
        for (int columns : widths) {
            for (int layout = 0; layout < 4; layout++) {
                int rows = RightOperandF32.ROWS_IN_PLACE + 1;
                new MatmulCase(rows, 19, columns, layout % 2 == 1, layout > 1, 3, 5, Values.ORDINARY).check();
                new MatmulCase(rows, 1, columns, layout % 2 == 1, layout > 1, 0, 0, Values.ORDINARY).check();
            }
        }
        return widths.length * 8;
    }

    /**
     * Depths around the squares in which matrices are turned, and around the blocks of long sums, in
     * arrays that end with the matrices.
     */
    private static int checkDepths() {
        int[] depths = {8, 9, 15, 257, 511, 512, 513, 1025, 1600};
        int[] heights = {1, 7, 8, 9, 13, 14, 15, 29};
        for (int depth : depths) {
            for (int rows : heights) {
                for (int layout = 0; layout < 4; layout++) {
                    int columns = 1 + (rows * 5 + depth) % 70;
                    new MatmulCase(rows, depth, columns, layout % 2 == 1, layout > 1, 0, 0, Values.ORDINARY).check();
                }
            }
        }
        return depths.length * heights.length * 4;
    }

    /** For other widths of vectors, in a JVM of its own. */
    public static void main(String[] arguments) {
        System.out.println(LanesF32.SPECIES.vectorBitSize() + " bits: " + checkEdges() + " products agree");
    }
}
