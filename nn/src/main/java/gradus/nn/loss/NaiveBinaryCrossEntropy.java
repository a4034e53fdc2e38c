package gradus.nn.loss;

import gradus.autodiff.CustomOp;
import gradus.autodiff.Tensor;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * -(t log p + (1 - t) log(1 - p)) and its derivative (p - t) / (p (1 - p)), for each probability p
 * and target t, computed as written: where p is exactly 0 or 1, as after a saturated sigmoid, 0
 * times infinity and 0 / 0 give NaN, even for a right answer. It is here to show and to diagnose
 * that, and to replay programs that have it. Use {@link BinaryCrossEntropyWithLogits} to train.
 */
public record NaiveBinaryCrossEntropy() implements Loss {
    /**
     * An operator of its own, since the rules of the library's operators would take 0 times
     * infinity for 0 in the derivative.
     */
    private record AsWritten() implements CustomOp {
        @Override
        public Tensor forward(ImmutableList<Tensor> x) {
            Tensor p = x.get(0);
            Tensor t = x.get(1);
            return t.mul(p.log()).add(oneMinus(t).mul(oneMinus(p).log())).neg();
        }

        @Override
        public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
            Tensor p = x.get(0);
            Tensor t = x.get(1);
            Tensor slope = input == 0
                    ? p.sub(t).div(p.mul(oneMinus(p)))
                    : oneMinus(p).log().sub(p.log());
            return g.mul(slope);
        }

        private static Tensor oneMinus(Tensor x) {
            return x.neg().add(1);
        }

        @Override
        public String name() {
            return "naiveBinaryCrossEntropy";
        }
    }

    @Override
    public Tensor formula(Tensor predicted, Tensor target) {
        return new AsWritten().apply(predicted, target);
    }
}
