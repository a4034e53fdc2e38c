package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

/** Which axes are meant, up to the last that exist, and what they make of a shape. */
class AxesTest {
    private static final Shape SHAPE = Shape.of(2, 3, 4);

    private static void assertRefused(Runnable mistake, String message) {
        assertThatExceptionOfType(ShapeException.class).isThrownBy(mistake::run).withMessage(message);
    }

    @Test
    void axesAreCountedFromBothEnds() {
        for (int axis = 0; axis < 3; axis++) {
            assertThat(Axes.normalize("op", axis, SHAPE)).isEqualTo(axis);
            assertThat(Axes.normalize("op", axis - 3, SHAPE)).isEqualTo(axis);
        }
        assertRefused(
                () -> Axes.normalize("op", 3, SHAPE), "op: needs an axis from -3 to 2 for shape [2, 3, 4], got axis 3");
        assertRefused(
                () -> Axes.normalize("op", -4, SHAPE),
                "op: needs an axis from -3 to 2 for shape [2, 3, 4], got axis -4");
        assertThat(Axes.normalize("op", 0, Shape.of(7))).isZero();
        assertThat(Axes.normalize("op", -1, Shape.of(7))).isZero();
        for (int axis = -1; axis <= 0; axis++) {
            int none = axis;
            assertRefused(
                    () -> Axes.normalize("op", none, Shape.SCALAR),
                    "op: needs a tensor with axes, got axis " + none + " of a single number");
        }
    }

    @Test
    void aNewAxisHasOnePlaceMore() {
        for (int axis = 0; axis < 4; axis++) {
            assertThat(Axes.normalizeNew("op", axis, SHAPE)).isEqualTo(axis);
            assertThat(Axes.normalizeNew("op", axis - 4, SHAPE)).isEqualTo(axis);
        }
        assertRefused(
                () -> Axes.normalizeNew("op", 4, SHAPE),
                "op: needs a place from -4 to 3 for shape [2, 3, 4], got axis 4");
        assertRefused(
                () -> Axes.normalizeNew("op", -5, SHAPE),
                "op: needs a place from -4 to 3 for shape [2, 3, 4], got axis -5");
        assertThat(Axes.normalizeNew("op", 0, Shape.SCALAR)).isZero();
        assertThat(Axes.normalizeNew("op", -1, Shape.SCALAR)).isZero();
        assertRefused(
                () -> Axes.normalizeNew("op", 1, Shape.SCALAR),
                "op: needs a place from -1 to 0 for shape [], got axis 1");
    }

    @Test
    void chosenAxes() {
        assertThat(Axes.of(2, -3).chosen("op", SHAPE)).containsExactly(true, false, true);
        assertThat(Axes.of(1).chosen("op", SHAPE)).containsExactly(false, true, false);
        assertThat(Axes.ALL.chosen("op", SHAPE)).containsExactly(true, true, true);
        assertThat(Axes.of(2, -3).resolve("op", SHAPE)).containsExactly(0, 2);
        assertThat(Axes.of(2, 0).keptFirst("op", SHAPE)).containsExactly(1, 0, 2);
        assertThat(Axes.of(0).keptFirst("op", SHAPE)).containsExactly(1, 2, 0);
        assertRefused(() -> Axes.of(1, -2).chosen("op", SHAPE), "op: needs each axis at most once, got [1, -2]");
    }

    @Test
    void theSameAxesAreEqual() {
        int[] named = {0, -1};
        Axes axes = Axes.of(named);
        named[0] = 2;
        assertThat(axes).isEqualTo(Axes.of(0, -1)).hasSameHashCodeAs(Axes.of(0, -1));
        assertThat(axes.kept())
                .isEqualTo(Axes.of(0, -1).kept())
                .hasSameHashCodeAs(Axes.of(0, -1).kept());
        assertThat(axes).isNotEqualTo(Axes.of(-1, 0)).isNotEqualTo(axes.kept()).isNotEqualTo(Axes.ALL);
        assertThat(Axes.ALL).isNotEqualTo(Axes.of()).isNotEqualTo(Axes.ALL.kept());
        assertThat(axes.axes().toArray()).containsExactly(0, -1);
        assertThat(axes).isNotEqualTo("[0, -1]");
    }

    @Test
    void whatIsLeftOfAShape() {
        assertThat(Axes.of(1).reducedShape("op", SHAPE)).isEqualTo(Shape.of(2, 4));
        assertThat(Axes.of(0, 2).reducedShape("op", SHAPE)).isEqualTo(Shape.of(3));
        assertThat(Axes.ALL.reducedShape("op", SHAPE)).isSameAs(Shape.SCALAR);
        assertThat(Axes.of(1).kept().reducedShape("op", SHAPE)).isEqualTo(Shape.of(2, 1, 4));
        assertThat(Axes.ALL.kept().reducedShape("op", SHAPE)).isEqualTo(Shape.of(1, 1, 1));
        assertThat(Axes.of(0, 2).keptShape("op", SHAPE)).isEqualTo(Shape.of(1, 3, 1));
        assertThat(Axes.ALL.reducedShape("op", Shape.SCALAR)).isEqualTo(Shape.SCALAR);
    }

    @Test
    void howManyElementsGoIntoOne() {
        assertThat(Axes.of(1).count("op", SHAPE)).isEqualTo(3);
        assertThat(Axes.of(0, 2).count("op", SHAPE)).isEqualTo(8);
        assertThat(Axes.ALL.count("op", SHAPE)).isEqualTo(24);
        assertThat(Axes.of(1).count("op", Shape.of(2, 0))).isZero();
        assertThat(Axes.ALL.count("op", Shape.SCALAR)).isEqualTo(1);
    }

    @Test
    void inWords() {
        assertThat(Axes.ALL).hasToString("all");
        assertThat(Axes.ALL.kept()).hasToString("all kept");
        assertThat(Axes.of(0, -1)).hasToString("[0, -1]");
        assertThat(Axes.of(0, -1).kept()).hasToString("[0, -1] kept");
    }
}
