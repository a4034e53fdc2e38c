package gradus.autodiff;

import gradus.autodiff.FusedNormalization.How;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Brings what is to be normalized into a form that the loops of {@link FusedNormalization} are quick on. */
final class Normalizer {
    /** Groups with fewer elements side by side are gathered first. */
    private static final int SHORT = 16;

    private Normalizer() {}

    /** The standardized x along any axes. */
    static Tensor standardized(Tensor x, Axes axes, double epsilon) {
        return normalized(x, new How(axes, true, epsilon));
    }

    /** The normalized x, times weights and plus biases, if they are given, which broadcast to it. */
    static Tensor normalized(Tensor x, How how, Tensor... weightAndBias) {
        Tensor[] inputs = new Tensor[1 + weightAndBias.length];
        if (isQuick(x.shape(), how.axes())) {
            inputs[0] = x;
            System.arraycopy(weightAndBias, 0, inputs, 1, weightAndBias.length);
            return Tensor.apply(new FusedNormalization.Normalize(how), inputs);
        }
        int[] order = how.axes().keptFirst("normalize", x.shape());
        inputs[0] = x.permute(order);
        for (int i = 0; i < weightAndBias.length; i++) {
            Tensor whole = weightAndBias[i].reshape(filled(weightAndBias[i].shape(), order.length));
            inputs[1 + i] = whole.permute(order);
        }
        return Tensor.apply(new FusedNormalization.Normalize(gathered(how, x.shape())), inputs)
                .permute(Axes.of(order).inverse());
    }

    /** The variance along any axes, which stay with length 1. */
    static Tensor variance(Tensor x, Axes axes) {
        How how = new How(axes, true, 0);
        Tensor variance = isQuick(x.shape(), axes)
                ? Tensor.apply(new FusedNormalization.Variance(how), x)
                : Tensor.apply(
                        new FusedNormalization.Variance(gathered(how, x.shape())),
                        x.permute(axes.keptFirst("variance", x.shape())));
        return variance.reshape(axes.keptShape("variance", x.shape()));
    }

    /** The same for the last axes, those that were not last before them. */
    private static How gathered(How how, Shape x) {
        int rank = x.rank();
        int kept = rank - how.axes().resolve("normalize", x).length;
        return new How(NormRules.axes(kept, rank), how.centered(), how.epsilon());
    }

    private static boolean isQuick(Shape x, Axes axes) {
        @Nullable Span groups = How.groups("normalize", x, axes);
        boolean gathered = groups != null && (groups.outer() == 1 || groups.inner() >= SHORT);
        return gathered || x.size() == 0;
    }

    /** The shape with axes of length 1 in front. */
    private static Shape filled(Shape shape, int rank) {
        int[] dims = new int[rank];
        Arrays.fill(dims, 1);
        System.arraycopy(shape.toArray(), 0, dims, rank - shape.rank(), shape.rank());
        return Shape.of(dims);
    }
}
