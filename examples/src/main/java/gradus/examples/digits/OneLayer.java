package gradus.examples.digits;

import module gradus.examples;
import module java.base;

/**
 * Part 3: the sigmoid of w x + b beside the label 1, with w and b drawn from NumPy's normal and x from its uniform
 * distribution, seed 12345; the gradient with respect to x beside the formula (σ(w x + b) - 1) w.
 */
record OneLayer(double loss, ImmutableDoubleList gradient, ImmutableDoubleList byHand) {
    private static final int SIZE = 5;
    private static final ImmutableList<String> REPORTED_GRADIENT =
            Lists.immutable.with("1.282477", "-1.138274", "0.784228", "0.233444", "0.067864");

    static OneLayer compute() {
        RandomGenerator random = ReportData.generator();
        Tensor w = Tensor.of(
                DoubleStream.generate(random::nextGaussian).limit(SIZE).toArray());
        double bias = random.nextGaussian();
        Tensor x = Tensor.of(
                        DoubleStream.generate(random::nextDouble).limit(SIZE).toArray())
                .asVariable();
        Tensor logit = w.dot(x).add(bias);
        Tensor loss = logit.binaryCrossEntropy(Tensor.scalar(1.0));
        Tensor byHand = w.mul(logit.detach().sigmoid().sub(1));
        return new OneLayer(
                loss.item(),
                DoubleLists.immutable.with(loss.gradients().of(x).toDoubleArray()),
                DoubleLists.immutable.with(byHand.toDoubleArray()));
    }

    void report(Run run) {
        run.say("one layer: loss " + loss);
        Findings f = run.findings();
        f.exact("one_layer_loss", loss, "2.309880244091049");
        REPORTED_GRADIENT.forEachWithIndex(
                (reported, i) -> f.exact("one_layer_gradient_" + i, gradient.get(i), reported));
        f.value(
                "gradient",
                REPORTED_GRADIENT.collectWithIndex((_, i) -> Lists.immutable.with(i, gradient.get(i), byHand.get(i))));
    }
}
