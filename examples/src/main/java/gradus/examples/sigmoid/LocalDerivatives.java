package gradus.examples.sigmoid;

import static gradus.nn.report.Numbers.brief;

import gradus.autodiff.DType;
import gradus.autodiff.Derivatives;
import gradus.autodiff.Indices;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.examples.shared.Part;
import gradus.examples.shared.Run;
import gradus.nn.report.Figures;
import gradus.nn.report.Report;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.eclipse.collections.impl.list.Interval;

/**
 * Part 1: softmax y of logits o, and cross-entropy l = -ln y_c with the target c. Each derivative
 * as autodiff finds it beside its closed form, for one example to look at and for many drawn ones.
 */
record LocalDerivatives(Point example, NumericGradients largest) implements Part {
    private static final Tensor EXAMPLE = Tensor.of(0.5, -1.0, 2.0);
    private static final int DRAWN = 200;
    private static final int CLASSES = 10;

    /** All derivatives at logits {@code [classes]} for a target. */
    record Point(Tensor logits, int target) {
        Tensor y() {
            return logits.softmax(0);
        }

        private Tensor oneHot() {
            return Indices.of(target).oneHot(classes(), logits.dtype()).reshape(classes());
        }

        private int classes() {
            return logits.shape().size();
        }

        /** dy_i / do_j, one reverse sweep for each row. */
        Tensor jacobian() {
            return Derivatives.jacobian(o -> o.softmax(0), logits);
        }

        /** y_i (1[i = j] - y_j). */
        Tensor closedJacobian() {
            return y().expandDims(1).mul(Tensor.eye(logits.dtype(), classes()).sub(y()));
        }

        private Tensor loss(Tensor y) {
            return y.select(0, target).log().neg();
        }

        /** dl / dy_i. */
        Tensor gradientOfProbabilities() {
            return Derivatives.grad(this::loss, y());
        }

        /** -1 / y_c where i = c, else 0. */
        Tensor closedGradientOfProbabilities() {
            return oneHot().div(y()).neg();
        }

        /** dl / do_i, through softmax and logarithm. */
        Tensor gradientOfLogits() {
            return Derivatives.grad(o -> loss(o.softmax(0)), logits);
        }

        /** The same through the operator that joins both, as the losses of networks use it. */
        Tensor gradientOfJointOperator() {
            return Derivatives.grad(
                    o -> o.expandDims(0).crossEntropy(Indices.of(target)).sum(), logits);
        }

        /** y - onehot(c). */
        Tensor closedGradientOfLogits() {
            return y().sub(oneHot());
        }

        NumericGradients differences() {
            return new NumericGradients(
                    difference(jacobian(), closedJacobian()),
                    // relative: 1 / y_c has no bound
                    difference(
                            gradientOfProbabilities().mul(y()),
                            closedGradientOfProbabilities().mul(y())),
                    Math.max(
                            difference(gradientOfLogits(), closedGradientOfLogits()),
                            difference(gradientOfJointOperator(), closedGradientOfLogits())));
        }

        private static double difference(Tensor found, Tensor closed) {
            return found.sub(closed).abs().max().item();
        }
    }

    /** The largest differences between autodiff and closed forms. */
    record NumericGradients(double jacobian, double probabilities, double logits) {
        double largest() {
            return Math.max(jacobian, Math.max(probabilities, logits));
        }

        NumericGradients larger(NumericGradients other) {
            return new NumericGradients(
                    Math.max(jacobian, other.jacobian),
                    Math.max(probabilities, other.probabilities),
                    Math.max(logits, other.logits));
        }
    }

    static LocalDerivatives compare(Run run) {
        RandomGenerator random = run.random();
        Point example = new Point(EXAMPLE, 0);
        NumericGradients largest = Interval.oneTo(DRAWN)
                .collect(_ -> drawn(random).differences())
                .injectInto(example.differences(), NumericGradients::larger);
        LocalDerivatives part = new LocalDerivatives(example, largest);
        run.say("1. local derivatives of softmax and cross-entropy\n\n" + part.listing());
        return part;
    }

    private static Point drawn(RandomGenerator random) {
        return new Point(Tensor.normal(DType.F64, Shape.of(CLASSES), 0, 3, random), random.nextInt(CLASSES));
    }

    private String listing() {
        return "logits o       " + row(example.logits()) + "\nsoftmax y      " + row(example.y()) + "\ntarget c       "
                + example.target() + "\n\n"
                + sideBySide("dy_i/do_j", "y_i (1[i=j] - y_j)", example.jacobian(), example.closedJacobian())
                + sideBySide(
                        "dl/dy_i",
                        "-1/y_c if i = c, else 0",
                        example.gradientOfProbabilities().expandDims(0),
                        example.closedGradientOfProbabilities().expandDims(0))
                + sideBySide(
                        "dl/do_i",
                        "y - onehot(c)",
                        example.gradientOfLogits().expandDims(0),
                        example.closedGradientOfLogits().expandDims(0));
    }

    private static String sideBySide(String derivative, String formula, Tensor found, Tensor closed) {
        ImmutableList<String> left =
                Lists.immutable.with(derivative + " by autodiff").newWithAll(rows(found));
        ImmutableList<String> right = Lists.immutable.with(formula).newWithAll(rows(closed));
        return left.zip(right)
                .collect(pair ->
                        "%-36s%s".formatted(pair.getOne(), pair.getTwo()).stripTrailing())
                .makeString("", "\n", "\n\n");
    }

    private static ImmutableList<String> rows(Tensor matrix) {
        return Interval.zeroTo(matrix.shape().dim(0) - 1)
                .collect(i -> row(matrix.select(0, i)))
                .toImmutableList();
    }

    private static String row(Tensor vector) {
        return DoubleLists.immutable
                .with(vector.toDoubleArray())
                // + 0.0: a negative zero is shown as zero
                .collect(value -> String.format(Locale.ROOT, "%10.6f", value + 0.0))
                .makeString("");
    }

    @Override
    public void addFigures(Figures figures) {
        figures.number("softmax_jacobian_largest_difference", largest.jacobian(), "");
        figures.number("cross_entropy_gradient_largest_relative_difference", largest.probabilities(), "");
        figures.number("logits_gradient_largest_difference", largest.logits(), "");
    }

    @Override
    public void write(Run run, Report report) {
        report.section("1. Local derivatives")
                .text("Softmax turns logits o into probabilities y; cross-entropy with the target class c is l = -ln"
                        + " y_c. By hand: dy_i/do_j = y_i (1[i=j] - y_j), since raising one logit takes probability"
                        + " from all others; dl/dy_i = -1/y_c for i = c and 0 elsewhere, since the loss looks at one"
                        + " probability only. Their product is short: dl/do = y - onehot(c), what the network says"
                        + " minus what is true.")
                .text("Autodiff knows none of these formulas in advance: the Jacobian comes out of one reverse sweep"
                        + " for each row. In double precision:")
                .listing(listing())
                .text("The same for " + DRAWN + " drawn examples of " + CLASSES
                        + " classes: the largest differences between autodiff and closed form are "
                        + brief(largest.jacobian())
                        + " for the Jacobian, " + brief(largest.probabilities()) + " (relative) for dl/dy and "
                        + brief(largest.logits())
                        + " for dl/do, taken through softmax and logarithm as well as through the operator that joins"
                        + " both"
                        + (largest.largest() < 1e-12 ? ". That is rounding." : ": more than rounding explains."));
    }
}
