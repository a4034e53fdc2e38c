package gradus.autodiff;

import gradus.autodiff.kernel.Kernels;
import gradus.autodiff.kernel.threads.Parallel;
import java.util.Arrays;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Derivatives of reductions, of any order, where the chain rule would leave the range of the
 * element type on the way. The first input is x, and the others, in its shape, are directions h: y
 * is the gradient of the derivative of the reduction f along all of them, D f(x)[h₁, ..., hₘ, ·],
 * without directions the gradient of f. Since derivatives are symmetric and linear in each
 * direction, both rules stay in the family: the cotangent g replaces the direction whose cotangent
 * is wanted, or is one more for that of x.
 *
 * <p>They are for the rules of {@link Reduction} and have no methods. They are computed in double
 * and rounded once.
 */
public final class ReductionDerivatives {
    private ReductionDerivatives() {}

    /** An operator of this family. */
    public sealed interface OfMany extends Op.OfMany {
        /** The axes that are reduced. */
        Axes axes();

        /**
         * The rows {@code from <= row < to} of y, for rows of x and of the directions, which follow
         * it.
         */
        void rows(Kernels<?> k, double[][] x, double[] y, int length, int from, int to);

        @Override
        default Tensor forward(Tensor[] x) {
            Tensor first = x[0];
            for (Tensor direction : x) {
                if (!direction.shape().equals(first.shape())) {
                    throw new ShapeException(
                            name(),
                            "directions of shape " + first.shape(),
                            direction.shape().toString(),
                            "");
                }
            }
            int[] order = axes().keptFirst(name(), first.shape());
            int length = axes().count(name(), first.shape());
            double[] y = new double[first.shape().size()];
            double[][] inputs = new double[x.length][];
            for (int input = 0; input < x.length; input++) {
                inputs[input] = x[input].permute(order).toDoubleArray();
            }
            if (y.length > 0) {
                int grain = Math.max(1, (Parallel.GRAIN / length) >> x.length);
                Parallel.ranges(
                        y.length / length,
                        grain,
                        (from, to) -> rows(first.dtype().kernels(), inputs, y, length, from, to));
            }
            return Tensor.of(y)
                    .to(first.dtype())
                    .reshape(first.permute(order).shape())
                    .permute(Axes.of(order).inverse());
        }

        @Override
        default Tensor vjp(int input, Tensor[] x, Tensor y, Tensor g) {
            Tensor[] next = Arrays.copyOf(x, input == 0 ? x.length + 1 : x.length);
            next[input == 0 ? x.length : input] = g;
            return Tensor.apply(this, next);
        }
    }

    /** The derivatives of {@link Reduction.Prod}: without directions, the product of the others. */
    public record ProdDerivative(Axes axes) implements OfMany {
        /** Three for each element, and three times as many for each direction. */
        @Override
        public long flops(ImmutableList<Shape> x, Shape y) {
            long flops = y.size();
            for (int input = 0; input < x.size(); input++) {
                flops *= 3;
            }
            return flops;
        }

        @Override
        public void rows(Kernels<?> k, double[][] x, double[] y, int length, int from, int to) {
            k.productDerivatives(x, y, length, from, to);
        }
    }

    /** The derivatives of {@link Reduction.Norm}: without directions, x/|x|. */
    public record NormDerivative(Axes axes) implements OfMany {
        /** Three for each element, and four more for each direction. */
        @Override
        public long flops(ImmutableList<Shape> x, Shape y) {
            return y.size() * (4L * x.size() - 1);
        }

        @Override
        public void rows(Kernels<?> k, double[][] x, double[] y, int length, int from, int to) {
            k.normDerivatives(x, y, length, from, to);
        }
    }
}
