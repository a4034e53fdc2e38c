package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

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

    public Tensor get(String name) {
        assertThat(numbers).containsKey(name);
        return numbers.get(name);
    }

    /** To 14 digits, as the sums are taken in another order. */
    public void assertAgree(String name, Tensor found) {
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
                    .isLessThanOrEqualTo(1e-14 * Math.max(1, Math.abs(torch[i])));
        }
    }
}
