package gradus.spark;

import gradus.nn.Layer;
import java.io.Serializable;
import org.eclipse.collections.api.list.ImmutableList;

/** The values of a model's parameters and buffers, in their order, to be sent. */
record ModelValues(ImmutableList<SentTensor> parameters, ImmutableList<SentTensor> buffers) implements Serializable {
    static ModelValues of(Layer model) {
        return new ModelValues(
                model.namedParameters()
                        .collect(named -> new SentTensor(named.parameter().value())),
                model.namedBuffers()
                        .collect(named -> new SentTensor(named.buffer().value())));
    }

    /** Gives them to a model made in the same way. */
    void restore(Layer model) {
        model.namedParameters()
                .forEachWithIndex((named, index) ->
                        named.parameter().set(parameters.get(index).tensor()));
        model.namedBuffers()
                .forEachWithIndex(
                        (named, index) -> named.buffer().set(buffers.get(index).tensor()));
    }
}
