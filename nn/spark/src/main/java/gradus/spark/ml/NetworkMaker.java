package gradus.spark.ml;

import gradus.autodiff.Randomness;
import gradus.nn.Layer;
import gradus.spark.ModelFactory;

/** An architecture with all that it needs. */
record NetworkMaker(Architecture architecture, int inputs, int outputs, long seed) implements ModelFactory<Layer> {
    static NetworkMaker of(NetworkParams params, int inputs, int outputs) {
        return new NetworkMaker(params.getArchitecture(), inputs, outputs, params.getSeed());
    }

    @Override
    public Layer model() {
        return architecture.network(inputs, outputs, Randomness.seeded(seed));
    }
}
