package gradus.examples.digits;

import gradus.autodiff.DType;
import gradus.autodiff.Tensor;
import gradus.plots.Curve;
import java.util.function.UnaryOperator;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;

/** An activation and its gradient, over -6 to 6. */
final class ActivationCurves {
    private static final int POINTS = 241;

    private ActivationCurves() {}

    static Curve[] of(String name, UnaryOperator<Tensor> activation) {
        Tensor x = Tensor.linspace(DType.F64, -6, 6, POINTS).asVariable();
        Tensor y = activation.apply(x);
        return new Curve[] {
            curve(name, x, y), curve("its gradient", x, y.sum().gradients().of(x))
        };
    }

    private static Curve curve(String name, Tensor x, Tensor y) {
        return new Curve(
                name, DoubleLists.immutable.with(x.toDoubleArray()), DoubleLists.immutable.with(y.toDoubleArray()));
    }
}
