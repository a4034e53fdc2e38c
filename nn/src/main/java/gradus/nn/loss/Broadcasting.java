package gradus.nn.loss;

import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;

/** A loss that repeats predictions and targets to a common shape. */
record Broadcasting(Loss loss) implements Loss {
    @Override
    public Tensor each(Tensor predicted, Tensor target) {
        Reduction.requireOneType(name(), predicted, target);
        Shape common = predicted.shape().equals(target.shape())
                ? predicted.shape()
                : predicted.shape().broadcast(target.shape(), name());
        return loss.each(predicted.broadcastTo(common), target.broadcastTo(common));
    }

    @Override
    public Tensor formula(Tensor predicted, Tensor target) {
        return loss.formula(predicted, target);
    }

    @Override
    public Loss broadcasting() {
        return this;
    }

    @Override
    public String name() {
        return loss.name();
    }
}
