package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ShapeTest {
    private final Shape shape = Shape.of(2, 3, 4);

    @Test
    void knowsItsAxes() {
        assertThat(shape.rank()).isEqualTo(3);
        assertThat(shape.size()).isEqualTo(24);
        assertThat(shape.dim(0)).isEqualTo(2);
        assertThat(shape.dim(-1)).isEqualTo(4);
        assertThat(shape.toArray()).containsExactly(2, 3, 4);
        assertThat(shape.strides()).containsExactly(12, 4, 1);
        assertThat(shape.dims().toArray()).containsExactly(2, 3, 4);
        assertThat(Shape.SCALAR.size()).isEqualTo(1);
        assertThat(Shape.of(3, 0).size()).isZero();
        assertThat(Shape.of(1 << 20, 1 << 20, 0).size()).isZero();
        assertThat(shape).hasToString("[2, 3, 4]").isEqualTo(Shape.of(2, 3, 4)).hasSameHashCodeAs(Shape.of(2, 3, 4));
        assertThat(shape).isNotEqualTo(Shape.of(2, 3)).isNotEqualTo(Shape.of(2, 4, 3));
        int[] dims = shape.toArray();
        dims[0] = 9;
        assertThat(shape.dim(0)).isEqualTo(2);
    }

    @Test
    void largestShapeIsThatOfAJavaArray() {
        assertThat(Shape.of(Shape.MAX_SIZE).size()).isEqualTo(Integer.MAX_VALUE - 64);
        assertThatThrownBy(() -> Shape.of(Integer.MAX_VALUE)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> Shape.of(1 << 16, 1 << 16, 1 << 16, 1 << 16))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("(1.84e+19 elements)");
    }

    @Test
    void broadcasting() {
        assertThat(broadcast(Shape.of(2, 3), Shape.of(3))).isEqualTo(Shape.of(2, 3));
        assertThat(broadcast(Shape.of(3), Shape.of(2, 1))).isEqualTo(Shape.of(2, 3));
        assertThat(broadcast(Shape.of(2, 1, 4), Shape.of(3, 1))).isEqualTo(shape);
        assertThat(broadcast(Shape.SCALAR, shape)).isEqualTo(shape);
        assertThat(broadcast(Shape.of(1), Shape.of(0))).isEqualTo(Shape.of(0));
        assertThat(Shape.of(3, 1).broadcastsTo(shape)).isTrue();
        assertThat(Shape.of(2, 1).broadcastsTo(shape)).isFalse();
        assertThat(shape.broadcastsTo(Shape.of(3, 4))).isFalse();
    }

    private static Shape broadcast(Shape a, Shape b) {
        assertThat(b.broadcast(a, "test")).isEqualTo(a.broadcast(b, "test"));
        assertThat(a.broadcastsWith(b)).isTrue();
        return a.broadcast(b, "test");
    }

    @Test
    void broadcastingThatFails() {
        assertThat(Shape.of(3).broadcastsWith(Shape.of(4))).isFalse();
        assertThatThrownBy(() -> Shape.of(2, 3).broadcast(Shape.of(2, 4), "add"))
                .isInstanceOf(ShapeException.class)
                .hasMessage("add: needs shapes that broadcast, got [2, 3] and [2, 4] (axis -1: 3 against 4)");
        assertThatThrownBy(() -> Shape.of(2, 3).broadcast(Shape.of(3, 2), "add"))
                .hasMessage("add: needs shapes that broadcast, got [2, 3] and [3, 2] (axis -1: 3 against 2); "
                        + "transpose one operand?");
        assertThatThrownBy(() -> Shape.of(2, 3).broadcast(Shape.of(2), "add"))
                .hasMessage("add: needs shapes that broadcast, got [2, 3] and [2] (axis -1: 3 against 2); "
                        + "expandDims or reshape one operand so that the axes line up?");
        assertThatThrownBy(() -> Shape.of(0).broadcast(Shape.of(2), "add")).isInstanceOf(ShapeException.class);
    }

    @Test
    void axesOutsideTheShape() {
        assertThatThrownBy(() -> shape.dim(3))
                .isInstanceOf(ShapeException.class)
                .hasMessage("dim: needs an axis from -3 to 2 for shape [2, 3, 4], got axis 3");
        Tensor x = Tensor.zeros(DType.F64, shape);
        assertThatThrownBy(() -> x.sum(3))
                .isInstanceOf(ShapeException.class)
                .hasMessage("sum: needs an axis from -3 to 2 for shape [2, 3, 4], got axis 3");
        assertThatThrownBy(() -> x.mean(-4))
                .hasMessage("mean: needs an axis from -3 to 2 for shape [2, 3, 4], got axis -4");
        assertThatThrownBy(() -> x.sum(0, -3)).hasMessage("sum: needs each axis at most once, got [0, -3]");
        assertThatThrownBy(() -> x.softmax(5)).hasMessageStartingWith("softmax: needs an axis from -3 to 2");
        assertThatThrownBy(() -> Tensor.scalar(1.0).sum(0))
                .hasMessage("sum: needs a tensor with axes, got axis 0 of a single number");
    }

    @Test
    void axesKeptAndDropped() {
        Tensor x = Tensor.ones(DType.F64, shape);
        assertThat(x.sum(Axes.of(0, -1)).shape()).isEqualTo(Shape.of(3));
        assertThat(x.sum(Axes.of(0, -1).kept()).shape()).isEqualTo(Shape.of(1, 3, 1));
        assertThat(x.sum(Axes.ALL).shape()).isEqualTo(Shape.SCALAR);
        assertThat(x.sum(Axes.ALL.kept()).shape()).isEqualTo(Shape.of(1, 1, 1));
        assertThat(Axes.of(1).kept()).isEqualTo(Axes.of(1).kept()).isNotEqualTo(Axes.of(1));
    }

    @Test
    void partsOfShapes() {
        assertThat(shape.followedBy(5, 0)).isEqualTo(Shape.of(2, 3, 4, 5, 0));
        assertThat(Shape.SCALAR.followedBy(7)).isEqualTo(Shape.of(7));
        assertThat(shape.followedBy()).isEqualTo(shape);
        assertThat(shape.first(2)).isEqualTo(Shape.of(2, 3));
        assertThat(shape.first(3)).isEqualTo(shape);
        assertThat(shape.first(0)).isSameAs(Shape.SCALAR);
        assertThat(Shape.of(2, 3).isAllButLastOf(shape)).isTrue();
        assertThat(Shape.of(2, 4).isAllButLastOf(shape)).isFalse();
        assertThat(Shape.of(3).isAllButLastOf(shape)).isFalse();
        assertThat(shape.isAllButLastOf(shape)).isFalse();
        assertThat(Shape.SCALAR.isAllButLastOf(Shape.of(9))).isTrue();
        assertThat(Shape.SCALAR.isAllButLastOf(Shape.SCALAR)).isFalse();
    }
}
