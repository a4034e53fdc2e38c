package gradus.autodiff;

import gradus.autodiff.kernel.Kernels;
import org.jspecify.annotations.Nullable;

/** The search for the largest and the smallest element, which gives places and no derivative. */
final class Extremes {
    private Extremes() {}

    static Indices places(String operator, Tensor x, Axes axes, boolean largest) {
        Shape from = x.shape();
        Shape to = Given.of(operator, "axes", axes).reducedShape(operator, from);
        if (axes.count(operator, from) == 0) {
            throw new ShapeException(
                    operator,
                    axes.toArray().length == 1
                            ? "at least one element along axis " + axes.toArray()[0]
                            : "at least one element to look at",
                    from.toString(),
                    "");
        }
        int[] result = new int[to.size()];
        @Nullable Span span = Span.of(from, axes.chosen(operator, from));
        if (span != null) {
            search(x.dtype().kernels(), x, span, largest, result);
        } else {
            Tensor lastReduced = x.detach().permute(axes.keptFirst(operator, from));
            int length = axes.count(operator, from);
            search(x.dtype().kernels(), lastReduced, new Span(result.length, length, 1), largest, result);
        }
        return new Indices(to, result);
    }

    private static <A> void search(Kernels<A> k, Tensor x, Span span, boolean largest, int[] places) {
        if (largest) {
            k.argMax(x.array(k), places, span.outer(), span.length(), span.inner());
        } else {
            k.argMin(x.array(k), places, span.outer(), span.length(), span.inner());
        }
    }
}
