package gradus.spark;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.Indices;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.data.Batch;
import gradus.nn.data.Dataset;
import org.junit.jupiter.api.Test;

/** Data sets on their way to executors. */
class SentDatasetTest {
    private static Dataset sent(Dataset data) {
        byte[] packed = Packed.pack(SentDataset.Parts.of(data));
        return Packed.unpack(packed, SentDataset.Parts.class).dataset();
    }

    @Test
    void allPartsArrive() {
        Dataset data = Dataset.of(Indices.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6), Indices.of(Shape.of(2, 2), 1, 0, 0, 2))
                .withInput("age", Tensor.of(new float[][] {{31}, {7}}))
                .withTarget("price", Tensor.of(2.0, 3.0));
        Batch all = sent(data.select(1, 0)).all();
        assertThat(all.namedInputs().names()).containsExactly("inputs", "age");
        assertThat(all.namedTargets().names()).containsExactly("targets", "price");
        assertThat(all.indices("inputs")).isEqualTo(Indices.of(Shape.of(2, 3), 4, 5, 6, 1, 2, 3));
        assertThat(all.labels()).isEqualTo(Indices.of(Shape.of(2, 2), 0, 2, 1, 0));
        assertThat(all.tensor("age").toFloatArray()).containsExactly(7, 31);
        assertThat(all.tensor("price").toDoubleArray()).containsExactly(3, 2);
    }

    @Test
    void simpleOnesToo() {
        Batch labeled = sent(Dataset.of(Tensor.of(new double[][] {{1, 2}, {3, 4}}), Indices.of(1, 0)))
                .all();
        assertThat(labeled.inputs().toDoubleArray()).containsExactly(1, 2, 3, 4);
        assertThat(labeled.labels()).isEqualTo(Indices.of(1, 0));
        assertThat(sent(Dataset.of(Tensor.of(1.0, 2.0), Tensor.of(5f, 6f)))
                        .targets()
                        .toFloatArray())
                .containsExactly(5, 6);
    }
}
