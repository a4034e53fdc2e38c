package gradus.autodiff;

import gradus.autodiff.kernel.Kernels;
import gradus.autodiff.kernel.NormalizationShape;
import org.eclipse.collections.api.list.ImmutableList;
import org.jspecify.annotations.Nullable;

/**
 * Numbers shifted and scaled to mean 0 and variance 1, times weights, plus biases, in one loop instead
 * of many: what {@link Standardization} and {@link Normalizations} are made of. Throughout, z is the
 * standardized x, n the number of elements along the axes, and r = 1/√(variance + epsilon), which is 0
 * where that is 0. The Jacobian of z is J u = r (u - mean of u - z (mean of z u)), which is symmetric, so
 * the three operators here are each other's rules at every order. They have no methods.
 */
public final class FusedNormalization {
    private FusedNormalization() {}

    /**
     * What is normalized, and how.
     *
     * @param axes the axes along which means are taken; the others, those of length 1 aside, are
     *     neighbors
     * @param centered whether the mean is subtracted; if not, it counts as 0 everywhere
     * @param epsilon what is added to the variance, 0 or more
     */
    public record How(Axes axes, boolean centered, double epsilon) {
        private NormalizationShape shape(String operator, Shape x, Shape weights) {
            @Nullable Span groups = groups(operator, x, axes);
            @Nullable Span weighted = weighted(x, weights);
            if (groups == null || weighted == null) {
                throw misfit(operator, x, weights);
            }
            int inside = weighted.length() == 1 ? groups.inner() : Math.min(groups.inner(), weighted.inner());
            boolean each = weighted.length() > 1 && weighted.inner() == 1;
            int length = each ? Math.min(groups.inner(), weighted.length()) : inside;
            if (groups.inner() % length != 0
                    || (each && weighted.length() % length != 0)
                    || (weighted.length() > 1 && weighted.inner() > groups.inner())) {
                throw misfit(operator, x, weights);
            }
            return new NormalizationShape(
                    length,
                    x.size() / length,
                    groups.inner() / length,
                    groups.length(),
                    weighted.length(),
                    each ? 1 : 0);
        }

        private ShapeException misfit(String operator, Shape x, Shape weights) {
            return new ShapeException(
                    operator,
                    "axes that leave neighbors, and weights for neighboring axes, within a group or one a group",
                    x + " along " + axes + " and " + weights,
                    "permute brings axes together");
        }

        /** The axes that are left, if they, those of length 1 aside, are neighbors. */
        static @Nullable Span groups(String operator, Shape x, Axes axes) {
            boolean[] stay = axes.chosen(operator, x);
            for (int axis = 0; axis < stay.length; axis++) {
                stay[axis] = !stay[axis];
            }
            @Nullable Span groups = Span.of(x, stay);
            return groups != null && groups.length() == 1 ? new Span(1, 1, x.size()) : groups;
        }

        /** The axes of the weights in x, if they are neighbors, those of length 1 aside. */
        private static @Nullable Span weighted(Shape x, Shape weights) {
            int missing = x.rank() - weights.rank();
            if (missing < 0 || !weights.broadcastsTo(x)) {
                return null;
            }
            boolean[] chosen = new boolean[x.rank()];
            for (int axis = missing; axis < chosen.length; axis++) {
                chosen[axis] = weights.dim(axis - missing) != 1;
            }
            return Span.of(x, chosen);
        }
    }

    /** An operator of this family. */
    public sealed interface OfMany extends Op.OfMany {
        /** What is normalized, and how. */
        How how();
    }

    /**
     * y = z w + b. One input does without w and b, two without b, which has the shape of w.   dx = J (w g),
     * see {@link NormalizeSlope}; dw = the sum of g z, see {@link NormalizeWeights}; db = the sum of g.
     */
    public record Normalize(How how) implements OfMany {
        @Override
        public Tensor forward(Tensor[] x) {
            Shape weights = x.length > 1 ? x[1].shape() : Shape.SCALAR;
            if (x.length > 2 && !x[2].shape().equals(weights)) {
                throw new ShapeException(
                        name(),
                        "biases of the weights' shape " + weights,
                        x[2].shape().toString(),
                        "as many biases as weights, along the same axes");
            }
            return forward(x[0].dtype().kernels(), loop(this, x[0].shape(), weights), x);
        }

        private <A> Tensor forward(Kernels<A> k, @Nullable NormalizationShape loop, Tensor[] x) {
            A y = k.reserve(x[0].shape().size());
            if (loop != null) {
                @Nullable A weight = x.length > 1 ? x[1].array(k) : null;
                @Nullable A bias = x.length > 2 ? x[2].array(k) : null;
                k.normalize(x[0].array(k), weight, bias, y, loop, how.centered(), how.epsilon());
            }
            return Tensor.ofNew(x[0].shape(), x[0].dtype(), y);
        }

        /** Three for each element for its mean and variance, two to standardize it, one for w and one for b. */
        @Override
        public long flops(ImmutableList<Shape> x, Shape y) {
            return (4L + x.size()) * y.size();
        }

        @Override
        public Tensor vjp(int input, Tensor[] x, Tensor y, Tensor g) {
            return switch (input) {
                case 0 -> slope(how, x[0], g, x.length > 1 ? x[1] : null);
                case 1 -> Tensor.apply(new NormalizeWeights(how, x[1].shape()), x[0], g);
                default -> g.sumTo(x[2].shape());
            };
        }
    }

    /**
     * dx = J (w g), for x, g and, if it is given, w.   With a cotangent u: dg = w (J u), dw = the sum of g
     * (J u), and dx = -(r/n) (z (sum of u dx) + (J u) (sum of z w g) + dx (sum of z u)), with sums along the
     * axes.
     */
    public record NormalizeSlope(How how) implements OfMany {
        @Override
        public Tensor forward(Tensor[] x) {
            requireCotangent(this, x[0].shape(), x[1].shape());
            Shape weights = x.length > 2 ? x[2].shape() : Shape.SCALAR;
            return forward(x[0].dtype().kernels(), loop(this, x[0].shape(), weights), x);
        }

        private <A> Tensor forward(Kernels<A> k, @Nullable NormalizationShape loop, Tensor[] x) {
            A y = k.reserve(x[0].shape().size());
            if (loop != null) {
                @Nullable A weight = x.length > 2 ? x[2].array(k) : null;
                k.normalizeSlope(x[0].array(k), x[1].array(k), weight, y, loop, how.centered(), how.epsilon());
            }
            return Tensor.ofNew(x[0].shape(), x[0].dtype(), y);
        }

        /** Three for each element for its mean and variance, five for two more sums, and five. */
        @Override
        public long flops(ImmutableList<Shape> x, Shape y) {
            return (11L + x.size()) * y.size();
        }

        @Override
        public Tensor vjp(int input, Tensor[] x, Tensor y, Tensor u) {
            Tensor slope = slope(how, x[0], u, null);
            return switch (input) {
                case 0 -> ofNumbers(x, y, u, slope);
                case 1 -> x.length > 2 ? slope.chain(x[2]) : slope;
                default -> x[1].chain(slope).sumTo(x[2].shape());
            };
        }

        private Tensor ofNumbers(Tensor[] x, Tensor y, Tensor u, Tensor slope) {
            if (y.shape().size() == 0) {
                return y;
            }
            Axes kept = how.axes().kept();
            Tensor standardized = Tensor.apply(new Normalize(how), x[0]);
            Tensor weighted = x.length > 2 ? x[1].chain(x[2]) : x[1];
            Tensor root =
                    Tensor.apply(new InverseRoot(how), x[0]).div(-how.axes().count(name(), x[0].shape()));
            return standardized
                    .chain(u.chain(y).sum(kept))
                    .add(slope.chain(weighted.chain(standardized).sum(kept)))
                    .add(y.chain(u.chain(standardized).sum(kept)))
                    .chain(root);
        }
    }

    /**
     * dw = the sum of g z, for x and g, in the shape of the weights.   With a cotangent v: dg = v z, dx = J
     * (v g).
     */
    public record NormalizeWeights(How how, Shape weights) implements OfMany {
        @Override
        public Tensor forward(Tensor[] x) {
            requireCotangent(this, x[0].shape(), x[1].shape());
            return forward(x[0].dtype().kernels(), loop(this, x[0].shape(), weights), x);
        }

        private <A> Tensor forward(Kernels<A> k, @Nullable NormalizationShape loop, Tensor[] x) {
            A y = k.allocate(weights.size());
            if (loop != null) {
                k.normalizeWeights(x[0].array(k), x[1].array(k), y, loop, how.centered(), how.epsilon());
            }
            return Tensor.ofNew(weights, x[0].dtype(), y);
        }

        /** Three for each element for its mean and variance, two to standardize it, and two. */
        @Override
        public long flops(ImmutableList<Shape> x, Shape y) {
            return 7L * x.getFirst().size();
        }

        @Override
        public Tensor vjp(int input, Tensor[] x, Tensor y, Tensor v) {
            return input == 0 ? slope(how, x[0], x[1], v) : Tensor.apply(new Normalize(how), x[0], v);
        }
    }

    /** An operator of one input with a number for each group: the axes stay with length 1. */
    sealed interface OfGroups extends OfMany {
        /** The loop. */
        <A> void forward(Kernels<A> k, A x, A y, NormalizationShape loop);

        @Override
        default Tensor forward(Tensor[] x) {
            return forward(x[0].dtype().kernels(), x[0]);
        }

        private <A> Tensor forward(Kernels<A> k, Tensor x) {
            @Nullable NormalizationShape loop = loop(this, x.shape(), Shape.SCALAR);
            Shape kept = how().axes().keptShape(name(), x.shape());
            A y = k.allocate(kept.size());
            if (loop != null) {
                forward(k, x.array(k), y, loop);
            } else if (kept.size() > 0) {
                throw new ShapeException(
                        name(), "at least one element to reduce", x.shape().toString(), "");
            }
            return Tensor.ofNew(kept, x.dtype(), y);
        }

        /** Three for each element, and three more for each group. */
        @Override
        default long flops(ImmutableList<Shape> x, Shape y) {
            return 3L * (x.getFirst().size() + y.size());
        }
    }

    /** y = r.   dx = -(g r/n) (r z). */
    public record InverseRoot(How how) implements OfGroups {
        @Override
        public <A> void forward(Kernels<A> k, A x, A y, NormalizationShape loop) {
            k.inverseRoots(x, y, loop, how.centered(), how.epsilon());
        }

        @Override
        public Tensor vjp(int input, Tensor[] x, Tensor y, Tensor g) {
            Tensor share = g.chain(y).div(-how.axes().count(name(), x[0].shape()));
            return Tensor.apply(new Normalize(how), x[0]).chain(y).chain(share);
        }
    }

    /** y = the mean of (x - mean)², where not centered of x².   dx = (2/n) g (x - mean). Without epsilon. */
    public record Variance(How how) implements OfGroups {
        @Override
        public <A> void forward(Kernels<A> k, A x, A y, NormalizationShape loop) {
            k.variances(x, y, loop, how.centered());
        }

        @Override
        public Tensor vjp(int input, Tensor[] x, Tensor y, Tensor g) {
            Tensor distance = how.centered() ? x[0].centered(how.axes()) : x[0];
            return distance.mul(2.0 / how.axes().count(name(), x[0].shape())).chain(g);
        }
    }

    private static Tensor slope(How how, Tensor x, Tensor g, @Nullable Tensor weights) {
        return weights == null
                ? Tensor.apply(new NormalizeSlope(how), x, g)
                : Tensor.apply(new NormalizeSlope(how), x, g, weights);
    }

    /** The loop over x, or null where there are no elements. */
    private static @Nullable NormalizationShape loop(OfMany op, Shape x, Shape weights) {
        How how = Given.of(op, "settings", op.how());
        how.axes().chosen(op.name(), x);
        if (x.size() > 0) {
            return how.shape(op.name(), x, weights);
        }
        if (!weights.broadcastsTo(x)) {
            throw how.misfit(op.name(), x, weights);
        }
        return null;
    }

    private static void requireCotangent(Op op, Shape x, Shape g) {
        if (!g.equals(x)) {
            throw new ShapeException(op.name(), "a cotangent of shape " + x, g.toString(), "it has the input's shape");
        }
    }
}
