package gradus.autodiff.kernel.scalar;

import gradus.autodiff.kernel.PoolingKernels;
import gradus.autodiff.kernel.Windows;
import java.util.Arrays;

/** Loops over windows in plain Java. */
public interface PoolingF32 extends PoolingKernels<float[]> {
    @Override
    default void maxPool(float[] x, float[] y, Windows windows, int from, int to) {
        LargestF32 largest = new LargestF32(x, windows);
        int at = from * windows.count();
        for (int image = from; image < to; image++) {
            for (int d = 0; d < windows.depth().count(); d++) {
                for (int h = 0; h < windows.height().count(); h++) {
                    largest.find(image * windows.elements(), d, h, y, at);
                    at += windows.width().count();
                }
            }
        }
    }

    @Override
    default void largestPlaces(float[] x, float[] y, int[] places, Windows windows, int from, int to) {
        LargestF32 largest = new LargestF32(x, windows);
        int at = from * windows.count();
        for (int image = from; image < to; image++) {
            for (int d = 0; d < windows.depth().count(); d++) {
                for (int h = 0; h < windows.height().count(); h++) {
                    largest.findPlaces(image * windows.elements(), d, h, y, places, at);
                    at += windows.width().count();
                }
            }
        }
        for (int o = from * windows.count(); o < at; o++) {
            if (!Float.isFinite(y[o])) {
                places[o] = firstPlace(largest, o, y[o], windows);
            }
        }
    }

    private static int firstPlace(LargestF32 largest, int place, float y, Windows windows) {
        int row = place / windows.width().count();
        int h = row % windows.height().count();
        int plane = row / windows.height().count();
        int d = plane % windows.depth().count();
        int x0 = plane / windows.depth().count() * windows.elements();
        return largest.firstPlace(x0, d, h, place % windows.width().count(), y);
    }

    @Override
    default void pick(float[] x, float[] y, int[] places, int elements, int count, int from, int to) {
        for (int image = from; image < to; image++) {
            int x0 = image * elements;
            for (int at = image * count; at < (image + 1) * count; at++) {
                y[at] = x[x0 + places[at]];
            }
        }
    }

    @Override
    default void unpool(float[] x, float[] y, int[] places, int elements, int count, int from, int to) {
        for (int image = from; image < to; image++) {
            int y0 = image * elements;
            for (int at = image * count; at < (image + 1) * count; at++) {
                y[y0 + places[at]] += x[at];
            }
        }
    }

    @Override
    default void unfold(float[] x, float[] y, Windows windows, int from, int to) {
        FoldingF32.fold(x, y, windows, from, to, false);
    }

    @Override
    default void fold(float[] x, float[] y, Windows windows, int from, int to) {
        FoldingF32.fold(y, x, windows, from, to, true);
    }

    @Override
    default void resample(
            float[] x, float[] y, int[] ends, int[] places, double[] weights, int length, int inner, int from, int to) {
        float[] w = new float[weights.length];
        for (int t = 0; t < w.length; t++) {
            w[t] = (float) weights[t];
        }
        for (int i = from; i < to; i++) {
            int x0 = i * length * inner;
            int y0 = i * ends.length * inner;
            if (inner == 1) {
                resampleRow(x, x0, y, y0, ends, places, w);
            } else {
                resampleRows(x, x0, y, y0, ends, places, w, inner);
            }
        }
    }

    private static void resampleRow(float[] x, int x0, float[] y, int y0, int[] ends, int[] places, float[] w) {
        int t = 0;
        for (int o = 0; o < ends.length; o++) {
            float sum = 0;
            for (; t < ends[o]; t++) {
                sum += w[t] * x[x0 + places[t]];
            }
            y[y0 + o] = sum;
        }
    }

    private static void resampleRows(
            float[] x, int x0, float[] y, int y0, int[] ends, int[] places, float[] w, int inner) {
        int t = 0;
        for (int o = 0; o < ends.length; o++) {
            int at = y0 + o * inner;
            if (t == ends[o]) {
                Arrays.fill(y, at, at + inner, 0);
                continue;
            }
            setProduct(w[t], x, x0 + places[t] * inner, y, at, inner);
            for (t++; t < ends[o]; t++) {
                addProduct(w[t], x, x0 + places[t] * inner, y, at, inner);
            }
        }
    }

    /** A sum of one term, which begins at 0 as all sums do. */
    private static void setProduct(float weight, float[] x, int from, float[] y, int at, int inner) {
        for (int j = 0; j < inner; j++) {
            y[at + j] = 0 + weight * x[from + j];
        }
    }

    private static void addProduct(float weight, float[] x, int from, float[] y, int at, int inner) {
        for (int j = 0; j < inner; j++) {
            y[at + j] += weight * x[from + j];
        }
    }
}
