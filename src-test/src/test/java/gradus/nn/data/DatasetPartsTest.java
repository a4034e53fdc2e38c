package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.NamedTensors;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;

/** Several inputs and targets, tensors and indices of any rank, through all that is done with data sets. */
class DatasetPartsTest {
    private static final int COUNT = 12;

    /** In example i all numbers are made of i. */
    private static Dataset data() {
        int[] words = IntStream.range(0, 2 * COUNT).toArray();
        int[] labels = IntStream.range(0, COUNT)
                .flatMap(i -> IntStream.of(i, i + 1, -1))
                .toArray();
        return Dataset.of(Indices.of(Shape.of(COUNT, 2), words), Indices.of(Shape.of(COUNT, 3), labels))
                .withInput("age", Tensor.arange(DType.F64, COUNT).mul(10).reshape(COUNT, 1))
                .withTarget("city", Indices.arange(COUNT).mul(100))
                .withTarget("price", Tensor.arange(DType.F32, COUNT).mul(0.5));
    }

    private static void requireTogether(Batch batch, int... examples) {
        assertThat(batch.size()).isEqualTo(examples.length);
        for (int at = 0; at < examples.length; at++) {
            int i = examples[at];
            assertThat(batch.indices("inputs").get(2 * at)).isEqualTo(2 * i);
            assertThat(batch.inputs().get(at, 1)).isEqualTo(2 * i + 1);
            assertThat(batch.labels().get(3 * at + 1)).isEqualTo(i + 1);
            assertThat(batch.tensor("age").get(at, 0)).isEqualTo(10 * i);
            assertThat(batch.indices("city").get(at)).isEqualTo(100 * i);
            assertThat(batch.tensor("price").get(at)).isEqualTo(0.5 * i);
        }
    }

    private static int[] order(Dataset data) {
        return IntStream.of(data.all().indices("city").toArray())
                .map(city -> city / 100)
                .toArray();
    }

    @Test
    void theyStayTogether() {
        Dataset data = data();
        requireTogether(data.all(), IntStream.range(0, COUNT).toArray());
        requireTogether(data.slice(3, 5).all(), 3, 4);
        requireTogether(data.select(7, 1, 7).all(), 7, 1, 7);
        Dataset shuffled = data.shuffled(Randomness.seeded(3));
        assertThat(order(shuffled)).isNotEqualTo(order(data)).containsExactlyInAnyOrder(order(data));
        requireTogether(shuffled.all(), order(shuffled));
        requireTogether(shuffled.inGivenOrder().all(), order(data));
        Dataset twice = shuffled.slice(0, 2).concat(data.select(11));
        requireTogether(twice.all(), order(shuffled)[0], order(shuffled)[1], 11);
        requireTogether(twice.select(2, 0).all(), 11, order(shuffled)[0]);
        requireTogether(data.holdOut(0.25).validation().all(), 9, 10, 11);
        requireTogether(data.folds(3).get(1).validation().all(), 4, 5, 6, 7);
        requireTogether(
                ShardedDataset.divide(data, 4).part(2).batches(2).iterator().next(), 6, 7);
        requireTogether(Lists.immutable.withAll(data.batches(5)).getLast().slice(1, 2), 11);
        requireTogether(data.to(DType.F64).all(), order(data));
        assertThat(data.to(DType.F64).all().tensor("price").dtype()).isEqualTo(DType.F64);
        assertThat(data).hasToString("Dataset of 12 with labels and age, city, price");
        assertThat(data.slice(0, 2).all())
                .hasToString("Batch of 2, inputs [2, 2], age [2, 1], labels [2, 3], city [2], price [2]");
    }

    @Test
    void aPartGoesToTheExamplesInTheirOrder() {
        Dataset few = data().select(5, 2, 5).withInput("place", Indices.of(0, 1, 2));
        requireTogether(few.all(), 5, 2, 5);
        assertThat(few.select(2, 1).all().indices("place")).isEqualTo(Indices.of(2, 1));
        requireTogether(few.select(2, 1).all(), 5, 2);
    }

    @Test
    void allByNameAtOnce() {
        Dataset data = Dataset.of(
                NamedTensors.of("user", Indices.of(3, 4)).with("film", Indices.of(5, 6)),
                NamedTensors.of("stars", Tensor.of(1f, 2f)).with("seen", Indices.of(0, 1)));
        Batch batch = data.select(1, 0).all();
        assertThat(batch.indices("user")).isEqualTo(Indices.of(4, 3));
        assertThat(batch.indices("film")).isEqualTo(Indices.of(6, 5));
        assertThat(batch.targets().toFloatArray()).containsExactly(2, 1);
        assertThat(batch.tensor("stars")).isSameAs(batch.targets());
        assertThat(batch.indices("seen")).isEqualTo(Indices.of(1, 0));
        assertThat(data.hasLabels()).isFalse();
        assertThat(new Batch(batch.namedInputs(), batch.namedTargets())
                        .slice(1, 2)
                        .indices("user"))
                .isEqualTo(Indices.of(3));
    }

    @Test
    void functionsChangeOnePart() {
        Dataset changed =
                data().map("age", x -> x.div(10)).map("price", x -> x.add(1)).select(4, 2);
        assertThat(changed.all().tensor("age").toDoubleArray()).containsExactly(4, 2);
        assertThat(changed.all().tensor("price").toDoubleArray()).containsExactly(3, 2);
        assertThat(changed.all().labels().get(0)).isEqualTo(4);
        assertThat(data().map("city", x -> x.div(200))
                        .slice(3, 4)
                        .all()
                        .tensor("city")
                        .toFloatArray())
                .containsExactly(1.5f);
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> data().map("agee", x -> x))
                .withMessage("Dataset.map: needs one of the names [inputs, age, targets, city, price], got \"agee\"");
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> data().map("age", x -> x.slice(0, 0, 1)).all())
                .withMessageStartingWith("Dataset.map: needs a function that keeps the number of examples");
    }

    /** One label for each word, and a mark where there is none. */
    @Test
    void severalLabelsForEachExample() {
        Dataset data = Dataset.of(Tensor.zeros(2, 5), Indices.of(Shape.of(2, 2), 2, 0, 2, -1));
        assertThat(data.classCounts().toArray()).containsExactly(1, 0, 2);
        assertThat(data.mapLabels(label -> Math.max(label, 0)).labels())
                .isEqualTo(Indices.of(Shape.of(2, 2), 2, 0, 2, 0));
        assertThat(data.mapLabels(label -> Math.max(label, 0))
                        .oneHot(3, DType.F32)
                        .targets()
                        .shape())
                .isEqualTo(Shape.of(2, 2, 3));
        assertThat(data.withTargets(DType.F64, label -> label / 2.0).targets())
                .satisfies(targets -> assertThat(targets.shape()).isEqualTo(Shape.of(2, 2, 1)))
                .satisfies(targets -> assertThat(targets.toDoubleArray()).containsExactly(1, 0, 1, -0.5));
        String need = ": needs labels [n], one for each example, got [2, 2]; holdOut and folds need none";
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> data.stratifiedHoldOut(0.5))
                .withMessage("Dataset.stratifiedHoldOut" + need);
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> data.stratifiedFolds(2))
                .withMessage("Dataset.stratifiedFolds" + need);
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> Dataset.of(Tensor.zeros(2, 5), Indices.of(Shape.of(), 3)))
                .withMessage("Dataset: needs labels [n, ...], got []");
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> data().withTarget("weight", Tensor.zeros(3)))
                .withMessage("Dataset.withTarget: needs a part [n, ...] of n = 12, got weight F32[3]");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> data().withInput("price", Tensor.zeros(COUNT)))
                .withMessage(
                        "Dataset.withInput: needs a name other than [inputs, age, targets, city, price], got price");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> data().concat(Dataset.of(Indices.of(1), Indices.of(2))))
                .withMessage("Dataset.concat: needs the same parts in both data sets, as [inputs, age], got [inputs]");
        Dataset numbers = Dataset.of(Tensor.zeros(1, 2), Indices.of(1));
        Dataset words = Dataset.of(Indices.of(1), Indices.of(1));
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> numbers.concat(words))
                .withMessage("Dataset.concat: needs indices or numbers in both data sets, got both as inputs");
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> words.concat(Dataset.of(Indices.of(Shape.of(1, 2), 1, 2), Indices.of(1))))
                .withMessage("Dataset.concat: needs indices of one shape for each example, got [1] and [1, 2]");
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> Dataset.of(Indices.of(1, 2), Tensor.of(1.0)))
                .withMessage("Dataset: needs inputs [n, ...] and as many labels or targets, got [2] and targets [1]");
        NamedTensors x = NamedTensors.of("x", Tensor.of(1.0, 2.0));
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Dataset.of(x, x))
                .withMessage("Dataset: needs names of their own for inputs and targets, got x for both");
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> new Batch(x, NamedTensors.of("y", Tensor.of(1.0))))
                .withMessage("Batch: needs as many inputs as targets, got x F64[2] and y F64[1]");
    }

    @Test
    void aBatchSaysWhatItHas() {
        Batch batch = data().slice(0, 2).all();
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> batch.tensor("agee"))
                .withMessage(
                        "Batch.tensor: needs one of the inputs [inputs, age] or targets [targets, city, price], got"
                                + " \"agee\"");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> batch.withoutInputs().indices("age"))
                .withMessage("Batch.indices: needs one of the targets [targets, city, price], got \"age\"; inputs are"
                        + " not among what a metric gets");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(batch::outputs)
                .withMessage("Batch.outputs: needs a batch with outputs, got " + batch
                        + "; withOutputs(model.forward(...)) adds them");
        Batch other = batch.withInputs(Tensor.zeros(2, 9));
        assertThat(other.inputs().shape()).isEqualTo(Shape.of(2, 9));
        assertThat(other.tensor("age")).isSameAs(batch.tensor("age"));
        Batch answered = batch.withOutputs(NamedTensors.of("y", Tensor.of(5.0, 6.0)));
        assertThat(answered.slice(1, 2).output("y").toDoubleArray()).containsExactly(6);
        assertThat(answered.withoutInputs().keep().output("y").toDoubleArray()).containsExactly(5, 6);
    }
}
