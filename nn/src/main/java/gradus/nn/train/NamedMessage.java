package gradus.nn.train;

import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Tensor;
import gradus.nn.NamedTensors;
import java.util.Iterator;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.MutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;

/**
 * Tensors and indices by name as tensors alone, to be sent to another process. First come numbers: how
 * many there are, and for each whether it is indices, how long its name is, and the name. Whole numbers
 * of 32 bits are exact as doubles.
 */
final class NamedMessage {
    private NamedMessage() {}

    static void add(NamedTensors named, MutableList<Tensor> to) {
        MutableDoubleList heads = DoubleLists.mutable.with(named.names().size());
        named.names().each(name -> {
            heads.add(named.hasIndices(name) ? 1 : 0);
            heads.add(name.length());
            name.chars().forEach(heads::add);
        });
        to.add(Tensor.of(heads.toArray()));
        named.names()
                .each(name -> to.add(
                        named.hasIndices(name)
                                ? named.indices(name).toTensor(DType.F64)
                                : named.tensor(name).detach()));
    }

    static NamedTensors read(Iterator<Tensor> from) {
        double[] heads = from.next().toDoubleArray();
        int at = 1;
        NamedTensors read = NamedTensors.none();
        for (int i = 0; i < heads[0]; i++) {
            boolean isIndices = heads[at] == 1;
            int length = (int) heads[at + 1];
            var name = new StringBuilder();
            for (int j = 0; j < length; j++) {
                name.append((char) heads[at + 2 + j]);
            }
            at += 2 + length;
            Tensor tensor = from.next();
            read = isIndices ? read.with(name + "", indices(tensor)) : read.with(name + "", tensor);
        }
        return read;
    }

    private static Indices indices(Tensor numbers) {
        double[] values = numbers.toDoubleArray();
        int[] elements = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            elements[i] = (int) values[i];
        }
        return Indices.of(numbers.shape(), elements);
    }
}
