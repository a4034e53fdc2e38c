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
    void arithmetic() {
        Indices x = Indices.of(-7, 0, 7);
        assertThat(x.add(3)).isEqualTo(Indices.of(-4, 3, 10));
        assertThat(x.sub(3)).isEqualTo(Indices.of(-10, -3, 4));
        assertThat(x.mul(-2)).isEqualTo(Indices.of(14, 0, -14));
        assertThat(x.floorDiv(2)).isEqualTo(Indices.of(-4, 0, 3));
        assertThat(x.floorDiv(-2)).isEqualTo(Indices.of(3, 0, -4));
        assertThat(x.floorMod(3)).isEqualTo(Indices.of(2, 0, 1));
        assertThat(x.floorMod(-3)).isEqualTo(Indices.of(-1, 0, -2));
        assertThat(x.clamp(0, 5)).isEqualTo(Indices.of(0, 0, 5));
        Indices y = Indices.of(2, 3, -4);
        assertThat(x.add(y)).isEqualTo(Indices.of(-5, 3, 3));
        assertThat(x.sub(y)).isEqualTo(Indices.of(-9, -3, 11));
        assertThat(x.mul(y)).isEqualTo(Indices.of(-14, 0, -28));
        assertThat(x.floorDiv(y)).isEqualTo(Indices.of(-4, 0, -2));
        assertThat(x.floorMod(y)).isEqualTo(Indices.of(1, 0, -1));
        assertThat(Indices.of(Integer.MIN_VALUE).floorMod(-1)).isEqualTo(Indices.of(0));
    }

    @Test
    void arithmeticBroadcasts() {
        Indices rows = Indices.arange(3).expandDims(1);
        assertThat(rows.mul(4).add(Indices.arange(4)))
                .isEqualTo(Indices.of(Shape.of(3, 4), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11));
        assertThat(rows.sub(Indices.arange(3)).greaterOrEqual(0))
                .isEqualTo(Mask.of(Shape.of(3, 3), true, false, false, true, true, false, true, true, true));
        assertThat(labels.broadcastTo(2, 3)).isEqualTo(Indices.of(Shape.of(2, 3), 2, 0, 1, 2, 0, 1));
        assertThat(labels.expandDims(0, -1).shape()).isEqualTo(Shape.of(1, 3, 1));
        assertThat(Indices.arange(0)).isEqualTo(Indices.of());
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Indices largest = Indices.of(0, Integer.MAX_VALUE);
        assertThatThrownBy(() -> largest.add(1))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("add: needs results of 32 bits, got 2147483647 + 1 at position 1");
        assertThatThrownBy(() -> largest.mul(-1).sub(2))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("sub: needs results of 32 bits, got -2147483647 - 2 at position 1");
        assertThatThrownBy(() -> largest.mul(largest))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("mul: needs results of 32 bits, got 2147483647 * 2147483647 at position 1");
        assertThatThrownBy(() -> Indices.of(Integer.MIN_VALUE).floorDiv(-1))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("floorDiv: needs results of 32 bits, got -2147483648 // -1 at position 0");
        assertThatThrownBy(() -> labels.floorDiv(Indices.of(1, 0, 1)))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("floorDiv: needs divisors other than 0, got 0 // 0 at position 1");
        assertThatThrownBy(() -> labels.floorMod(0))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("floorMod: needs divisors other than 0, got 2 % 0 at position 0");
        assertThatThrownBy(() -> labels.add(Indices.of(1, 2)))
                .isInstanceOf(ShapeException.class)
                .hasMessage("add: needs shapes that broadcast, got [3] and [2] (axis -1: 3 against 2)");
        assertThatThrownBy(() -> labels.clamp(1, 0)).hasMessage("clamp: needs low <= high, got 1 and 0");
        assertThatThrownBy(() -> labels.broadcastTo(2))
                .hasMessage("broadcastTo: needs a shape that broadcasts to [2], got [3]");
        assertThatThrownBy(() -> Indices.arange(-1)).isInstanceOf(ShapeException.class);
    }

    @Test
    void comparisons() {
        assertThat(labels.equal(1).toArray()).containsExactly(false, false, true);
        assertThat(labels.notEqual(1).toArray()).containsExactly(true, true, false);
        assertThat(labels.less(1).toArray()).containsExactly(false, true, false);
        assertThat(labels.lessOrEqual(1).toArray()).containsExactly(false, true, true);
        assertThat(labels.greater(1).toArray()).containsExactly(true, false, false);
        assertThat(labels.greaterOrEqual(1).toArray()).containsExactly(true, false, true);
        Indices other = Indices.of(1, 1, 1);
        assertThat(labels.notEqual(other)).isEqualTo(labels.notEqual(1));
        assertThat(labels.less(other)).isEqualTo(labels.less(1));
        assertThat(labels.lessOrEqual(other)).isEqualTo(labels.lessOrEqual(1));
        assertThat(labels.greater(other)).isEqualTo(labels.greater(1));
        assertThat(labels.greaterOrEqual(other)).isEqualTo(labels.greaterOrEqual(1));
        assertThatThrownBy(() -> labels.less(labels.expandDims(1)))
                .isInstanceOf(ShapeException.class)
                .hasMessage("less: needs indices of one shape, got [3] and [3, 1]");
    }

    @Test
    void tensorsAndBack() {
        Indices x = Indices.of(Shape.of(2, 2), -3, 0, 1 << 24, 7);
        assertThat(x.toTensor(DType.F32).toFloatArray()).containsExactly(-3, 0, 1 << 24, 7);
        assertThat(x.toTensor(DType.F32).shape()).isEqualTo(Shape.of(2, 2));
        assertThat(x.toTensor(DType.F32).toIndices()).isEqualTo(x);
        Indices far = Indices.of(Integer.MIN_VALUE, Integer.MAX_VALUE);
        assertThat(far.toTensor(DType.F64).toIndices()).isEqualTo(far);
        assertThatThrownBy(() -> far.toTensor(DType.F32))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("toTensor: needs numbers that F32 holds, got 2147483647 at position 1; use DType.F64");
        assertThat(Tensor.of(-0.0, 2).asVariable().toIndices()).isEqualTo(Indices.of(0, 2));
        assertThatThrownBy(() -> Tensor.of(1.0, 2.5).toIndices())
                .isInstanceOf(ArgumentException.class)
                .hasMessage(
                        "toIndices: needs whole numbers of 32 bits, got 2.5 at position 1; round() or floor() first?");
        assertThatThrownBy(() -> Tensor.of(Double.NaN).toIndices())
                .hasMessage("toIndices: needs whole numbers of 32 bits, got NaN at position 0");
        assertThatThrownBy(() -> Tensor.of(0x1p31).toIndices())
                .hasMessage("toIndices: needs whole numbers of 32 bits, got 2.147483648E9 at position 0");
    }

    @Test
    void extremesAlongSeveralAxes() {
        Tensor x = Tensor.of(Shape.of(2, 2, 3), 1.0, 5, 2, 0, 9, 4, 3, 9, 1, 8, 0, 7);
        assertThat(x.argMax(Axes.of(-1).kept())).isEqualTo(Indices.of(Shape.of(2, 2, 1), 1, 1, 1, 0));
        assertThat(x.takeAlongAxis(-1, x.argMax(Axes.of(-1).kept())).toDoubleArray())
                .isEqualTo(x.max(-1).toDoubleArray());
        assertThat(x.argMin(Axes.of(0).kept())).isEqualTo(Indices.of(Shape.of(1, 2, 3), 0, 0, 1, 0, 1, 0));
        assertThat(x.argMax(Axes.ALL)).isEqualTo(Indices.of(Shape.SCALAR, 4));
        assertThat(x.argMin(Axes.ALL.kept())).isEqualTo(Indices.of(Shape.of(1, 1, 1), 3));
        assertThat(x.argMax(Axes.of(0, 2))).isEqualTo(Indices.of(4, 1));
        assertThat(x.argMax(Axes.of(1, 2))).isEqualTo(Indices.of(4, 1));
        assertThat(x.asVariable().argMin(Axes.of(0, 2).kept())).isEqualTo(Indices.of(Shape.of(1, 2, 1), 0, 0));
        assertThatThrownBy(() -> Tensor.zeros(2, 0).argMax(Axes.ALL))
                .isInstanceOf(ShapeException.class)
                .hasMessage("argMax: needs at least one element to look at, got [2, 0]");
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

    /** A limit that was found to hold says nothing of a lower one. */
    @Test
    void limitsThatHoldAndOthers() {
        Indices rows = Indices.of(0, 3);
        for (int time = 0; time < 2; time++) {
            rows.requireBelow("take", "rows", 5);
            assertThatThrownBy(() -> rows.requireBelow("take", "rows", 3))
                    .hasMessage("take: needs rows from 0 to 2, got 3 at position 1; rows count from 0");
            rows.requireBelow("take", "rows", 4);
            rows.requireBelow("take", "rows", 9);
        }
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> Indices.of(Shape.of(2, 2), 1))
                .isInstanceOf(ShapeException.class)
                .hasMessage("indices: needs 4 elements for [2, 2], got 1 element");
        assertThatThrownBy(() -> labels.oneHot(2, DType.F32))
                .isInstanceOf(IndexException.class)
                .hasMessage("oneHot: needs indices from 0 to 1, got 2 at position 0; indices count from 0");
        assertThatThrownBy(() -> Indices.of(0, -1).oneHot(2, DType.F32))
                .hasMessage("oneHot: needs indices from 0 to 1, got -1 at position 1; "
                        + "marks such as -1 are masked first; no index counts from the end");
        assertThatThrownBy(() -> labels.equal(Indices.of(1)))
                .isInstanceOf(ShapeException.class)
                .hasMessage("equal: needs indices of one shape, got [3] and [1]");
        assertThatThrownBy(() -> labels.reshape(2))
                .isInstanceOf(ShapeException.class)
                .hasMessage("indices: needs 2 elements for [2], got 3 elements");
        assertThat(labels.get(-1)).isEqualTo(labels.get(2));
        assertThat(labels.get(-3)).isEqualTo(labels.get(0));
        assertThatThrownBy(() -> labels.get(3))
                .isInstanceOf(IndexException.class)
                .hasMessage("get: needs a place from -3 to 2 along axis 0 of [3], got 3");
        assertThatThrownBy(() -> Tensor.zeros(0, 2).argMax(0))
                .isInstanceOf(ShapeException.class)
                .hasMessage("argMax: needs at least one element along axis 0, got [0, 2]");
    }
}
