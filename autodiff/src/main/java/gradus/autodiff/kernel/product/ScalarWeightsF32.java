package gradus.autodiff.kernel.product;

import gradus.autodiff.kernel.ConvolutionShape;
import gradus.autodiff.kernel.LongSums;

/** Sums of what weights of a convolution multiply, a few at a time, so that they do not wait for each other. */
final class ScalarWeightsF32 {
    /** So many weights of an output are summed together. */
    static final int TOGETHER = 8;

    private final PatchesF32 patches;
    private final ConvolutionShape shape;
    private final int[] places;
    private final float[] g;
    private final int results;

    ScalarWeightsF32(PatchesF32 patches, float[] g) {
        this.patches = patches;
        this.shape = patches.shape();
        this.places = patches.places();
        this.g = g;
        this.results = shape.results();
    }

    /** Writes the sums of the weights of an output from this one on. */
    void write(int output, int weight, float[] w) {
        float[] sums = new float[TOGETHER];
        add(output, weight, 0, shape.images() * results, sums);
        int count = Math.min(TOGETHER, places.length - weight);
        System.arraycopy(sums, 0, w, output * places.length + weight, count);
    }

    /** Adds some of the results of all images, in the order of {@link LongSums}. */
    private void add(int output, int weight, int from, int steps, float[] sums) {
        int half = LongSums.left(steps);
        if (half == 0) {
            for (int step = 0; step < steps; ) {
                int result = (from + step) % results;
                int inRow = result % patches.width();
                int count = Math.min(patches.width() - inRow, steps - step);
                int image = (from + step) / results;
                int outputs = shape.groups() * shape.outputs();
                int at = patches.start(output / shape.outputs(), image)
                        + patches.rows()[result / patches.width()]
                        + inRow;
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
        float[] x = patches.data();
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
