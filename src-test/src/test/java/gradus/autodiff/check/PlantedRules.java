package gradus.autodiff.check;

import gradus.autodiff.CustomOp;
import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Tensor;
import java.util.SplittableRandom;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Operators with mistakes that people make, for the tests of the gradient check. The forward
 * computation is right in all of them.
 */
public final class PlantedRules {
    private PlantedRules() {}

    /** y = x³, right. */
    public record Cube() implements CustomOp {
        @Override
        public Tensor forward(ImmutableList<Tensor> x) {
            return x.get(0).mul(x.get(0)).mul(x.get(0));
        }

        @Override
        public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
            return g.mul(x.get(0).square()).mul(3);
        }
    }

    /** y = x². */
    public interface Square extends CustomOp {
        @Override
        default Tensor forward(ImmutableList<Tensor> x) {
            return x.get(0).square();
        }
    }

    /** A derivative that is wrong by a factor. */
    public record ScaledSquare(double factor) implements Square {
        @Override
        public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
            return g.mul(x.get(0)).mul(2 * factor);
        }
    }

    /** A derivative with a small error, another one each time. */
    public record NoisySquare(SplittableRandom random, double error) implements Square {
        @Override
        public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
            return g.mul(x.get(0)).mul(2).add(error * random.nextDouble());
        }
    }

    /** A derivative that takes the cotangent where it should take the input. */
    public record CotangentForInput() implements Square {
        @Override
        public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
            return g.square().mul(2);
        }
    }

    /** A derivative that is wrong by a factor in one element of a vector. */
    public record OneElementOff(int position, double factor) implements Square {
        @Override
        public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
            int length = y.shape().size();
            Tensor factors = Indices.of(position)
                    .oneHot(length, DType.F64)
                    .reshape(length)
                    .mul(factor - 1)
                    .add(1);
            return g.mul(x.get(0)).mul(2).mul(factors);
        }
    }

    /**
     * Adds a bias [n] to each row of [m, n]; the bias gets the cotangent of the first row, not the
     * sum over the rows.
     */
    public record AddBiasFirstRowOnly() implements CustomOp {
        @Override
        public Tensor forward(ImmutableList<Tensor> x) {
            return x.get(0).add(x.get(1));
        }

        @Override
        public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
            return input == 0 ? g : g.select(0, 0);
        }
    }

    /** Adds a bias and returns its cotangent in the shape of the result. */
    public record AddBiasWithoutSum() implements CustomOp {
        @Override
        public Tensor forward(ImmutableList<Tensor> x) {
            return x.get(0).add(x.get(1));
        }

        @Override
        public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
            return g;
        }
    }

    /** y = a b², its two derivatives exchanged. */
    public record Exchanged() implements CustomOp {
        @Override
        public Tensor forward(ImmutableList<Tensor> x) {
            return x.get(0).mul(x.get(1).square());
        }

        @Override
        public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
            Tensor byA = g.mul(x.get(1).square());
            Tensor byB = g.mul(x.get(0)).mul(x.get(1)).mul(2);
            return input == 0 ? byB : byA;
        }
    }

    /** y = eˣ with a first derivative that does not know that it depends on x. */
    public record DetachedExp() implements CustomOp {
        @Override
        public Tensor forward(ImmutableList<Tensor> x) {
            return x.get(0).exp();
        }

        @Override
        public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
            return g.mul(y.detach());
        }
    }

    /** y = x² whose first derivative is right and whose second one is too large by a factor. */
    public record SecondOrderOff(double factor) implements Square {
        @Override
        public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
            return g.mul(new Doubling(factor).apply(x.get(0)));
        }
    }

    /** y = 2x with a derivative that is wrong by a factor. */
    public record Doubling(double factor) implements CustomOp {
        @Override
        public Tensor forward(ImmutableList<Tensor> x) {
            return x.get(0).mul(2);
        }

        @Override
        public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
            return g.mul(2 * factor);
        }
    }

    /** A cotangent of zeros. */
    public record NoGradient() implements CustomOp {
        @Override
        public Tensor forward(ImmutableList<Tensor> x) {
            return x.get(0).sin();
        }

        @Override
        public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
            return g.mul(0);
        }
    }

    /** y = x², right for the values of the cotangent, which the rule detaches. */
    public record DetachedCotangent() implements Square {
        @Override
        public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
            return g.detach().mul(x.get(0)).mul(2);
        }
    }

    /** y = x², right only for a cotangent of ones. */
    public record OnesOnly() implements Square {
        @Override
        public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
            return g.square().mul(x.get(0)).mul(2);
        }
    }

    /** y = x₀ whose rule answers with infinity. */
    public record InfiniteRule() implements CustomOp {
        @Override
        public Tensor forward(ImmutableList<Tensor> x) {
            return x.get(0).mul(1);
        }

        @Override
        public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
            return g.mul(Double.POSITIVE_INFINITY);
        }
    }
}
