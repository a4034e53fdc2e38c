package gradus.laws;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import gradus.autodiff.CustomOp;
import gradus.autodiff.DType;
import gradus.autodiff.GradientException;
import gradus.autodiff.Tensor;
import java.util.Random;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;

/**
 * A law that cannot fail proves nothing: operators with wrong rules are caught by the law that they
 * break, at every draw.
 */
class PlantedRulesTest {
    private static final int DRAWS = 20;

    /** An operator made of two functions, so that each test shows its mistake in one line. */
    private record Planted(Forward f, Rule rule) implements CustomOp {
        interface Forward {
            Tensor of(ImmutableList<Tensor> x);
        }

        interface Rule {
            Tensor of(int input, ImmutableList<Tensor> x, Tensor y, Tensor g);
        }

        static Planted unary(java.util.function.UnaryOperator<Tensor> f, Rule rule) {
            return new Planted(x -> f.apply(x.getFirst()), rule);
        }

        static Planted product(Rule rule) {
            return new Planted(x -> x.get(0).mul(x.get(1)), rule);
        }

        @Override
        public Tensor forward(ImmutableList<Tensor> x) {
            return f.of(x);
        }

        @Override
        public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
            return rule.of(input, x, y, g);
        }
    }

    private static Sample sample(CustomOp op, Source source, int[]... shapes) {
        return new Sample(op, Lists.immutable.with(shapes).collect(dims -> source.grid(dims, Values.AWAY_FROM_ZERO)));
    }

    private static Source source(int draw) {
        return new Source(new Random(draw), 4, Lengths.SHORT);
    }

    private static void breaks(Law law, CustomOp op, int[]... shapes) {
        for (int draw = 0; draw < DRAWS; draw++) {
            Source source = source(draw);
            Sample sample = sample(op, source, shapes);
            assertThatThrownBy(() -> law.check(sample, source))
                    .as("%s at draw %s", law, draw)
                    .isInstanceOf(AssertionError.class);
        }
    }

    private static void keeps(Law law, CustomOp op, int[]... shapes) {
        for (int draw = 0; draw < DRAWS; draw++) {
            Source source = source(draw);
            Sample sample = sample(op, source, shapes);
            assertThatCode(() -> law.check(sample, source))
                    .as("%s at draw %s", law, draw)
                    .doesNotThrowAnyException();
        }
    }

    private static int[] of(int... dims) {
        return dims;
    }

    private static final CustomOp SQUARE =
            Planted.unary(Tensor::square, (_, x, _, g) -> g.chain(x.get(0).mul(2)));

    @Test
    void theRightRuleKeepsEveryLaw() {
        for (Law law : Law.values()) {
            keeps(law, SQUARE, of(3, 4));
        }
    }

    @Test
    void aFactorOfOneAndALittle() {
        breaks(
                Law.ORDER_1,
                Planted.product((i, x, _, g) -> g.mul(x.get(1 - i)).mul(i == 0 ? 1.0005 : 1)),
                of(3),
                of(3));
    }

    @Test
    void aWrongSign() {
        breaks(
                Law.ORDER_1,
                Planted.unary(Tensor::cos, (_, x, _, g) -> g.mul(x.get(0).sin())),
                of(3, 4));
    }

    @Test
    void swappedInputs() {
        breaks(Law.ORDER_1, Planted.product((i, x, _, g) -> g.mul(x.get(i))), of(3, 4), of(3, 4));
    }

    @Test
    void aCotangentTransposedTheWrongWay() {
        breaks(Law.ORDER_1, Planted.unary(Tensor::transpose, (_, _, _, g) -> g), of(3, 3));
    }

    @Test
    void aCotangentForgotten() {
        breaks(
                Law.ORDER_1,
                Planted.unary(Tensor::square, (_, x, _, _) -> x.get(0).mul(2)),
                of(3, 4));
    }

    /** a + b whose rule for b is right only when b was not broadcast. */
    private static Planted addRow(java.util.function.UnaryOperator<Tensor> wrong) {
        return new Planted(
                x -> x.get(0).add(x.get(1)), (i, x, _, g) -> x.get(i).shape().equals(g.shape()) ? g : wrong.apply(g));
    }

    @Test
    void aMissingSumOverBroadcastAxes() {
        breaks(Law.ORDER_1, addRow(g -> g.slice(0, 0, 1).reshape(4)), of(3, 4), of(4));
        breaks(Law.BROADCASTING, addRow(g -> g.slice(0, 0, 1).reshape(4)), of(3, 4), of(4));
    }

    @Test
    void aMeanInsteadOfTheSumOverBroadcastAxes() {
        breaks(Law.ORDER_1, addRow(g -> g.mean(0)), of(3, 4), of(4));
        breaks(Law.BROADCASTING, addRow(g -> g.mean(0)), of(3, 4), of(4));
    }

    @Test
    void aGradientLeftInTheBroadcastShapeIsRefusedByTheEngine() {
        Planted addRow = new Planted(x -> x.get(0).add(x.get(1)), (_, _, _, g) -> g);
        Sample sample = sample(addRow, source(1), of(3, 4), of(4));
        assertThatThrownBy(() -> Law.ORDER_1.check(sample, source(1)))
                .isInstanceOf(GradientException.class)
                .hasMessageContaining("planted");
    }

    @Test
    void theLastElementForgotten() {
        breaks(
                Law.ORDER_1,
                Planted.unary(
                        Tensor::square,
                        (_, x, _, g) -> g.mul(x.get(0)).mul(2).slice(0, 0, 16).pad(0, 0, 1)),
                of(17));
    }

    @Test
    void wrongOnlyAtSecondOrder() {
        Planted cube = Planted.unary(
                x -> x.pow(3), (_, x, _, g) -> g.mul(x.get(0).detach().square()).mul(3));
        keeps(Law.ORDER_1, cube, of(3, 4));
        breaks(Law.ORDER_2, cube, of(3, 4));
    }

    @Test
    void wrongOnlyInTheCotangentAtSecondOrder() {
        Planted square = Planted.unary(
                Tensor::square, (_, x, _, g) -> g.detach().mul(x.get(0)).mul(2));
        keeps(Law.ORDER_1, square, of(3, 4));
        breaks(Law.ORDER_2, square, of(3, 4));
    }

    @Test
    void wrongByALittleOnlyAtSecondOrder() {
        CustomOp nearlySquare =
                Planted.unary(Tensor::square, (_, x, _, g) -> g.mul(x.get(0)).mul(2.001));
        Planted cube = Planted.unary(
                x -> x.pow(3),
                (_, x, _, g) -> g.mul(nearlySquare.apply(x.get(0))).mul(3));
        keeps(Law.ORDER_1, cube, of(3, 4));
        breaks(Law.ORDER_2, cube, of(3, 4));
    }

    @Test
    void wrongOnlyAtThirdOrder() {
        CustomOp cube = Planted.unary(
                x -> x.pow(3), (_, x, _, g) -> g.mul(x.get(0).detach().square()).mul(3));
        Planted fourth = Planted.unary(
                x -> x.pow(4), (_, x, _, g) -> g.mul(cube.apply(x.get(0))).mul(4));
        keeps(Law.ORDER_1, fourth, of(3, 4));
        keeps(Law.ORDER_2, fourth, of(3, 4));
        breaks(Law.ORDER_3, fourth, of(3, 4));
    }

    @Test
    void aRuleThatIsNotLinearInItsCotangent() {
        breaks(
                Law.LINEARITY,
                Planted.unary(Tensor::square, (_, x, _, g) -> g.mul(g.abs()).mul(x.get(0))),
                of(3, 4));
    }

    @Test
    void aPlainProductLeaksNaNThroughWhere() {
        Planted root =
                Planted.unary(Tensor::sqrt, (_, _, y, g) -> g.mul(y.reciprocal().mul(0.5)));
        Source source = source(3);
        Sample sample = new Sample(root, Lists.immutable.with(source.grid(of(20), Values.POSITIVE)));
        assertThatThrownBy(() -> Law.WHERE.check(sample, source)).isInstanceOf(AssertionError.class);
        Planted guarded = Planted.unary(
                Tensor::sqrt, (_, _, y, g) -> g.chain(y.reciprocal().mul(0.5)));
        assertThatCode(() -> Law.WHERE.check(new Sample(guarded, sample.x()), source))
                .doesNotThrowAnyException();
    }

    @Test
    void aFloatKernelThatLosesDigits() {
        Planted lossy = Planted.unary(
                x -> x.dtype() == DType.F32 ? x.square().mul(1 + 1e-6) : x.square(),
                (_, x, _, g) -> g.mul(x.get(0)).mul(2));
        keeps(Law.FORWARD_F64, lossy, of(20));
        breaks(Law.FORWARD_F32, lossy, of(20));
    }
}
