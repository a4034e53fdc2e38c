package gradus.examples.digits;

import gradus.autodiff.Gradients;
import gradus.autodiff.Tensor;
import java.util.random.RandomGenerator;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;

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
        double[] weights = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
            weights[i] = random.nextGaussian();
        }
        double bias = random.nextGaussian();
        double[] inputs = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
            inputs[i] = random.nextDouble();
        }
        Tensor w = Tensor.of(weights);
        Tensor x = Tensor.of(inputs).asVariable();
        Tensor logit = w.dot(x).add(bias);
        Tensor loss = logit.binaryCrossEntropy(Tensor.scalar(1.0));
        Gradients gradients = loss.gradients();
        return new OneLayer(
                loss.item(),
                DoubleLists.immutable.with(gradients.of(x).toDoubleArray()),
                DoubleLists.immutable.with(
                        w.mul(logit.detach().sigmoid().sub(1)).toDoubleArray()));
    }
}
