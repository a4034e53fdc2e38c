package gradus.autodiff.kernel.product;

import gradus.autodiff.kernel.ConvolutionKernels;
import gradus.autodiff.kernel.ConvolutionShape;
import gradus.autodiff.kernel.LongSums;
import gradus.autodiff.kernel.ProductKernels;
import gradus.autodiff.kernel.threads.Parallel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Convolutions in plain Java. */
public interface ScalarConvolutionF32 extends ConvolutionKernels<float[]> {
    @Override
    default void convolve(ConvolutionShape shape, float[] x, float[] weights, float @Nullable [] bias, float[] y) {
        PatchesF32 patches = PatchesF32.of(shape, x, 1);
        int[] places = patches.places();
        int results = shape.results();
        int outputs = shape.groups() * shape.outputs();
        long work = Math.max(1, (long) places.length * results);
        Parallel.ranges(shape.images() * outputs, (int) Math.max(1, ProductKernels.GRAIN / work), (from, to) -> {
            float[] numbers = new float[patches.width()];
            for (int i = from; i < to; i++) {
                int output = i % outputs;
                int start = patches.start(output / shape.outputs(), i / outputs);
                for (int row = 0; row < patches.rows().length; row++) {
                    float[] sums = new float[patches.width()];
                    Arrays.fill(sums, bias == null ? 0 : bias[output]);
                    add(patches, start + patches.rows()[row], places, weights, output, 0, places.length, numbers, sums);
                    System.arraycopy(sums, 0, y, i * results + row * sums.length, sums.length);
                }
            }
        });
        patches.end();
    }

    /** Adds some of the depth to a row of results, in the order of {@link LongSums}. */
    private static void add(
            PatchesF32 patches,
            int x0,
            int[] places,
            float[] weights,
            int output,
            int from,
            int steps,
            float[] numbers,
            float[] sums) {
        int half = LongSums.left(steps);
        if (half == 0) {
            for (int i = from; i < from + steps; i++) {
                System.arraycopy(patches.data(), x0 + places[i], numbers, 0, numbers.length);
                addProducts(weights[output * places.length + i], numbers, sums);
            }
            return;
        }
        add(patches, x0, places, weights, output, from, half, numbers, sums);
        float[] others = new float[sums.length];
        add(patches, x0, places, weights, output, from + half, steps - half, numbers, others);
        for (int i = 0; i < others.length; i++) {
            sums[i] += others[i];
        }
    }

    private static void addProducts(float weight, float[] numbers, float[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] = Math.fma(weight, numbers[i], sums[i]);
        }
    }

    @Override
    default void convolveWeights(ConvolutionShape shape, float[] x, float[] g, float[] w) {
        PatchesF32 patches = PatchesF32.of(shape, x, 1);
        ScalarWeightsF32 sums = new ScalarWeightsF32(patches, g);
        int depth = shape.depth();
        int outputs = shape.groups() * shape.outputs();
        int parts = Math.ceilDiv(depth, ScalarWeightsF32.TOGETHER);
        long work = Math.max(1, (long) shape.images() * shape.results() * ScalarWeightsF32.TOGETHER);
        Parallel.ranges(outputs * parts, (int) Math.max(1, ProductKernels.GRAIN / work), (from, to) -> {
            for (int i = from; i < to; i++) {
                sums.write(i / parts, i % parts * ScalarWeightsF32.TOGETHER, w);
            }
        });
        patches.end();
    }
}
