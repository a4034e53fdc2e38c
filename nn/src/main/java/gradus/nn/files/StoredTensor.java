package gradus.nn.files;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Indices;
import gradus.autodiff.Tensor;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.ListIterable;

/**
 * A tensor in a file: its name, how the file stores its numbers, and the numbers.
 *
 * @param name as in a state dict, such as {@code 0.weight}; with a single array in a file, the file's name
 * @param type how the file stores the numbers; whole numbers, for example, are I64 in files of PyTorch
 */
public record StoredTensor(String name, NumberType type, Tensor tensor) {
    public StoredTensor {
        tensor = tensor.detach();
    }

    /** A tensor to be stored in its own type. */
    public static StoredTensor of(String name, Tensor tensor) {
        return new StoredTensor(name, NumberType.of(tensor.dtype()), tensor);
    }

    /** The tensor of a name among several. */
    static Tensor of(String operator, ImmutableList<StoredTensor> tensors, String name) {
        StoredTensor found = tensors.detect(stored -> stored.name.equals(name));
        if (found == null) {
            throw new ArgumentException(
                    operator, "one of the names " + tensors.collect(StoredTensor::name), "\"" + name + "\"", "");
        }
        return found.tensor;
    }

    /** A title, and what is in a file, each in a line. */
    static String lines(String title, ListIterable<?> read, ListIterable<?> unread) {
        return Lists.mutable.<Object>with(title).withAll(read).withAll(unread).makeString("\n");
    }

    /**
     * The numbers as indices, for labels and positions.
     *
     * @throws ArgumentException if one is not a whole number of 32 bits
     */
    public Indices indices() {
        double[] numbers = tensor.toDoubleArray();
        int[] indices = new int[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            indices[i] = (int) numbers[i];
            if (indices[i] != numbers[i]) {
                throw new ArgumentException("indices, " + name, "whole numbers of 32 bits", numbers[i] + "", "");
            }
        }
        return Indices.of(tensor.shape(), indices);
    }

    /** Its name, how it is stored, and its shape, such as {@code 0.weight F32[64, 784]}. */
    @Override
    public String toString() {
        return name + " " + type + tensor.shape();
    }
}
