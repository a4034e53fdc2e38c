package gradus.autodiff;

import java.util.function.BinaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.eclipse.collections.api.list.ImmutableList;
import org.hipparchus.analysis.differentiation.DerivativeStructure;

/**
 * A random smooth function of two variables, computed by Gradus and by Hipparchus. Its values stay
 * of ordinary size.
 */
public sealed interface RandomExpression {
    Tensor ours(ImmutableList<Tensor> x);

    DerivativeStructure theirs(ImmutableList<DerivativeStructure> x);

    record Variable(int number) implements RandomExpression {
        @Override
        public Tensor ours(ImmutableList<Tensor> x) {
            return x.get(number);
        }

        @Override
        public DerivativeStructure theirs(ImmutableList<DerivativeStructure> x) {
            return x.get(number);
        }
    }

    /**
     * f(middle + reach sin(argument)), so that f is used only inside a tame part of its domain.
     * With tanh in the place of sin, little but rounding would be left of the derivatives wherever
     * it levels off.
     */
    record Apply(SmoothFunction f, RandomExpression argument) implements RandomExpression {
        private double middle() {
            double low = Math.max(f.low, f.low < 0 ? -2 : 0.5);
            return (low + high()) / 2;
        }

        private double high() {
            return Math.min(f.high, 2);
        }

        private double reach() {
            return (high() - middle()) * 0.7;
        }

        @Override
        public Tensor ours(ImmutableList<Tensor> x) {
            return f.ours.apply(argument.ours(x).sin().mul(reach()).add(middle()));
        }

        @Override
        public DerivativeStructure theirs(ImmutableList<DerivativeStructure> x) {
            return f.theirs.apply(argument.theirs(x).sin().multiply(reach()).add(middle()));
        }
    }

    enum Combination {
        ADD(Tensor::add, DerivativeStructure::add),
        SUB(Tensor::sub, DerivativeStructure::subtract),
        MUL(Tensor::mul, DerivativeStructure::multiply),
        DIV((a, b) -> a.div(b.square().add(1)), (a, b) -> a.divide(b.multiply(b).add(1))),
        POW(
                (a, b) -> a.square().add(1).pow(b.sin()),
                (a, b) -> a.multiply(a).add(1).pow(b.sin()));

        final BinaryOperator<Tensor> ours;
        final BinaryOperator<DerivativeStructure> theirs;

        Combination(BinaryOperator<Tensor> ours, BinaryOperator<DerivativeStructure> theirs) {
            this.ours = ours;
            this.theirs = theirs;
        }
    }

    record Combine(Combination how, RandomExpression left, RandomExpression right) implements RandomExpression {
        @Override
        public Tensor ours(ImmutableList<Tensor> x) {
            return how.ours.apply(left.ours(x), right.ours(x));
        }

        @Override
        public DerivativeStructure theirs(ImmutableList<DerivativeStructure> x) {
            return how.theirs.apply(left.theirs(x), right.theirs(x));
        }
    }

    /** Expressions up to four levels deep. */
    static Arbitrary<RandomExpression> arbitrary() {
        return Arbitraries.recursive(
                () -> Arbitraries.integers().between(0, 1).map(Variable::new),
                smaller -> Arbitraries.oneOf(
                        Combinators.combine(Arbitraries.of(SmoothFunction.class), smaller)
                                .as(Apply::new),
                        Combinators.combine(Arbitraries.of(Combination.class), smaller, smaller)
                                .as(Combine::new)),
                1,
                4);
    }
}
