package gradus.examples.digits;

import gradus.autodiff.CustomOp;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Binary cross-entropy as the report wrote it, on probabilities: -(t log y + (1 - t) log(1 - y)) for each y, and its derivative (y - t) / (y (1 -
 * y)), both as they stand. Where y is rounded to exactly 0 or 1 they divide 0 by 0 and give NaN; that is why this operator is here, to show it.
 * {@link gradus.nn.BinaryCrossEntropy} on logits does not have the fault.
 */
record ReportCrossEntropy() implements CustomOp {
    @Override
    public Tensor forward(ImmutableList<Tensor> x) {
        Tensor y = x.get(0);
        Tensor t = x.get(1);
        if (!y.shape().equals(t.shape())) {
            throw new ShapeException(name(), "one label for each output", y.shape() + " and " + t.shape(), "");
        }
        return t.mul(y.log()).add(t.neg().add(1).mul(y.neg().add(1).log())).neg();
    }

    @Override
    public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
        Tensor p = x.get(0);
        Tensor t = x.get(1);
        return input == 0
                ? g.mul(p.sub(t).div(p.mul(p.neg().add(1))))
                : g.mul(p.neg().add(1).log().sub(p.log()));
    }
}
