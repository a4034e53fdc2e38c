package gradus.nn;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Tensor;
import java.util.Objects;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Layers one after another, each applied to what the one before gave. Parameters are named by their
 * layer's place, as in PyTorch: {@code 0.weight}, {@code 0.bias}, {@code 2.weight}, ... Without
 * layers it is the identity.
 */
public record Sequential(ImmutableList<Layer> layers) implements Layer {

    /**
     * The layers in the order in which they are applied. Their parameters and buffers get their
     * {@linkplain gradus.autodiff.Parameter#qualifiedName() names in it} here, for errors.
     */
    public Sequential {
        int missing = layers.detectIndex(Objects::isNull);
        if (missing >= 0) {
            throw new ArgumentException("Sequential", "layers", "null as layer " + missing, "");
        }
        NamedParts parts = NamedParts.numbered(layers);
        NamedParameter.qualify(parts.parameters());
        NamedBuffer.qualify(parts.buffers());
    }

    /** The layers in the order in which they are applied. */
    public static Sequential of(Layer... layers) {
        return new Sequential(Lists.immutable.with(layers));
    }

    /**
     * Applies the layers; an error says in which one it happened: {@code layer 2, Linear(300 ->
     * 10): needs ...}.
     */
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        Tensor y = x;
        for (int i = 0; i < layers.size(); i++) {
            y = mode.apply(Integer.toString(i), layers.get(i), y);
        }
        return y;
    }

    @Override
    public NamedParts namedParts() {
        return NamedParts.numbered(layers);
    }

    /** The layers in order, such as {@code Sequential(Linear(2 -> 3), Tanh)}. */
    @Override
    public String description() {
        return layers.collect(Layer::description).makeString("Sequential(", ", ", ")");
    }

    @Override
    public String toString() {
        return description();
    }
}
