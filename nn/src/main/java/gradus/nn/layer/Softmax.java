package gradus.nn.layer;

import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;

/**
 * Probabilities from logits along the last axis: y = eˣ / (sum of eˣ). Not before {@link
 * gradus.nn.loss.CrossEntropy}, which takes logits.
 */
public record Softmax() implements Layer {
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        return x.softmax(-1);
    }
}
