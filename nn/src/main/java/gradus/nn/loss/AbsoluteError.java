package gradus.nn.loss;

import gradus.autodiff.Tensor;

/**
 * |predicted - target| for each element, with the slope 0 where they are equal. Its mean is the
 * mean absolute error, PyTorch's {@code L1Loss}.
 */
public record AbsoluteError() implements Loss {
    @Override
    public Tensor formula(Tensor predicted, Tensor target) {
        return predicted.sub(target).abs();
    }
}
