package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MaskTest {
    private final Tensor x = Tensor.of(1.0, 2.0, Double.NaN);
    private final Mask mask = Mask.of(Shape.of(2, 2), true, false, true, true);

    @Test
    void comparisonsGiveMasks() {
        assertThat(x.less(2).toArray()).containsExactly(true, false, false);
        assertThat(x.lessOrEqual(2).toArray()).containsExactly(true, true, false);
        assertThat(x.greater(1).toArray()).containsExactly(false, true, false);
        assertThat(x.greaterOrEqual(1).toArray()).containsExactly(true, true, false);
        assertThat(x.equal(2).toArray()).containsExactly(false, true, false);
        assertThat(x.notEqual(2).toArray()).containsExactly(true, false, true);
        assertThat(Tensor.of(0.0).equal(-0.0).all()).isTrue();
        assertThat(x.equal(x).toArray()).containsExactly(true, true, false);
    }

    @Test
    void comparisonsBroadcast() {
        Tensor column = Tensor.of(new double[][] {{1}, {2}});
        Mask below = Tensor.of(1.0, 2.0, 3.0).greater(column);
        assertThat(below.shape()).isEqualTo(Shape.of(2, 3));
        assertThat(below.toArray()).containsExactly(false, true, true, false, false, true);
    }

    @Test
    void logicCountsAndQuestions() {
        assertThat(mask.count()).isEqualTo(3);
        assertThat(mask.any()).isTrue();
        assertThat(mask.all()).isFalse();
        assertThat(mask.not().toArray()).containsExactly(false, true, false, false);
        assertThat(mask.and(mask.not()).any()).isFalse();
        assertThat(mask.or(mask.not()).all()).isTrue();
        Mask row = Mask.of(Shape.of(2), true, false);
        assertThat(mask.and(row).toArray()).containsExactly(true, false, true, false);
        assertThat(row.or(mask).toArray()).containsExactly(true, false, true, true);
        assertThat(row.broadcastTo(Shape.of(2, 2)).toArray()).containsExactly(true, false, true, false);
        assertThat(mask.toTensor(DType.F32).toFloatArray()).containsExactly(1, 0, 1, 1);
        Mask none = Mask.of(Shape.of(0));
        assertThat(none.any()).isFalse();
        assertThat(none.all()).isTrue();
    }

    @Test
    void alongAxes() {
        assertThat(mask.count(0)).isEqualTo(Indices.of(2, 1));
        assertThat(mask.count(1)).isEqualTo(Indices.of(1, 2));
        assertThat(mask.count(Axes.of(-1).kept())).isEqualTo(Indices.of(Shape.of(2, 1), 1, 2));
        assertThat(mask.count(Axes.ALL)).isEqualTo(Indices.of(Shape.SCALAR, 3));
        assertThat(mask.any(0)).isEqualTo(Mask.of(Shape.of(2), true, true));
        assertThat(mask.all(0)).isEqualTo(Mask.of(Shape.of(2), true, false));
        assertThat(mask.all(Axes.of(1).kept())).isEqualTo(Mask.of(Shape.of(2, 1), false, true));
        assertThat(mask.not().any(Axes.of(0).kept())).isEqualTo(Mask.of(Shape.of(1, 2), false, true));
        assertThat(mask.any(Axes.ALL.kept()).shape()).isEqualTo(Shape.of(1, 1));
        assertThat(mask.all(0, 1)).isEqualTo(Mask.of(Shape.SCALAR, false));
        Mask none = Mask.of(Shape.of(2, 0));
        assertThat(none.any(1)).isEqualTo(Mask.of(Shape.of(2), false, false));
        assertThat(none.all(1)).isEqualTo(Mask.of(Shape.of(2), true, true));
        assertThat(none.count(0).shape()).isEqualTo(Shape.of(0));
        assertThatThrownBy(() -> mask.any(2))
                .isInstanceOf(ShapeException.class)
                .hasMessage("any: needs an axis from -2 to 1 for shape [2, 2], got axis 2");
        assertThatThrownBy(() -> mask.count(1, -1)).hasMessage("count: needs each axis at most once, got [1, -1]");
    }

    @Test
    void choiceBetweenTwoNumbers() {
        Tensor single = Tensor.where(mask, 1, -2);
        assertThat(single.dtype()).isEqualTo(DType.F32);
        assertThat(single.shape()).isEqualTo(Shape.of(2, 2));
        assertThat(single.toFloatArray()).containsExactly(1, -2, 1, 1);
        assertThat(Tensor.where(mask, 1f, 0.1f).get(0, 1)).isEqualTo(0.1f);
        assertThat(Tensor.where(mask, 1, 0.1).dtype()).isEqualTo(DType.F64);
        assertThat(Tensor.where(mask, 1.0, 0.1).toDoubleArray()).containsExactly(1, 0.1, 1, 1);
        assertThat(Tensor.where(DType.F32, mask, 1.0, 0.1).toFloatArray()).containsExactly(1, 0.1f, 1, 1);
    }

    @Test
    void masksAreValues() {
        boolean[] elements = {true, false};
        Mask copied = Mask.of(Shape.of(2), elements);
        elements[0] = false;
        copied.toArray()[0] = false;
        assertThat(copied)
                .isEqualTo(Mask.of(Shape.of(2), true, false))
                .hasSameHashCodeAs(Mask.of(Shape.of(2), true, false));
        assertThat(copied).isNotEqualTo(Mask.of(Shape.of(1, 2), true, false)).isNotEqualTo(copied.not());
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> Mask.of(Shape.of(3), true))
                .isInstanceOf(ShapeException.class)
                .hasMessage("mask: needs 3 elements for [3], got 1 element");
        assertThatThrownBy(() -> mask.and(Mask.of(Shape.of(3), true, true, true)))
                .isInstanceOf(ShapeException.class)
                .hasMessageStartingWith("and: needs shapes that broadcast, got [2, 2] and [3]");
        assertThatThrownBy(() -> mask.or(Mask.of(Shape.of(3), true, true, true)))
                .hasMessageStartingWith("or: needs shapes that broadcast, got [2, 2] and [3]");
        assertThatThrownBy(() -> mask.broadcastTo(Shape.of(2)))
                .hasMessage("broadcastTo: needs a shape that broadcasts to [2], got [2, 2]");
        assertThatThrownBy(() -> x.lessOrEqual(Tensor.of(1f)))
                .isInstanceOf(ElementTypeException.class)
                .hasMessage("lessOrEqual: needs operands of one element type, got F64[3] and F32[1];"
                        + " convert one with to(DType); Java literals: 1 and 1f make F32, 1.0 makes F64");
        assertThatThrownBy(() -> x.notEqual(Tensor.of(1.0, 2.0)))
                .isInstanceOf(ShapeException.class)
                .hasMessage("notEqual: needs shapes that broadcast, got [3] and [2] (axis -1: 3 against 2)");
    }
}
