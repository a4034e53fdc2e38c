package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class IndicesTest {
    private final Indices labels = Indices.of(2, 0, 1);

    @Test
    void areValues() {
        int[] elements = {1, 2};
        Indices copied = Indices.of(elements);
        elements[0] = 9;
        copied.toArray()[0] = 9;
        assertThat(copied.toArray()).containsExactly(1, 2);
        assertThat(copied.get(1)).isEqualTo(2);
        assertThat(copied).isEqualTo(Indices.of(1, 2)).hasSameHashCodeAs(Indices.of(1, 2));
        assertThat(copied).isNotEqualTo(Indices.of(Shape.of(2, 1), 1, 2)).isNotEqualTo(Indices.of(1, 3));
        assertThat(copied.reshape(2, 1)).isEqualTo(Indices.of(Shape.of(2, 1), 1, 2));
    }

    @Test
    void oneHotRows() {
        Tensor rows = labels.oneHot(3, DType.F32);
        assertThat(rows.dtype()).isEqualTo(DType.F32);
        assertThat(rows.shape()).isEqualTo(Shape.of(3, 3));
        assertThat(rows.toFloatArray()).containsExactly(0, 0, 1, 1, 0, 0, 0, 1, 0);
        assertThat(Indices.of(Shape.of(1, 2), 1, 0).oneHot(2, DType.F64).shape())
                .isEqualTo(Shape.of(1, 2, 2));
        assertThat(rows.argMax(1)).isEqualTo(labels);
        assertThat(rows.neg().argMin(1)).isEqualTo(labels);
    }

    @Test
    void equality() {
        assertThat(labels.equal(Indices.of(2, 1, 1)).toArray()).containsExactly(true, false, true);
    }

    @Test
    void extremesOfEqualsAndNaN() {
        Tensor x = Tensor.of(new double[][] {{1, 3, 3}, {2, Double.NaN, 5}});
        assertThat(x.argMax(1)).isEqualTo(Indices.of(1, 1));
        assertThat(x.argMin(1)).isEqualTo(Indices.of(0, 1));
        assertThat(x.argMax(0)).isEqualTo(Indices.of(1, 1, 1));
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> Indices.of(Shape.of(2, 2), 1))
                .isInstanceOf(ShapeException.class)
                .hasMessage("indices: needs 4 elements for [2, 2], got 1 elements");
        assertThatThrownBy(() -> labels.oneHot(2, DType.F32))
                .isInstanceOf(IndexException.class)
                .hasMessage("oneHot: needs indices from 0 to 1, got 2 at position 0");
        assertThatThrownBy(() -> Indices.of(0, -1).oneHot(2, DType.F32))
                .hasMessage("oneHot: needs indices from 0 to 1, got -1 at position 1; "
                        + "marks such as -1 are masked first; no index counts from the end");
        assertThatThrownBy(() -> labels.equal(Indices.of(1)))
                .isInstanceOf(ShapeException.class)
                .hasMessage("equal: needs indices of one shape, got [3] and [1]");
        assertThatThrownBy(() -> labels.reshape(2))
                .isInstanceOf(ShapeException.class)
                .hasMessage("indices: needs 2 elements for [2], got 3 elements");
        assertThatThrownBy(() -> labels.get(3))
                .isInstanceOf(IndexException.class)
                .hasMessage("get: needs 0 <= position < 3, got 3");
        assertThatThrownBy(() -> Tensor.zeros(0, 2).argMax(0))
                .isInstanceOf(ShapeException.class)
                .hasMessage("argMax: needs at least one element along axis 0, got [0, 2]");
    }
}
