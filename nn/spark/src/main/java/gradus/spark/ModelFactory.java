package gradus.spark;

import gradus.nn.Layer;
import java.io.Serializable;

/** Makes a model, in each worker the same: draws from a seed of its own alone. */
@FunctionalInterface
public interface ModelFactory<L extends Layer> extends Serializable {
    /** A new model. */
    L model();
}
