package gradus.conventions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Axes;
import gradus.autodiff.DType;
import gradus.autodiff.IndexException;
import gradus.autodiff.Indices;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import org.junit.jupiter.api.Test;

/** The rules of {@code docs/conventions.md} for indices. */
class IndexConventionsTest {
    @Test
    void placesAlongAnAxis() {
        Tensor x = Tensor.of(0.0, 1.0, 2.0, 3.0);
        assertThat(x.slice(0, -3, -1).toDoubleArray()).containsExactly(1, 2);
        assertThat(x.slice(0, 2, 2).shape()).isEqualTo(Shape.of(0));
        assertThat(x.select(0, -1).item()).isEqualTo(3);
        assertThat(x.get(-1)).isEqualTo(3);
        assertThat(x.slice(0, 2, 5).toDoubleArray()).containsExactly(2, 3);
        assertThat(x.slice(0, -9, 2).toDoubleArray()).containsExactly(0, 1);
        assertThat(x.slice(0, 7, 9).shape()).isEqualTo(Shape.of(0));
        assertThat(x.slice(0, 3, 1).shape()).isEqualTo(Shape.of(0));
        assertThat(x.slice(0, 3, 0, -2).toDoubleArray()).containsExactly(3, 1);
        assertThat(x.slice(0, -1, Integer.MIN_VALUE, -1).toDoubleArray()).containsExactly(3, 2, 1, 0);
        assertThat(x.slice(0, 0, 4, -1).shape()).isEqualTo(Shape.of(0));
        assertThat(x.slice(0, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MIN_VALUE)
                        .toDoubleArray())
                .containsExactly(3);
        assertThat(x.slice(0, 2, Integer.MAX_VALUE, Integer.MAX_VALUE).toDoubleArray())
                .containsExactly(2);
        assertThat(Tensor.zeros(0).slice(0, -1, Integer.MIN_VALUE, -1).shape()).isEqualTo(Shape.of(0));
        assertThatThrownBy(() -> x.slice(0, 0, 4, 0)).isInstanceOf(IndexException.class);
        assertThatThrownBy(() -> x.select(0, 4)).isInstanceOf(IndexException.class);
        assertThatThrownBy(() -> x.get(-5)).isInstanceOf(IndexException.class);
        assertThatThrownBy(() -> x.split(0, 2, 3)).isInstanceOf(ShapeException.class);
    }

    @Test
    void negativeIndicesAreMarksAndDifferences() {
        Tensor x = Tensor.of(0.0, 1.0);
        Indices labels = Indices.of(1, -1, 0);
        assertThat(labels.sub(1).toArray()).containsExactly(0, -2, -1);
        Tensor logits = Tensor.of(new double[][] {{0, 0}, {7, 9}, {0, 0}}).asVariable();
        assertThatThrownBy(() -> logits.crossEntropy(labels))
                .isInstanceOf(IndexException.class)
                .hasMessage("crossEntropy: needs labels from 0 to 1, got -1 at position 1; "
                        + "marks such as -1 are masked first; no index counts from the end");
        Tensor losses = logits.crossEntropy(labels.clamp(0, 1));
        Tensor loss = Tensor.where(labels.greaterOrEqual(0), losses, 0).sum();
        assertThat(loss.item()).isEqualTo(2 * Tensor.scalar(2.0).log().item());
        assertThat(loss.gradients().of(logits).select(0, 1).toDoubleArray()).containsExactly(0, 0);
        assertThatThrownBy(() -> x.indexSelect(0, Indices.of(-1))).isInstanceOf(IndexException.class);
        assertThatThrownBy(() -> x.takeAlongAxis(0, Indices.of(2))).isInstanceOf(IndexException.class);
        assertThatThrownBy(() -> Indices.of(-1).oneHot(2, DType.F64)).isInstanceOf(IndexException.class);
    }

    @Test
    void arithmeticOfIndices() {
        assertThat(Indices.arange(2).expandDims(1).mul(3).add(Indices.arange(3)))
                .isEqualTo(Indices.of(Shape.of(2, 3), 0, 1, 2, 3, 4, 5));
        assertThat(Indices.of(-7).floorDiv(2)).isEqualTo(Indices.of(-4));
        assertThatThrownBy(() -> Indices.of(Integer.MAX_VALUE).add(1)).isInstanceOf(ArgumentException.class);
    }

    @Test
    void indicesAreComparedInOneShape() {
        Indices predicted = Tensor.zeros(3, 2).argMax(Axes.of(1).kept());
        assertThatThrownBy(() -> predicted.equal(Indices.of(0, 0, 0))).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> predicted.less(Indices.of(0))).isInstanceOf(ShapeException.class);
        assertThat(predicted.equal(Indices.of(0, 0, 0).expandDims(1)).all()).isTrue();
    }
}
