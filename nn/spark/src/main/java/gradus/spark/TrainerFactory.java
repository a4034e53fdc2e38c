package gradus.spark;

import gradus.nn.Layer;
import gradus.nn.train.Trainer;
import java.io.Serializable;

/** Makes the trainer of a model, in each worker with the same settings. */
@FunctionalInterface
public interface TrainerFactory<L extends Layer> extends Serializable {
    /** A trainer of this model, without shards, a group and a checkpoint. */
    Trainer trainer(L model);
}
