package gradus.autodiff.kernel.scalar;

import gradus.autodiff.kernel.ArrayKernels;
import gradus.autodiff.kernel.threads.Recycler;
import java.util.Arrays;

/** Arrays of one element type: what every implementation shares. */
@SuppressWarnings("cast") // the double version of this file casts double to double
public interface ArraysF32 extends ArrayKernels<float[]> {
    @Override
    default float[] cast(Object data) {
        return (float[]) data;
    }

    @Override
    default float[] allocate(int size) {
        return Recycler.floats(size, true);
    }

    @Override
    default float[] reserve(int size) {
        return Recycler.floats(size, false);
    }

    @Override
    default void giveBack(float[] array) {
        Recycler.giveBack(array);
    }

    @Override
    default float[] duplicate(float[] x) {
        return x.clone();
    }

    @Override
    default double get(float[] x, int index) {
        return x[index];
    }

    @Override
    default void set(float[] x, int index, double value) {
        x[index] = (float) value;
    }

    @Override
    default void fill(float[] x, int from, int to, double value) {
        Arrays.fill(x, from, to, (float) value);
    }

    @Override
    default double[] toDoubles(float[] x) {
        double[] result = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            result[i] = x[i];
        }
        return result;
    }

    @Override
    default float[] fromDoubles(double[] x) {
        float[] result = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            result[i] = (float) x[i];
        }
        return result;
    }
}
