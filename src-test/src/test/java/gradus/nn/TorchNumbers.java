package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.files.SavedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/** What PyTorch found, written by a script beside the file of numbers. */
public final class TorchNumbers {
    private final Map<String, Tensor> numbers = new HashMap<>();

    public TorchNumbers() {
        this("torch_numbers.txt");
    }

    /** Those of another file of this folder. */
    public TorchNumbers(String name) {
        this(TorchNumbers.class.getResource(name));
    }

    /** Those of another file of this form. */
    public TorchNumbers(URL numbers) {
        try (var file = numbers.openStream()) {
            new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(this::read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(String line) {
        var words = line.split(" ");
        int[] dims = words[1].equals("-")
                ? new int[0]
                : Arrays.stream(words[1].split(",")).mapToInt(Integer::parseInt).toArray();
        double[] elements = Arrays.stream(words, 2, words.length)
                .mapToDouble(Double::parseDouble)
                .toArray();
        numbers.put(words[0], Tensor.of(elements).reshape(Shape.of(dims)));
    }

    public boolean has(String name) {
        return numbers.containsKey(name);
    }

    /** Those of these names, after a prefix. */
    public ImmutableList<SavedModel.Value> values(String prefix, ImmutableList<String> names) {
        return names.collect(name -> new SavedModel.Value(name, get(prefix + name)));
    }

    /** What comes after a prefix in the names that begin with it, in alphabetical order. */
    public ImmutableList<String> namesAfter(String prefix) {
        return Lists.immutable
                .withAll(numbers.keySet())
                .select(name -> name.startsWith(prefix))
                .collect(name -> name.substring(prefix.length()))
                .toImmutableSortedList();
    }

    public Tensor get(String name) {
        assertThat(numbers).containsKey(name);
        return numbers.get(name);
    }

    /** To 14 digits, as the sums are taken in another order. */
    public void assertAgree(String name, Tensor found) {
        assertAgree(name, found, 1e-14);
    }

    /** To a part of the numbers, or of 1 where they are smaller. */
    public void assertAgree(String name, Tensor found, double part) {
        var expected = get(name);
        assertThat(found.shape()).as(name).isEqualTo(expected.shape());
        double[] elements = found.toDoubleArray();
        double[] torch = expected.toDoubleArray();
        for (int i = 0; i < torch.length; i++) {
            if (Double.compare(elements[i], torch[i]) == 0) {
                continue; // also what is infinite or NaN
            }
            assertThat(Math.abs(elements[i] - torch[i]))
                    .as("%s, element %d: %s, in PyTorch %s", name, i, elements[i], torch[i])
                    .isLessThanOrEqualTo(part * Math.max(1, Math.abs(torch[i])));
        }
    }
}
