package gradus.autodiff.kernel.product;

import gradus.autodiff.kernel.ConvolutionShape;
import gradus.autodiff.kernel.LongSums;
import gradus.autodiff.kernel.ProductKernels;
import gradus.autodiff.kernel.threads.Parallel;

/** Sums of what weights of a convolution multiply, a few at a time, so that they do not wait for each other. */
final class ScalarWeightsF32 {
    /** So many weights of an output are summed together. */
    private static final int TOGETHER = 8;

    private final ConvolutionShape shape;
    private final PatchGrid grid;
    private final PatchesF32 patches;
    private final float[] g;
    private final float[] w;
    private final int results;
    private final int outputs;
    private final int parts;

    ScalarWeightsF32(ConvolutionShape shape, float[] x, float[] g, float[] w) {
        PlaneLayout layout = PlaneLayout.of(shape, _ -> true);
        this.shape = shape;
        this.grid = PatchGrid.of(shape, layout);
        this.patches = PatchesF32.atOnce(shape, layout, x);
        this.g = g;
        this.w = w;
        this.results = shape.results();
        this.outputs = shape.groups() * shape.outputs();
        this.parts = Math.ceilDiv(shape.depth(), TOGETHER);
    }

    /** Writes all sums. */
    void convolve() {
        long work = Math.max(1, (long) shape.images() * results * TOGETHER);
        Parallel.ranges(outputs * parts, (int) Math.max(1, ProductKernels.GRAIN / work), (from, to) -> {
            for (int i = from; i < to; i++) {
                int weight = i % parts * TOGETHER;
                float[] sums = new float[TOGETHER];
                add(i / parts, weight, 0, shape.images() * results, sums);
                int count = Math.min(TOGETHER, shape.depth() - weight);
                System.arraycopy(sums, 0, w, i / parts * shape.depth() + weight, count);
            }
        });
        patches.end();
    }

    /** Adds some of the results of all images, in the order of {@link LongSums}. */
    private void add(int output, int weight, int from, int steps, float[] sums) {
        int half = LongSums.left(steps);
        if (half == 0) {
            for (int step = 0; step < steps; ) {
                int result = (from + step) % results;
                int inRow = result % grid.width();
                int count = Math.min(grid.width() - inRow, steps - step);
                int image = (from + step) / results;
                int at = patches.start(output / shape.outputs(), image) + grid.rows()[result / grid.width()] + inRow;
                addRow(at, weight, (image * outputs + output) * results + result, count, sums);
                step += count;
            }
            return;
        }
        add(output, weight, from, half, sums);
        float[] others = new float[TOGETHER];
        add(output, weight, from + half, steps - half, others);
        for (int i = 0; i < TOGETHER; i++) {
            sums[i] += others[i];
        }
    }

    private void addRow(int at, int weight, int g0, int count, float[] sums) {
        int[] places = grid.places();
        int last = places.length - 1;
        int start0 = at + places[weight];
        int start1 = at + places[Math.min(weight + 1, last)];
        int start2 = at + places[Math.min(weight + 2, last)];
        int start3 = at + places[Math.min(weight + 3, last)];
        int start4 = at + places[Math.min(weight + 4, last)];
        int start5 = at + places[Math.min(weight + 5, last)];
        int start6 = at + places[Math.min(weight + 6, last)];
        int start7 = at + places[Math.min(weight + 7, last)];
        float sum0 = sums[0];
        float sum1 = sums[1];
        float sum2 = sums[2];
        float sum3 = sums[3];
        float sum4 = sums[4];
        float sum5 = sums[5];
        float sum6 = sums[6];
        float sum7 = sums[7];
        float[] x = patches.all();
        for (int i = 0; i < count; i++) {
            float factor = g[g0 + i];
            sum0 = Math.fma(factor, x[start0 + i], sum0);
            sum1 = Math.fma(factor, x[start1 + i], sum1);
            sum2 = Math.fma(factor, x[start2 + i], sum2);
            sum3 = Math.fma(factor, x[start3 + i], sum3);
            sum4 = Math.fma(factor, x[start4 + i], sum4);
            sum5 = Math.fma(factor, x[start5 + i], sum5);
            sum6 = Math.fma(factor, x[start6 + i], sum6);
            sum7 = Math.fma(factor, x[start7 + i], sum7);
        }
        sums[0] = sum0;
        sums[1] = sum1;
        sums[2] = sum2;
        sums[3] = sum3;
        sums[4] = sum4;
        sums[5] = sum5;
        sums[6] = sum6;
        sums[7] = sum7;
    }
}
