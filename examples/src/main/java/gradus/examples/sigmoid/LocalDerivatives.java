package gradus.examples.sigmoid;

import module gradus.examples;
import module java.base;
import org.eclipse.collections.impl.list.Interval;

/**
 * Part 1: softmax y of logits o, and cross-entropy l = -ln y_c with the target c. Each derivative as autodiff finds it
 * beside its closed form, for one example to look at and for many drawn ones.
 */
final class LocalDerivatives {
    private static final int DRAWN = 200;
    private static final int CLASSES = 10;

    private LocalDerivatives() {}

    static void compare(Run run) {
        Tensor example = Tensor.of(0.5, -1.0, 2.0);
        String listing = listing(example, 0);
        run.say("1. local derivatives of softmax and cross-entropy\n\n" + listing);
        RandomGenerator random = run.random();
        ImmutableList<ImmutableList<Comparison>> all = Interval.oneTo(DRAWN)
                .collect(_ -> {
                    Tensor logits = Tensor.normal(DType.F64, Shape.of(CLASSES), 0, 3, random);
                    return at(logits, random.nextInt(CLASSES));
                })
                .toImmutableList()
                .newWith(at(example, 0));
        ImmutableDoubleList largest = all.getFirst()
                .collectWithIndex((_, i) ->
                        all.collectDouble(found -> found.get(i).difference()).max())
                .collectDouble(Double::doubleValue);
        Findings f = run.findings();
        f.value("listing", listing);
        f.value("isRounding", largest.max() < 1e-12);
        f.number("softmax_jacobian_largest_difference", largest.get(0));
        // 1 / y_c has no bound, so this one is relative
        f.number("cross_entropy_gradient_largest_relative_difference", largest.get(1));
        f.number("logits_gradient_largest_difference", Math.max(largest.get(2), largest.get(3)));
    }

    /** A derivative as autodiff finds it, and in closed form. The difference is taken times a scale. */
    private record Comparison(String name, String formula, Tensor found, Tensor closed, Tensor scale) {
        double difference() {
            return found.mul(scale).sub(closed.mul(scale)).abs().max().item();
        }

        /** Both, row beside row. */
        String listing() {
            ImmutableList<String> left =
                    Lists.immutable.with(name + " by autodiff").newWithAll(rows(found));
            ImmutableList<String> right = Lists.immutable.with(formula).newWithAll(rows(closed));
            return left.zip(right)
                    .collect(pair ->
                            "%-36s%s".formatted(pair.getOne(), pair.getTwo()).stripTrailing())
                    .makeString("", "\n", "\n\n");
        }

        private static ImmutableList<String> rows(Tensor tensor) {
            Tensor matrix = tensor.reshape(-1, tensor.shape().dim(-1));
            return Lists.immutable.fromStream(
                    IntStream.range(0, matrix.shape().dim(0)).mapToObj(i -> row(matrix.select(0, i))));
        }
    }

    /** dy/do, dl/dy, dl/do, and dl/do by the joint operator that the losses of networks use. */
    private static ImmutableList<Comparison> at(Tensor o, int target) {
        Tensor y = o.softmax(0);
        int classes = o.shape().size();
        Tensor oneHot = Indices.of(target).oneHot(classes, o.dtype()).reshape(classes);
        Tensor plain = Tensor.scalar(1.0);
        Tensor jacobian = Derivatives.jacobian(x -> x.softmax(0), o);
        Tensor closed = y.expandDims(1).mul(Tensor.eye(o.dtype(), classes).sub(y));
        Tensor ofY = Derivatives.grad(x -> loss(x, target), y);
        Tensor ofO = Derivatives.grad(x -> loss(x.softmax(0), target), o);
        UnaryOperator<Tensor> operator =
                x -> x.expandDims(0).crossEntropy(Indices.of(target)).sum();
        Tensor joint = Derivatives.grad(operator, o);
        return Lists.immutable.with(
                new Comparison("dy_i/do_j", "y_i (1[i=j] - y_j)", jacobian, closed, plain),
                new Comparison(
                        "dl/dy_i", "-1/y_c if i = c, else 0", ofY, oneHot.div(y).neg(), y),
                new Comparison("dl/do_i", "y - onehot(c)", ofO, y.sub(oneHot), plain),
                new Comparison("dl/do_i", "y - onehot(c)", joint, y.sub(oneHot), plain));
    }

    private static Tensor loss(Tensor y, int target) {
        return y.select(0, target).log().neg();
    }

    private static String listing(Tensor o, int target) {
        return "logits o       " + row(o) + "\nsoftmax y      " + row(o.softmax(0)) + "\ntarget c       " + target
                + "\n\n" + at(o, target).take(3).collect(Comparison::listing).makeString("");
    }

    private static String row(Tensor vector) {
        return DoubleLists.immutable
                .with(vector.toDoubleArray())
                // + 0.0: a negative zero is shown as zero
                .collect(value -> String.format(Locale.ROOT, "%10.6f", value + 0.0))
                .makeString("");
    }
}
