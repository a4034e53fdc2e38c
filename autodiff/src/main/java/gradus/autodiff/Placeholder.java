package gradus.autodiff;

import gradus.autodiff.kernel.ScalarKernelsF32;
import gradus.autodiff.kernel.ScalarKernelsF64;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.Lists;

/** Placeholder. */
public final class Placeholder {
    private Placeholder() {}

    public static float half(float x) {
        float[] y = new float[1];
        ScalarKernelsF32.half(new float[] {x}, y);
        return y[0];
    }

    public static double half(double x) {
        double[] y = new double[1];
        ScalarKernelsF64.half(new double[] {x}, y);
        return y[0];
    }

    public static ImmutableList<String> names() {
        return Lists.immutable.with("float", "double");
    }
}
