package gradus.nn.layer;

import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;

/**
 * Log-probabilities from logits along the last axis: y = x - log(sum of eˣ). For {@link
 * gradus.nn.loss.NegativeLogLikelihood} and {@link gradus.nn.loss.KullbackLeibler}.
 */
public record LogSoftmax() implements Layer {
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        return x.logSoftmax(-1);
    }
}
