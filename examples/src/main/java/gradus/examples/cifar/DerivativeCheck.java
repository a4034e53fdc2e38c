package gradus.examples.cifar;

import static gradus.examples.shared.Differences.central;

import gradus.examples.shared.Differences;
import gradus.examples.shared.Findings;
import java.util.stream.IntStream;
import module gradus.autodiff;
import module org.eclipse.collections.api;

/**
 * Part 1: the derivatives of J = mean cross-entropy + λ (|W1|² + |W2|²) of a small two-layer network, by the formulas
 * of the assignment, by Gradus and by central differences, in double precision. Weights are {@code [out, in]}; g is the
 * derivative with respect to z3.
 *
 * @param loss J
 * @param rows one for each derivative
 */
record DerivativeCheck(double loss, ImmutableList<Row> rows) {
    static final int EXAMPLES = 6;
    static final int INPUTS = 8;
    static final int HIDDEN = 5;
    static final int CLASSES = 4;
    static final double LAMBDA = 0.1;
    static final double STEP = 1e-5;

    /**
     * The largest distances of the formula and of differences from the gradient that Gradus finds, relative to its
     * largest number.
     */
    record Row(String derivative, String formula, double fromFormula, double fromDifferences) {
        static Row of(String derivative, String formula, Tensor gradient, Tensor byFormula, Tensor byDifferences) {
            return new Row(
                    derivative,
                    formula,
                    Differences.largest(byFormula, gradient),
                    Differences.largest(byDifferences, gradient));
        }
    }

    static DerivativeCheck run(Randomness random) {
        Tensor x = normal(random, EXAMPLES, INPUTS);
        Indices labels = Indices.of(
                IntStream.range(0, EXAMPLES).map(_ -> random.nextInt(CLASSES)).toArray());
        Tensor w1 = normal(random, HIDDEN, INPUTS);
        Tensor b1 = normal(random, HIDDEN);
        Tensor w2 = normal(random, CLASSES, HIDDEN);
        Tensor b2 = normal(random, CLASSES);
        Tensor z2 = x.linear(w1, b1);
        Tensor z3 = z2.relu().linear(w2, b2);
        Tensor loss = objective(z3, labels, w1, w2);
        Gradients found = loss.gradientsKeeping(z3);

        Tensor g =
                z3.detach().softmax(-1).sub(labels.oneHot(CLASSES, DType.F64)).div(EXAMPLES);
        Tensor positive = z2.detach().greater(0).toTensor(DType.F64);
        Tensor beforeRelu = g.matmul(w2.detach()).mul(positive);
        Tensor byW2 = g.transposedMatmul(z2.detach().relu()).add(w2.detach().mul(2 * LAMBDA));
        Tensor byW1 = beforeRelu.transposedMatmul(x.detach()).add(w1.detach().mul(2 * LAMBDA));
        Tensor z3Differences = central(z -> objective(z, labels, w1, w2), z3, STEP);
        Tensor w2Differences = central(w -> objective(z2.relu().linear(w, b2), labels, w1, w), w2, STEP);
        Tensor b2Differences = central(b -> objective(z2.relu().linear(w2, b), labels, w1, w2), b2, STEP);
        Tensor w1Differences = central(w -> objective(x.linear(w, b1).relu().linear(w2, b2), labels, w, w2), w1, STEP);
        Tensor b1Differences = central(b -> objective(x.linear(w1, b).relu().linear(w2, b2), labels, w1, w2), b1, STEP);
        return new DerivativeCheck(
                loss.item(),
                Lists.immutable.with(
                        Row.of("dJ/dz3", "(softmax(z3) - onehot) / N", found.of(z3), g, z3Differences),
                        Row.of("dJ/dW2", "gᵀ a2 + 2 λ W2", found.of(w2), byW2, w2Differences),
                        Row.of("dJ/db2", "sum of the rows of g", found.of(b2), g.sum(0), b2Differences),
                        Row.of("dJ/dW1", "(g W2 where z2 > 0)ᵀ x + 2 λ W1", found.of(w1), byW1, w1Differences),
                        Row.of(
                                "dJ/db1",
                                "sum of the rows of (g W2 where z2 > 0)",
                                found.of(b1),
                                beforeRelu.sum(0),
                                b1Differences)));
    }

    private static Tensor normal(Randomness random, int... dims) {
        return Tensor.normal(DType.F64, Shape.of(dims), 0, 1, random).asVariable();
    }

    private static Tensor objective(Tensor z3, Indices labels, Tensor w1, Tensor w2) {
        Tensor penalty = w1.square().sum().add(w2.square().sum()).mul(LAMBDA);
        return z3.crossEntropy(labels).mean().add(penalty);
    }

    /** The largest distance from a formula. */
    double worst() {
        return rows.collectDouble(Row::fromFormula).max();
    }

    void report(Findings f) {
        f.value("check", this);
        f.number("derivatives_largest_error", worst());
    }
}
