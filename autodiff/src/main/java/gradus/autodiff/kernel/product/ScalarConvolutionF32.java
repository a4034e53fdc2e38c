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
        PatchesF32 patches = PatchesF32.of(shape, x);
        int depth = shape.depth();
        int results = shape.results();
        int planes = shape.groups() * shape.outputs();
        long work = Math.max(1, (long) shape.images() * depth * results);
        int grain = (int) Math.max(1, ProductKernels.GRAIN / work);
        Parallel.ranges(planes, grain, (from, to) -> {
            for (int i = from; i < to; i++) {
                int group = i / shape.outputs();
                int output = i % shape.outputs();
                for (int image = 0; image < shape.images(); image++) {
                    int y0 = results
                            * (group * shape.resultGroupStep()
                                    + output * shape.outputStep()
                                    + image * shape.resultImageStep());
                    Arrays.fill(y, y0, y0 + results, bias == null ? 0 : bias[i]);
                    add(patches, patches.start(group, image), weights, i * depth, 0, depth, y, y0);
                }
            }
        });
        patches.end();
    }

    /** Adds some of the depth to a plane of results, in the order of {@link LongSums}. */
    private static void add(
            PatchesF32 patches, int x0, float[] weights, int w0, int from, int steps, float[] y, int y0) {
        int half = LongSums.left(steps);
        if (half == 0) {
            int places = patches.window().length;
            for (int i = from; i < from + steps; i++) {
                int start = x0 + i / places * patches.channelStep() + patches.window()[i % places];
                addPlace(patches, start, weights[w0 + i], y, y0);
            }
            return;
        }
        add(patches, x0, weights, w0, from, half, y, y0);
        float[] others = new float[patches.shape().results()];
        add(patches, x0, weights, w0, from + half, steps - half, others, 0);
        for (int i = 0; i < others.length; i++) {
            y[y0 + i] += others[i];
        }
    }

    /** Adds what one place of the windows reads, times its weight. */
    private static void addPlace(PatchesF32 patches, int start, float weight, float[] y, int y0) {
        int width = patches.width();
        int[] rows = patches.rows();
        for (int row = 0; row < rows.length; row++) {
            int at = start + rows[row];
            int to = y0 + row * width;
            for (int i = 0; i < width; i++) {
                y[to + i] = Math.fma(weight, patches.data()[at + i], y[to + i]);
            }
        }
    }
}
