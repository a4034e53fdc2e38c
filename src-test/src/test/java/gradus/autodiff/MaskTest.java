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
                .hasMessage("mask: needs 3 elements for [3], got 1 elements");
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
