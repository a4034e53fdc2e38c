package gradus.laws;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.Applied;
import gradus.autodiff.DType;
import gradus.autodiff.Gradients;
import gradus.autodiff.Tensor;
import java.util.Arrays;
import org.eclipse.collections.api.list.ImmutableList;

/** Laws of an operator's value. */
final class ForwardChecks {
    private ForwardChecks() {}

    static double shape(Sample sample, Source source) {
        DType dtype = source.random().nextBoolean() ? DType.F32 : DType.F64;
        ImmutableList<Tensor> x = sample.tensors(dtype).collect(Tensor::asVariable);
        ImmutableList<double[]> before = x.collect(Tensor::toDoubleArray);
        Tensor y = Applied.of(sample.op(), x);
        double[] result = y.toDoubleArray();
        int[] dims = sample.reference().dims();
        assertThat(y.shape().toArray()).as("%s: shape", sample).isEqualTo(dims);
        assertThat(y.dtype()).as("%s: element type", sample).isEqualTo(dtype);
        Gradients gradients = y.gradients(source.direction(dims).tensor(dtype));
        x.forEachWithIndex((input, i) -> {
            Tensor gradient = gradients.of(input);
            assertThat(gradient.shape())
                    .as("%s: shape of gradient %s", sample, i)
                    .isEqualTo(input.shape());
            assertThat(gradient.dtype())
                    .as("%s: type of gradient %s", sample, i)
                    .isEqualTo(dtype);
            assertThat(bits(input)).as("%s: input %s", sample, i).isEqualTo(bits(before.get(i)));
        });
        assertThat(bits(y)).as("%s: result after backward", sample).isEqualTo(bits(result));
        return 0;
    }

    static double method(Sample sample, Source source) {
        DType dtype = source.random().nextBoolean() ? DType.F32 : DType.F64;
        Tensor y = sample.engine(dtype);
        Tensor byMethod = sample.proof().method().apply(sample.tensors(dtype));
        assertThat(byMethod.shape()).as("%s by its method: shape", sample).isEqualTo(y.shape());
        assertThat(bits(byMethod)).as("%s by its method", sample).isEqualTo(bits(y));
        return 0;
    }

    static double inF64(Sample sample, Source source) {
        return forward(sample, DType.F64);
    }

    static double inF32(Sample sample, Source source) {
        return forward(sample.rounded(DType.F32), DType.F32);
    }

    static double special(Sample sample, Source source) {
        return Math.max(inF64(sample, source), inF32(sample, source));
    }

    private static double forward(Sample sample, DType dtype) {
        Proof proof = sample.proof();
        Grid reference = proof.reference().apply(sample.x());
        double[] result = sample.engine(dtype).toDoubleArray();
        Precision precision = proof.measure().of(sample.x(), reference);
        double allowed = precision.allowed(proof.domain().ulps(dtype));
        double worst = 0;
        for (int i = 0; i < result.length; i++) {
            double expected = reference.data()[i];
            double ulps = precision.ulps(dtype, result[i], expected, i);
            Law.require(
                    ulps <= allowed,
                    "%s in %s: element %s: got %s, reference %s: %.3g ulps, allowed %s%s",
                    sample,
                    dtype,
                    Arrays.toString(reference.index(i)),
                    result[i],
                    expected,
                    ulps,
                    allowed,
                    sample.x().collect(grid -> "\n  x " + grid).makeString(""));
            worst = Math.max(worst, ulps);
        }
        return worst;
    }

    private static long[] bits(Tensor tensor) {
        return bits(tensor.toDoubleArray());
    }

    private static long[] bits(double... elements) {
        return Arrays.stream(elements).mapToLong(Double::doubleToRawLongBits).toArray();
    }
}
