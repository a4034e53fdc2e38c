package gradus.nn.train;

import gradus.autodiff.Tensor;
import gradus.nn.Model;
import gradus.nn.NamedBuffer;
import gradus.nn.NamedParameter;
import org.eclipse.collections.api.list.ImmutableList;

/** What a model knows at some time: the values of its parameters and buffers, in their order. */
record Snapshot(ImmutableList<Tensor> parameters, ImmutableList<Tensor> buffers) {
    static Snapshot of(Model model) {
        return new Snapshot(
                model.namedParameters()
                        .collect(named -> named.parameter().value().detach()),
                buffers(model));
    }

    static ImmutableList<Tensor> buffers(Model model) {
        return model.namedBuffers().collect(named -> named.buffer().value());
    }

    static void restoreBuffers(Model model, ImmutableList<Tensor> values) {
        ImmutableList<NamedBuffer> cells = model.namedBuffers();
        values.forEachWithIndex((value, index) -> cells.get(index).buffer().set(value));
    }

    void restore(Model model) {
        ImmutableList<NamedParameter> cells = model.namedParameters();
        parameters.forEachWithIndex(
                (value, index) -> cells.get(index).parameter().set(value));
        restoreBuffers(model, buffers);
    }
}
