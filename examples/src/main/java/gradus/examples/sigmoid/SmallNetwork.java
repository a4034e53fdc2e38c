package gradus.examples.sigmoid;

import java.util.function.UnaryOperator;
import module gradus.examples;

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
        double librarySigmoid) {
    private static final int TARGET = 0;
    private static final Tensor ONE_HOT = Tensor.of(new double[][] {{1, 0}});

    /** The derivative of the loss by one of the network's tensors: by autodiff, by hand, and in the original report. */
    record Derivative(String name, Tensor autodiff, Tensor byHand, String reported) {
        /** All numbers; a negative zero as zero. */
        ImmutableList<Double> numbers() {
            return DoubleLists.immutable.with(autodiff.toDoubleArray()).collect(value -> value + 0.0);
        }

        int columns() {
            return autodiff.shape().dim(-1);
        }

        double difference() {
            return autodiff.sub(byHand).abs().max().item();
        }

        /** What the original report has for each row of it. */
        ImmutableList<String> reportedNumbers() {
            return Lists.immutable.with(reported.split(", "));
        }

        /** A line for each row: the derivative, what autodiff finds, the difference from by hand, and the report's. */
        private ImmutableList<ImmutableList<String>> rows() {
            ImmutableList<Double> known =
                    reportedNumbers().reject(String::isEmpty).collect(Double::valueOf);
            return Lists.immutable.withAll(numbers().chunk(columns())).collect(chunk -> {
                ImmutableList<Double> row = Lists.immutable.withAll(chunk);
                String inReport = row.equals(known) ? "the same" : reported;
                return Lists.immutable.with(name, row.makeString(), difference() + "", inReport);
            });
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
            // the sigmoid in three operations, each rounded, as a Python program writes it: so the digits are the
            // original report's
            Tensor h = z.neg().exp().add(1).reciprocal();
            Tensor o = h.matmul(w2).add(b2);
            return new Pass(x, w1, b1, w2, b2, z, h, o, o.softmax(-1));
        }
    }

    static SmallNetwork pass(Run run) {
        Pass pass = Pass.forward(Tensor::asVariable);
        Tensor loss = pass.y.select(1, TARGET).log().neg().sum();
        Gradients gradients = loss.gradientsKeeping(pass.z, pass.h, pass.o, pass.y);
        Tensor summed = pass.y.log().neg().sum();
        Gradients ofSum = summed.gradients();
        double largest = Lists.immutable
                .with(pass.w1, pass.b1, pass.w2, pass.b2)
                .collectDouble(parameter -> ofSum.of(parameter).abs().max().item())
                .max();
        SmallNetwork part = new SmallNetwork(
                loss.item(),
                derivatives(pass, gradients, Pass.forward(UnaryOperator.identity())),
                summed.item(),
                largest,
                pass.z.detach().sigmoid().div(2).get(0, 0));
        run.say("2. a 2-3-2 network, once forward and back: loss " + part.loss + "\n\n"
                + part.table().text() + "\n");
        return part;
    }

    /**
     * Beside what the sweep found, the chain rule by hand, from the loss back: {@code p} is the same pass, not
     * recorded.
     */
    private static ImmutableList<Derivative> derivatives(Pass pass, Gradients g, Pass p) {
        Tensor dy = ONE_HOT.div(p.y).neg();
        Tensor dO = p.y.sub(ONE_HOT);
        Tensor dh = dO.matmul(p.w2.transpose());
        Tensor dz = dh.mul(p.h).mul(p.h.neg().add(1));
        Tensor dW2 = p.h.transpose().matmul(dO);
        return Lists.immutable.with(
                new Derivative("dy", g.of(pass.y), dy, ""),
                new Derivative("do", g.of(pass.o), dO, ""),
                new Derivative("dW2", g.of(pass.w2), dW2, "-0.44039853898894116, 0.44039853898894116"),
                new Derivative("db2", g.of(pass.b2), dO.reshape(2), "-0.5, 0.5"),
                new Derivative("dh", g.of(pass.h), dh, ""),
                new Derivative("dz", g.of(pass.z), dz, ""),
                new Derivative("dW1", g.of(pass.w1), p.x.transpose().matmul(dz), "0, 0, 0"),
                new Derivative("db1", g.of(pass.b1), dz.reshape(3), "0, 0, 0"),
                new Derivative("dx", g.of(pass.x), dz.matmul(p.w1.transpose()), ""));
    }

    /** One line for each row of each derivative. */
    Table table() {
        return new Table(
                Lists.immutable.with("derivative", "autodiff", "difference", "original report"),
                derivatives.flatCollect(Derivative::rows));
    }

    void report(Findings f) {
        f.value("small", this);
        f.value("smallTable", table());
        f.exact("small_loss", loss, "");
        for (var derivative : derivatives.select(each -> each.name.matches("d[Wb]."))) {
            int columns = derivative.columns();
            boolean matrix = derivative.autodiff.shape().rank() == 2;
            derivative.numbers().forEachWithIndex((value, i) -> {
                String place = (matrix ? "_" + i / columns : "") + "_" + i % columns;
                String reported = derivative.reportedNumbers().get(i % columns);
                f.exact("small_" + derivative.name + place, value, reported);
            });
        }
    }
}
