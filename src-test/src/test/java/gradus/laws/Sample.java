package gradus.laws;

import gradus.autodiff.Applied;
import gradus.autodiff.DType;
import gradus.autodiff.Op;
import gradus.autodiff.Tensor;
import org.eclipse.collections.api.list.ImmutableList;

/** An operator with settings and inputs that fit it. */
public record Sample(Op op, ImmutableList<Grid> x) {

    Proof proof() {
        return Proofs.of(op);
    }

    Grid reference() {
        return proof().reference().apply(x);
    }

    /** The inputs as tensors of this type, not tracked. */
    public ImmutableList<Tensor> tensors(DType dtype) {
        return x.collect(grid -> grid.tensor(dtype));
    }

    Tensor engine(DType dtype) {
        return Applied.of(op, tensors(dtype));
    }

    Sample with(ImmutableList<Grid> inputs) {
        return new Sample(op, inputs);
    }

    Sample rounded(DType dtype) {
        return with(x.collect(grid -> grid.rounded(dtype)));
    }

    @Override
    public String toString() {
        return Operators.describe(op, x);
    }
}
