package gradus.nn;

import gradus.nn.data.Batch;

/** Breaks a rule on purpose: the architecture test must find it. */
public final class PlantedLayer {
    String words(Batch batch) {
        return batch.toString();
    }
}
