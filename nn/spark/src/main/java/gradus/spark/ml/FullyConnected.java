package gradus.spark.ml;

import gradus.nn.Layer;
import gradus.nn.Sequential;
import gradus.nn.layer.ELU;
import gradus.nn.layer.GELU;
import gradus.nn.layer.Linear;
import gradus.nn.layer.ReLU;
import gradus.nn.layer.SiLU;
import gradus.nn.layer.Sigmoid;
import gradus.nn.layer.Softplus;
import gradus.nn.layer.Tanh;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;

/** Linear layers, with an activation after each but the last. */
record FullyConnected(ImmutableIntList hidden, String activation) implements Architecture {
    static final Map<String, Supplier<Layer>> ACTIVATIONS = Map.of(
            "elu", ELU::new,
            "gelu", GELU::new,
            "relu", ReLU::new,
            "sigmoid", Sigmoid::new,
            "silu", SiLU::new,
            "softplus", Softplus::new,
            "tanh", Tanh::new);

    @Override
    public Layer network(int inputs, int outputs, RandomGenerator random) {
        MutableList<Layer> layers = Lists.mutable.empty();
        int width = inputs;
        for (int next : hidden.toArray()) {
            layers.add(Linear.of(width, next, random));
            layers.add(Objects.requireNonNull(ACTIVATIONS.get(activation)).get());
            width = next;
        }
        return new Sequential(layers.with(Linear.of(width, outputs, random)).toImmutable());
    }
}
