package gradus.examples.sigmoid;

import gradus.autodiff.Gradients;
import gradus.autodiff.Tensor;
import gradus.examples.shared.Part;
import gradus.examples.shared.Run;
import gradus.nn.report.Figures;
import gradus.nn.report.Report;
import gradus.nn.report.Table;
import java.util.function.UnaryOperator;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;

/**
 * Part 2: one pass forward and one back through a 2-3-2 network in double precision, by hand and by autodiff.
 *
 * @param summedLoss the loss that the original report prints: summed over both classes
 * @param summedLossDerivative the largest of its derivatives by the parameters
 * @param librarySigmoid half of σ(2) by the library's sigmoid, which rounds once instead of twice
 */
record SmallNetwork(
        double loss,
        ImmutableList<Derivative> derivatives,
        double summedLoss,
        double summedLossDerivative,
        double librarySigmoid)
        implements Part {
    private static final int TARGET = 0;
    private static final Tensor ONE_HOT = Tensor.of(new double[][] {{1, 0}});

    /** The derivative of the loss by one of the network's tensors: by autodiff, by hand, and in the original report. */
    record Derivative(String name, Tensor autodiff, Tensor byHand, String reported) {
        /** What the original report has for a row of it: "the same", if these are the same numbers. */
        private String besideReport(String row) {
            return numbers(row).equals(numbers(reported)) ? "the same" : reported;
        }

        private static ImmutableList<Double> numbers(String row) {
            return Lists.immutable.with(row.split(", ")).reject(String::isEmpty).collect(Double::valueOf);
        }

        private double difference() {
            return autodiff.sub(byHand).abs().max().item();
        }
    }

    /** The network's tensors, from the input and the parameters to the probabilities. */
    private record Pass(Tensor x, Tensor w1, Tensor b1, Tensor w2, Tensor b2, Tensor z, Tensor h, Tensor o, Tensor y) {

        static Pass forward(UnaryOperator<Tensor> leaf) {
            Tensor x = leaf.apply(Tensor.of(new double[][] {{1, -1}}));
            Tensor w1 = leaf.apply(Tensor.of(new double[][] {{1, 1, 1}, {-1, -1, -1}}));
            Tensor b1 = leaf.apply(Tensor.of(0.0, 0.0, 0.0));
            Tensor w2 = leaf.apply(Tensor.of(new double[][] {{1, 1}, {-1, -1}, {-1, -1}}));
            Tensor b2 = leaf.apply(Tensor.of(0.0, 0.0));
            Tensor z = x.matmul(w1).add(b1);
            Tensor h = logistic(z);
            Tensor o = h.matmul(w2).add(b2);
            return new Pass(x, w1, b1, w2, b2, z, h, o, o.softmax(-1));
        }

        /**
         * The sigmoid in three operations, each rounded, as a Python program writes it: so the digits are the original
         * report's.
         */
        private static Tensor logistic(Tensor z) {
            return z.neg().exp().add(1).reciprocal();
        }
    }

    static SmallNetwork pass(Run run) {
        Pass pass = Pass.forward(Tensor::asVariable);
        Tensor loss = pass.y.select(1, TARGET).log().neg().sum();
        Gradients gradients = loss.gradientsKeeping(pass.z, pass.h, pass.o, pass.y);
        ImmutableList<Derivative> derivatives = derivatives(pass, gradients, Pass.forward(UnaryOperator.identity()));
        Tensor summed = pass.y.log().neg().sum();
        Gradients summedGradients = summed.gradients();
        double largest = Lists.immutable
                .with(pass.w1, pass.b1, pass.w2, pass.b2)
                .collectDouble(
                        parameter -> summedGradients.of(parameter).abs().max().item())
                .max();
        double library = pass.z.detach().sigmoid().div(2).get(0, 0);
        SmallNetwork part = new SmallNetwork(loss.item(), derivatives, summed.item(), largest, library);
        run.say("2. a 2-3-2 network, once forward and back: loss " + part.loss + "\n\n"
                + part.table().text() + "\n");
        return part;
    }

    /**
     * Beside what the sweep found, the chain rule by hand, from the loss back: {@code p} is the same pass, not
     * recorded.
     */
    private static ImmutableList<Derivative> derivatives(Pass pass, Gradients gradients, Pass p) {
        Tensor dy = ONE_HOT.div(p.y).neg();
        Tensor dO = p.y.sub(ONE_HOT);
        Tensor dh = dO.matmul(p.w2.transpose());
        Tensor dz = dh.mul(p.h).mul(p.h.neg().add(1));
        return Lists.immutable.with(
                new Derivative("dy", gradients.of(pass.y), dy, ""),
                new Derivative("do", gradients.of(pass.o), dO, ""),
                new Derivative(
                        "dW2",
                        gradients.of(pass.w2),
                        p.h.transpose().matmul(dO),
                        "-0.44039853898894116, 0.44039853898894116"),
                new Derivative("db2", gradients.of(pass.b2), dO.reshape(2), "-0.5, 0.5"),
                new Derivative("dh", gradients.of(pass.h), dh, ""),
                new Derivative("dz", gradients.of(pass.z), dz, ""),
                new Derivative("dW1", gradients.of(pass.w1), p.x.transpose().matmul(dz), "0, 0, 0"),
                new Derivative("db1", gradients.of(pass.b1), dz.reshape(3), "0, 0, 0"),
                new Derivative("dx", gradients.of(pass.x), dz.matmul(p.w1.transpose()), ""));
    }

    /** One line for each row of each derivative. */
    private Table table() {
        return new Table(
                Lists.immutable.with("derivative", "autodiff", "difference", "original report"),
                derivatives.flatCollect(derivative -> rows(derivative.autodiff)
                        .collect(row -> Lists.immutable.with(
                                derivative.name, row, derivative.difference() + "", derivative.besideReport(row)))));
    }

    private static ImmutableList<String> rows(Tensor matrix) {
        int columns = matrix.shape().dim(-1);
        return numbers(matrix)
                .collect(String::valueOf)
                .chunk(columns)
                .collect(row -> row.makeString())
                .toImmutableList();
    }

    /** All numbers of a tensor; a negative zero as zero. */
    private static ImmutableList<Double> numbers(Tensor tensor) {
        return DoubleLists.immutable.with(tensor.toDoubleArray()).collect(value -> value + 0.0);
    }

    @Override
    public void addFigures(Figures figures) {
        figures.exact("small_loss", loss, "");
        derivatives
                .select(derivative -> derivative.name.matches("d[Wb]."))
                .forEach(derivative -> addFigures(figures, derivative));
    }

    private static void addFigures(Figures figures, Derivative derivative) {
        int columns = derivative.autodiff.shape().dim(-1);
        boolean matrix = derivative.autodiff.shape().rank() == 2;
        ImmutableList<String> reported = Lists.immutable.with(derivative.reported.split(", "));
        numbers(derivative.autodiff).forEachWithIndex((value, i) -> {
            String place = (matrix ? "_" + i / columns : "") + "_" + i % columns;
            figures.exact("small_" + derivative.name + place, value, reported.get(i % columns));
        });
    }

    @Override
    public void write(Run run, Report report) {
        report.section("2. One pass through a 2-3-2 network")
                .text("Sigmoid hidden units, softmax output, W1 = [[1, 1, 1], [-1, -1, -1]], W2 = [[1, 1], [-1, -1],"
                        + " [-1, -1]], biases 0, x = [1, -1], target class 0, all in double precision. Every hidden"
                        + " unit sees z = 2 and gives h = σ(2); the logits are o = [-h, -h], so both classes get y ="
                        + " 0.5 and"
                        + " the loss is -ln 0.5 = " + loss + ".")
                .table(
                        table(),
                        "All derivatives of the loss, one line for each row of a matrix, and the largest difference"
                                + " from the chain rule written out by hand: do = y - onehot, dW2 = hᵀ do, dh = do"
                                + " W2ᵀ, dz = dh h (1 - h), dW1 = xᵀ dz.")
                .text("Nothing reaches the first layer: each row of W2 gives both classes the same weight, so no hidden"
                        + " unit can tell them apart, dh = 0, and with it dW1, db1 and dx. The second layer has to"
                        + " become unequal first.")
                .text("The original report has these gradients, but as its loss the sum of -ln y over both classes,"
                        + " here " + summedLoss
                        + ". Cross-entropy with an integer target counts the target class alone. The gradients give the"
                        + " mistake away: they are those of the right loss. The largest derivative of the sum by any"
                        + " parameter is " + summedLossDerivative
                        + ", since the sum is smallest where both classes have one half, whatever the target: nothing"
                        + " could be learned from it.")
                .text("The last digits are those of 1 / (1 + exp(-z)) in three rounded operations, as a Python program"
                        + " computes it. The library's own sigmoid rounds once less and gives h/2 = " + librarySigmoid
                        + ", the double next to the exact 0.440398538988941222.");
    }
}
