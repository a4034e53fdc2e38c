package gradus.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.DType;
import gradus.autodiff.Parameter;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;

/** What L-BFGS keeps of its steps, and the one vector that it makes of its parameters. */
class CurvaturePairsTest {
    private static FlatParameters.Point point(double[] at, double... gradient) {
        return new FlatParameters.Point(at, 0, gradient);
    }

    private static double[] at(double... place) {
        return place;
    }

    @Test
    void stepsOfNoOrNegativeCurvatureAreNotRemembered() {
        var pairs = new CurvaturePairs(3);
        assertThat(pairs.isEmpty()).isTrue();
        pairs.add(point(at(0), 1), point(at(1), 0.5));
        assertThat(pairs.isEmpty()).as("the slope fell along it").isTrue();
        pairs.add(point(at(0), 1), point(at(1), 1));
        assertThat(pairs.isEmpty()).as("the slope stayed").isTrue();
        pairs.add(point(at(0), 0), point(at(1), Double.POSITIVE_INFINITY));
        assertThat(pairs.isEmpty()).as("an infinite slope").isTrue();
        pairs.add(point(at(0), 0), point(at(1e-200), 1e-200));
        assertThat(pairs.isEmpty()).as("nothing is left of it").isTrue();
        pairs.add(point(at(0), 0), point(at(1), 2));
        assertThat(pairs.isEmpty()).isFalse();
        assertThat(pairs.direction(at(2))).containsExactly(-1);
        pairs.clear();
        assertThat(pairs.isEmpty()).isTrue();
        assertThat(pairs.direction(at(2))).containsExactly(-2);
    }

    /** s · y must be above 10⁻¹⁶ y · y. */
    @Test
    void theLeastCurvatureThatCounts() {
        var pairs = new CurvaturePairs(3);
        double limit = 1e-16 * (0.5 * 0.5);
        pairs.add(point(at(0), 0), point(at(limit / 0.5), 0.5));
        assertThat(pairs.isEmpty()).isTrue();
        pairs.add(point(at(0), 0), point(at(Math.nextUp(limit / 0.5)), 0.5));
        assertThat(pairs.isEmpty()).isFalse();
    }

    @Test
    void theOldestIsForgottenFirst() {
        var three = new CurvaturePairs(2);
        var two = new CurvaturePairs(2);
        three.add(point(at(0, 0), 0, 0), point(at(1, 0), 5, 1));
        for (CurvaturePairs pairs : Lists.immutable.with(three, two)) {
            pairs.add(point(at(0, 0), 0, 0), point(at(0, 1), 1, 7));
            assertThat(pairs.state("K").numbers().get("pairs")).isEqualTo(pairs == three ? 2.0 : 1.0);
            pairs.add(point(at(0, 0), 0, 0), point(at(1, 1), 3, 4));
        }
        assertThat(three.state("K")).hasToString(two.state("K").toString());
        assertThat(three.direction(at(1, 2))).containsExactly(two.direction(at(1, 2)));
    }

    /**
     * Two pairs of a quadratic in two numbers, along its axes, are all of its curvature: the
     * direction is Newton's.
     */
    @Test
    void twoPairsAlongTheAxesAreNewtonsDirection() {
        var pairs = new CurvaturePairs(5);
        pairs.add(point(at(0, 0), 0, 0), point(at(2, 0), 8, 0)); // curvature 4
        pairs.add(point(at(0, 0), 0, 0), point(at(0, 3), 0, 30)); // curvature 10
        assertThat(pairs.direction(at(12, -50)))
                .usingComparatorWithPrecision(1e-14)
                .containsExactly(-3, 5);
    }

    @Test
    void parametersOfSeveralShapesAndTypesAreOneVector() {
        var a = Parameter.of("a", Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}}));
        var b = Parameter.of("b", Tensor.scalar(7.0));
        var flat = new FlatParameters(Lists.immutable.with(a, b));
        assertThat(flat.size()).isEqualTo(7);
        var start = flat.evaluate(() -> a.value().square().sum());
        assertThat(start.x).containsExactly(1, 2, 3, 4, 5, 6, 7);
        assertThat(start.gradient).containsExactly(2, 4, 6, 8, 10, 12, 0);
        assertThat(start.loss).isEqualTo(91);
        var next = flat.evaluate(() -> a.value().sum(), start.x, 0.5, at(2, 2, 2, 2, 2, 2, 1e-9));
        assertThat(next.x).containsExactly(2, 3, 4, 5, 6, 7, 7 + 0.5e-9);
        assertThat(start.x).as("it is not changed").containsExactly(1, 2, 3, 4, 5, 6, 7);
        assertThat(next.loss).isEqualTo(27);
        assertThat(flat.evaluations).isEqualTo(2);
        flat.set(at(0.1, 0, 0, 0, 0, 9, 0.1));
        assertThat(a.value().shape()).isEqualTo(Shape.of(2, 3));
        assertThat(a.value().toFloatArray()).as("rounded").containsExactly(0.1f, 0, 0, 0, 0, 9);
        assertThat(b.value().dtype()).isEqualTo(DType.F64);
        assertThat(b.value().item()).isEqualTo(0.1);
        assertThat(flat.evaluate(() -> a.value().sum()).x[0]).isEqualTo(0.1f);
        assertThat(FlatParameters.dot(at(1, 2, 3), at(4, 5, 6))).isEqualTo(32);
    }
}
