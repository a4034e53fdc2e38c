package gradus.nn.loss;

import gradus.autodiff.Tensor;

/**
 * (predicted - target)² for each element. Its mean is the mean squared error, PyTorch's {@code
 * MSELoss}. The name leaves out the mean, since the sum is as common.
 */
public record SquaredError() implements Loss {
    @Override
    public Tensor formula(Tensor predicted, Tensor target) {
        return predicted.sub(target).square();
    }
}
