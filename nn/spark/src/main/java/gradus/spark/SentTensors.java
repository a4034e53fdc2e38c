package gradus.spark;

import gradus.autodiff.Indices;
import gradus.autodiff.Shape;
import gradus.nn.NamedTensors;
import java.io.Serializable;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.ImmutableIntList;
import org.eclipse.collections.impl.factory.primitive.IntLists;
import org.jspecify.annotations.Nullable;

/** Tensors and indices by name, in their order, that Java can serialize. */
record SentTensors(ImmutableList<One> all) implements Serializable {
    /**
     * One of them.
     *
     * @param tensor null where there are indices
     * @param dims of the indices
     */
    record One(String name, @Nullable SentTensor tensor, ImmutableIntList dims, ImmutableIntList indices)
            implements Serializable {
        static One of(NamedTensors named, String name) {
            ImmutableIntList none = IntLists.immutable.empty();
            if (!named.hasIndices(name)) {
                return new One(name, new SentTensor(named.tensor(name)), none, none);
            }
            Indices indices = named.indices(name);
            return new One(name, null, indices.shape().dims(), IntLists.immutable.with(indices.toArray()));
        }

        NamedTensors addTo(NamedTensors before) {
            return tensor == null
                    ? before.with(name, Indices.of(Shape.of(dims), indices.toArray()))
                    : before.with(name, tensor.tensor());
        }
    }

    static SentTensors of(NamedTensors named) {
        return new SentTensors(named.names().collect(name -> One.of(named, name)));
    }

    NamedTensors tensors() {
        return all.injectInto(NamedTensors.none(), (before, one) -> one.addTo(before));
    }
}
