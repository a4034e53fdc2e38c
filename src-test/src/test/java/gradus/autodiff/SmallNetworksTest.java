package gradus.autodiff;

import static gradus.autodiff.TensorAssertions.assertNear;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Networks small enough that their gradients are known to the last digit. */
class SmallNetworksTest {
    /** Two inputs, three sigmoid units, softmax over two classes, cross-entropy with class 0. */
    @Test
    void networkOf232Units() {
        Parameter w1 = Parameter.of("W1", Tensor.of(new double[][] {{1, 1, 1}, {-1, -1, -1}}));
        Parameter b1 = Parameter.of("b1", Tensor.zeros(DType.F64, Shape.of(3)));
        Parameter w2 = Parameter.of("W2", Tensor.of(new double[][] {{1, 1}, {-1, -1}, {-1, -1}}));
        Parameter b2 = Parameter.of("b2", Tensor.zeros(DType.F64, Shape.of(2)));
        Tensor x = Tensor.of(new double[][] {{1, -1}});
        Tensor hidden = x.matmul(w1.value()).add(b1.value()).sigmoid();
        Tensor loss = hidden.matmul(w2.value())
                .add(b2.value())
                .crossEntropy(Indices.of(0))
                .mean();
        Gradients gradients = loss.gradients();
        assertThat(loss.item()).isEqualTo(0.6931471805599453);
        assertThat(gradients.of(b2).toDoubleArray()).containsExactly(-0.5, 0.5);
        double h = 0.4403985389889412; // σ(2)/2 = 0.44039853898894122203...
        assertThat(gradients.of(w2).toDoubleArray()).containsExactly(-h, h, -h, h, -h, h);
        assertThat(gradients.of(w1).toDoubleArray()).containsOnly(0.0);
        assertThat(gradients.of(b1).toDoubleArray()).containsOnly(0.0);
    }

    /**
     * Five inputs, one sigmoid unit, binary cross-entropy with target 1; the numbers are NumPy's
     * default_rng(12345).
     */
    @Test
    void modelOfOneLayer() {
        Tensor w = Tensor.of(
                -1.4238250364546312,
                1.2637284581291104,
                -0.8706617379590857,
                -0.2591732349343976,
                -0.07534330701052097);
        Tensor b = Tensor.scalar(-0.740884652085609);
        Tensor x = Tensor.of(
                        0.5983087535871898,
                        0.18673418560371335,
                        0.6727560440146213,
                        0.9418028652699372,
                        0.248245714629571)
                .asVariable();
        Tensor logit = w.dot(x).add(b);
        Tensor loss = logit.binaryCrossEntropy(Tensor.scalar(1.0));
        assertThat(loss.item()).isEqualTo(2.309880244091049);
        assertNear(
                loss.gradients().of(x),
                Tensor.of(
                        1.282477455139634,
                        -1.1382741667505418,
                        0.7842284138826482,
                        0.23344429425585805,
                        0.06786374039134688),
                1e-15);
        // the same by way of the probability
        Tensor byProbability = logit.sigmoid().log().neg();
        assertNear(byProbability.gradients().of(x), loss.gradients().of(x), 1e-15);
    }

    /** The example of the tensor's doc comment: f = x² + y² + x (y + 2) + cos 3x. */
    @Test
    void functionOfTwoVariables() {
        Tensor x = Tensor.variable(3.0);
        Tensor y = Tensor.variable(2.0);
        Tensor f = x.square().add(y.square()).add(x.mul(y.add(2))).add(x.mul(3).cos());
        Gradients gradients = f.gradients();
        assertThat(gradients.of(x).item()).isEqualTo(2 * 3.0 - 3 * StrictMath.sin(9) + 2 + 2);
        assertThat(gradients.of(y).item()).isEqualTo(3.0 + 2 * 2);
    }
}
