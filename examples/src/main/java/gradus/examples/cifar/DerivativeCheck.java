package gradus.examples.cifar;

import static gradus.examples.shared.NumericGradients.central;

import gradus.autodiff.DType;
import gradus.autodiff.Gradients;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.report.Figures;
import gradus.nn.report.Numbers;
import gradus.nn.report.Report;
import gradus.nn.report.Table;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Part 1: the derivatives of J = mean cross-entropy + λ (|W1|² + |W2|²) of a small two-layer
 * network, by the formulas of the assignment, by Gradus and by central differences, in double
 * precision. Weights are {@code [out, in]}; g is the derivative with respect to z3.
 *
 * @param loss J
 * @param rows one for each derivative
 */
record DerivativeCheck(double loss, ImmutableList<Row> rows) {
    private static final int EXAMPLES = 6;
    private static final int INPUTS = 8;
    private static final int HIDDEN = 5;
    private static final int CLASSES = 4;
    private static final double LAMBDA = 0.1;
    private static final double STEP = 1e-5;

    /**
     * The largest distances of the formula and of differences from the gradient that Gradus finds,
     * relative to its largest number.
     */
    record Row(String derivative, String formula, double fromFormula, double fromDifferences) {
        static Row of(String derivative, String formula, Tensor gradient, Tensor byFormula, Tensor byDifferences) {
            double scale = gradient.abs().max().item();
            return new Row(
                    derivative,
                    formula,
                    gradient.sub(byFormula).abs().max().item() / scale,
                    gradient.sub(byDifferences).abs().max().item() / scale);
        }
    }

    /** The numbers of a two-layer network. */
    private record Network(Tensor x, Indices labels, Tensor w1, Tensor b1, Tensor w2, Tensor b2) {
        static Network draw(Randomness random) {
            return new Network(
                    normal(random, EXAMPLES, INPUTS),
                    Indices.of(IntStream.range(0, EXAMPLES)
                            .map(_ -> random.nextInt(CLASSES))
                            .toArray()),
                    normal(random, HIDDEN, INPUTS),
                    normal(random, HIDDEN),
                    normal(random, CLASSES, HIDDEN),
                    normal(random, CLASSES));
        }

        private static Tensor normal(Randomness random, int... dims) {
            return Tensor.normal(DType.F64, Shape.of(dims), 0, 1, random).asVariable();
        }

        Tensor z2() {
            return x.linear(w1, b1);
        }

        Tensor z3() {
            return z2().relu().linear(w2, b2);
        }

        Tensor objective(Tensor z3) {
            Tensor penalty = w1.square().sum().add(w2.square().sum()).mul(LAMBDA);
            return z3.crossEntropy(labels).mean().add(penalty);
        }

        Network withW1(Tensor other) {
            return new Network(x, labels, other, b1, w2, b2);
        }

        Network withB1(Tensor other) {
            return new Network(x, labels, w1, other, w2, b2);
        }

        Network withW2(Tensor other) {
            return new Network(x, labels, w1, b1, other, b2);
        }

        Network withB2(Tensor other) {
            return new Network(x, labels, w1, b1, w2, other);
        }

        Tensor objective() {
            return objective(z3());
        }
    }

    static DerivativeCheck run(Randomness random) {
        Network net = Network.draw(random);
        Tensor z3 = net.z3();
        Tensor loss = net.objective(z3);
        Gradients found = loss.gradientsKeeping(z3);
        Tensor g = z3.detach()
                .softmax(-1)
                .sub(net.labels.oneHot(CLASSES, DType.F64))
                .div(EXAMPLES);
        Tensor z2 = net.z2().detach();
        Tensor beforeRelu = g.matmul(net.w2.detach()).mul(z2.greater(0).toTensor(DType.F64));
        return new DerivativeCheck(
                loss.item(),
                Lists.immutable.with(
                        Row.of(
                                "dJ/dz3",
                                "(softmax(z3) - onehot) / N",
                                found.of(z3),
                                g,
                                central(net::objective, z3, STEP)),
                        Row.of(
                                "dJ/dW2",
                                "gᵀ a2 + 2 λ W2",
                                found.of(net.w2),
                                g.transposedMatmul(z2.relu())
                                        .add(net.w2.detach().mul(2 * LAMBDA)),
                                central(w -> net.withW2(w).objective(), net.w2, STEP)),
                        Row.of(
                                "dJ/db2",
                                "sum of the rows of g",
                                found.of(net.b2),
                                g.sum(0),
                                central(b -> net.withB2(b).objective(), net.b2, STEP)),
                        Row.of(
                                "dJ/dW1",
                                "(g W2 where z2 > 0)ᵀ x + 2 λ W1",
                                found.of(net.w1),
                                beforeRelu
                                        .transposedMatmul(net.x.detach())
                                        .add(net.w1.detach().mul(2 * LAMBDA)),
                                central(w -> net.withW1(w).objective(), net.w1, STEP)),
                        Row.of(
                                "dJ/db1",
                                "sum of the rows of (g W2 where z2 > 0)",
                                found.of(net.b1),
                                beforeRelu.sum(0),
                                central(b -> net.withB1(b).objective(), net.b1, STEP))));
    }

    /** The largest distance from a formula. */
    double worst() {
        return rows.collectDouble(Row::fromFormula).max();
    }

    void addFigures(Figures figures) {
        figures.number("derivatives_largest_error", worst(), "");
    }

    void write(Report report) {
        report.section("1. Derivatives")
                .text("J = mean cross-entropy + λ (|W1|² + |W2|²) of a network of " + INPUTS + " inputs, " + HIDDEN
                        + " hidden units and " + CLASSES + " classes on " + EXAMPLES + " examples, with λ = " + LAMBDA
                        + ", in double precision: J = " + loss
                        + ". The formulas of the assignment, beside what Gradus finds from the recorded graph and"
                        + " beside central"
                        + " differences with steps of " + STEP + ". Weights are [out, in]; g is dJ/dz3.")
                .table(
                        new Table(
                                Lists.immutable.with(
                                        "derivative", "formula", "Gradus to formula", "Gradus to differences"),
                                rows.collect(row -> Lists.immutable.with(
                                        row.derivative,
                                        row.formula,
                                        Numbers.brief(row.fromFormula),
                                        Numbers.brief(row.fromDifferences)))),
                        "Largest distance of each derivative, relative to its largest number.");
    }
}
