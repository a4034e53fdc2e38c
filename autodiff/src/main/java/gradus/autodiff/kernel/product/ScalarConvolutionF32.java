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
        PlaneLayout layout = PlaneLayout.of(shape, _ -> true);
        PatchGrid grid = PatchGrid.of(shape, layout);
        PatchesF32 patches = new PatchesF32(shape, layout, x, 0);
        int results = shape.results();
        int outputs = shape.groups() * shape.outputs();
        long work = Math.max(1, (long) shape.depth() * results);
        Parallel.ranges(shape.images() * outputs, (int) Math.max(1, ProductKernels.GRAIN / work), (from, to) -> {
            PackingBuffersF32 buffers = PackingBuffersF32.borrow();
            PatchesF32.OfThread planes = patches.ofThread(buffers);
            float[] numbers = new float[grid.width()];
            for (int i = from; i < to; i++) {
                int output = i % outputs;
                int image = i / outputs;
                int group = output / shape.outputs();
                planes.load(group, group + 1, image, image + 1);
                int start = planes.start(group, image);
                for (int row = 0; row < grid.rows().length; row++) {
                    float[] sums = new float[grid.width()];
                    Arrays.fill(sums, bias == null ? 0 : bias[output]);
                    int at = start + grid.rows()[row];
                    add(planes.data(), at, grid.places(), weights, output, 0, shape.depth(), numbers, sums);
                    System.arraycopy(sums, 0, y, i * results + row * sums.length, sums.length);
                }
            }
            buffers.giveBack();
        });
        patches.end();
    }

    /** Adds some of the depth to a row of results, in the order of {@link LongSums}. */
    private static void add(
            float[] x,
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
                System.arraycopy(x, x0 + places[i], numbers, 0, numbers.length);
                addProducts(weights[output * places.length + i], numbers, sums);
            }
            return;
        }
        add(x, x0, places, weights, output, from, half, numbers, sums);
        float[] others = new float[sums.length];
        add(x, x0, places, weights, output, from + half, steps - half, numbers, others);
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
        new ScalarWeightsF32(shape, x, g, w).convolve();
    }
}
