package gradus.examples.digits;

import module gradus.autodiff;
import module java.base;
import module org.eclipse.collections.api;

/**
 * Part 3: the sigmoid of w x + b beside the label 1, with w and b drawn from NumPy's normal and x from its uniform
 * distribution, seed 12345.
 *
 * @param byHand the gradient with respect to x by the formula (σ(w x + b) - 1) w
 */
record OneLayer(double loss, ImmutableDoubleList gradient, ImmutableDoubleList byHand) {
    private static final int SIZE = 5;

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
}
