package gradus.autodiff.kernel;

import java.util.Arrays;

/** The loops in plain Java: they run everywhere, and every other implementation must give their bits. */
@SuppressWarnings("cast") // the double version of this file casts double to double
public final class ScalarKernelsF32
        implements Kernels<float[]>,
                ScalarElementwiseF32,
                ScalarPairwiseF32,
                ScalarReductionF32,
                ScalarProductF32,
                ScalarMovementF32,
                ScalarIndexingF32 {

    /** The loops have no state. */
    public ScalarKernelsF32() {}

    @Override
    public float[] cast(Object data) {
        return (float[]) data;
    }

    @Override
    public float[] allocate(int size) {
        return new float[size];
    }

    @Override
    public double get(float[] x, int index) {
        return x[index];
    }

    @Override
    public void set(float[] x, int index, double value) {
        x[index] = (float) value;
    }

    @Override
    public void fill(float[] x, int from, int to, double value) {
        Arrays.fill(x, from, to, (float) value);
    }

    @Override
    public double[] toDoubles(float[] x) {
        double[] result = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            result[i] = x[i];
        }
        return result;
    }

    @Override
    public float[] fromDoubles(double[] x) {
        float[] result = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            result[i] = (float) x[i];
        }
        return result;
    }
}
