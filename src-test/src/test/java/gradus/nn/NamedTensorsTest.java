package gradus.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.IndexException;
import gradus.autodiff.Indices;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;

class NamedTensorsTest {
    private final Tensor ages = Tensor.of(new double[][] {{31}, {7}});
    private final NamedTensors asked = NamedTensors.of("words", Indices.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6))
            .with("age", ages);

    @Test
    void eachHasItsName() {
        assertThat(asked.names()).containsExactly("words", "age");
        assertThat(asked.tensor("age")).isSameAs(ages);
        assertThat(asked.indices("words").shape()).isEqualTo(Shape.of(2, 3));
        assertThat(asked.hasIndices("words")).isTrue();
        assertThat(asked.hasIndices("age")).isFalse();
        assertThat(asked.has("prize")).isFalse();
        assertThat(asked.examples("Test")).isEqualTo(2);
        assertThat(asked).hasToString("words indices[2, 3], age F64[2, 1]");
        assertThat(NamedTensors.none()).hasToString("nothing");
    }

    @Test
    void theFirstIsTheMainOne() {
        assertThat(asked.first().dtype()).isEqualTo(DType.F32);
        assertThat(asked.first().toDoubleArray()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(NamedTensors.of("x", ages).first()).isSameAs(ages);
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> NamedTensors.none().first())
                .withMessage("NamedTensors: needs at least one tensor, got none");
    }

    @Test
    void whatIsNotThereIsRefused() {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> asked.tensor("ages"))
                .withMessage("NamedTensors: needs one of the names [words, age], got \"ages\"");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> asked.tensor("words"))
                .withMessage("NamedTensors: needs a tensor, got words indices[2, 3]; ask for indices(\"words\") or"
                        + " their toTensor");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> asked.indices("age"))
                .withMessage("NamedTensors: needs indices, got age F64[2, 1]; ask for tensor(\"age\")");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> asked.with("age", ages))
                .withMessage("NamedTensors: needs each name once, got 'age' twice");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> NamedTensors.of(" ", ages))
                .withMessage("NamedTensors: needs a name, got ' '");
    }

    @Test
    void slicesAndJoins() {
        NamedTensors second = asked.slice(1, 2);
        assertThat(second.indices("words")).isEqualTo(Indices.of(Shape.of(1, 3), 4, 5, 6));
        assertThat(second.tensor("age").toDoubleArray()).containsExactly(7);
        NamedTensors joined = NamedTensors.concat(Lists.immutable.with(second, asked));
        assertThat(joined.indices("words")).isEqualTo(Indices.of(Shape.of(3, 3), 4, 5, 6, 1, 2, 3, 4, 5, 6));
        assertThat(joined.tensor("age").toDoubleArray()).containsExactly(7, 31, 7);
        assertThatExceptionOfType(IndexException.class)
                .isThrownBy(() -> asked.slice(1, 3))
                .withMessage("NamedTensors.slice: needs 0 <= from <= to <= 2, got from 1, to 3");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> NamedTensors.concat(Lists.immutable.with(asked, NamedTensors.of("words", ages))))
                .withMessage("NamedTensors.concat: needs the same names and kinds in all, as words indices[2, 3], age"
                        + " F64[2, 1], got words F64[2, 1]");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> NamedTensors.concat(Lists.immutable.empty()))
                .withMessage("NamedTensors.concat: needs at least one, got none");
        NamedTensors longer = NamedTensors.of("words", Indices.of(Shape.of(1, 4), 1, 2, 3, 4));
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> NamedTensors.concat(
                        Lists.immutable.with(NamedTensors.of("words", asked.indices("words")), longer)))
                .withMessage("NamedTensors.concat: needs words of one shape for each example, got [2, 3] and [1, 4]");
    }

    @Test
    void othersInTheirPlace() {
        NamedTensors other = asked.replaced("age", Tensor.zeros(2, 4));
        assertThat(other.names()).containsExactly("words", "age");
        assertThat(other.shape("age")).isEqualTo(Shape.of(2, 4));
        assertThat(asked.mapTensors(x -> x.mul(2)).tensor("age").toDoubleArray())
                .containsExactly(62, 14);
        assertThat(asked.isFinite()).isTrue();
        assertThat(asked.replaced("age", ages.div(0)).isFinite()).isFalse();
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> asked.replaced("age", Tensor.zeros(3, 4)).examples("Test"))
                .withMessage("Test: needs parts [n, ...] of as many examples each, got words indices[2, 3], age"
                        + " F32[3, 4]");
    }
}
