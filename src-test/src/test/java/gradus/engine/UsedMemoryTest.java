package gradus.engine;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.Axes;
import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Parameter;
import gradus.autodiff.Scope;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * In a scope results lie in arrays that held other numbers before: those that an operator does not
 * compute, such as a product over no terms, must be written all the same.
 */
class UsedMemoryTest {
    /** As many arrays of each size as any of these computations needs. */
    private static final int ARRAYS = 12;

    private static Tensor random(DType dtype, int... dims) {
        return Tensor.uniform(dtype, Shape.of(dims), -1, 1, new SplittableRandom(dims.length));
    }

    private static void sameInUsedMemory(Supplier<Tensor> computation) {
        Tensor fresh = computation.get();
        assertThat(fresh.shape().size()).as("small arrays are not used again").isGreaterThanOrEqualTo(32);
        Scope scope = new Scope();
        scope.run(() -> {
            for (int i = 0; i < ARRAYS; i++) {
                Tensor.full(fresh.dtype(), fresh.shape(), Double.NaN);
            }
        });
        assertThat(scope.bytes()).isPositive();
        Tensor again = scope.run(computation);
        assertThat(again.shape()).isEqualTo(fresh.shape());
        assertThat(again.toDoubleArray()).containsExactly(fresh.toDoubleArray());
    }

    @ParameterizedTest
    @EnumSource
    void productsOverNoTerms(DType dtype) {
        sameInUsedMemory(() -> random(dtype, 20, 0).matmul(random(dtype, 0, 20)));
        sameInUsedMemory(() -> random(dtype, 20, 0).matmulTransposed(random(dtype, 20, 0)));
        sameInUsedMemory(() -> random(dtype, 0, 20).transposedMatmul(random(dtype, 0, 20)));
        sameInUsedMemory(() -> random(dtype, 3, 10, 0).matmul(random(dtype, 3, 0, 10)));
        sameInUsedMemory(() -> random(dtype, 0, 16).einsum("ni,nj->ij", random(dtype, 0, 16)));
    }

    /** Those of up to 255 elements were always fresh once. */
    @ParameterizedTest
    @EnumSource
    void smallResults(DType dtype) {
        sameInUsedMemory(() -> random(dtype, 6, 0).matmul(random(dtype, 0, 7)));
        sameInUsedMemory(() -> random(dtype, 2, 1, 2, 5).matmul(random(dtype, 3, 5, 4)));
        sameInUsedMemory(() -> random(dtype, 50, 3).matmul(random(dtype, 3)));
        sameInUsedMemory(() -> random(dtype, 8, 0).linear(random(dtype, 5, 0), random(dtype, 5)));
        Tensor x = random(dtype, 5, 8);
        sameInUsedMemory(() -> x.pad(0, 2, 3, 7));
        sameInUsedMemory(() -> random(dtype, 40, 0).sum(Axes.of(1)));
        sameInUsedMemory(
                () -> x.crossEntropy(Indices.of(1, 2, 3, 4, 5)).expandDims(1).mul(x));
        sameInUsedMemory(() -> Tensor.concat(1, x, random(dtype, 5, 0), x));
        Tensor variable = x.asVariable();
        sameInUsedMemory(
                () -> variable.slice(1, 3, 7).square().sum().gradients().of(variable));
        sameInUsedMemory(() -> variable.max(0).sum().gradients().of(variable));
        sameInUsedMemory(() -> variable.indexSelect(0, Indices.of(3, 3, 1))
                .square()
                .sum()
                .gradients()
                .of(variable));
    }

    @ParameterizedTest
    @EnumSource
    void batchesOfProductsThatBroadcast(DType dtype) {
        sameInUsedMemory(() -> random(dtype, 2, 1, 8, 5).matmul(random(dtype, 3, 5, 16)));
        sameInUsedMemory(() -> random(dtype, 4, 9, 1).matmul(random(dtype, 1, 11)));
        sameInUsedMemory(() -> random(dtype, 700, 3).matmul(random(dtype, 3)));
    }

    @ParameterizedTest
    @EnumSource
    void layersWithoutInputs(DType dtype) {
        Tensor bias = random(dtype, 20);
        sameInUsedMemory(() -> random(dtype, 30, 0).linear(random(dtype, 20, 0), bias));
        Parameter weight = Parameter.of("weight", random(dtype, 20, 0));
        sameInUsedMemory(() -> random(dtype, 30, 0).linear(weight, null));
        sameInUsedMemory(() -> random(dtype, 30, 0).linear(weight, Parameter.of("bias", bias)));
    }

    @ParameterizedTest
    @EnumSource
    void gradientsOfNoRows(DType dtype) {
        Parameter weight = Parameter.of("weight", random(dtype, 20, 30));
        Parameter bias = Parameter.of("bias", random(dtype, 300));
        sameInUsedMemory(() ->
                random(dtype, 0, 30).linear(weight, null).sum().gradients().of(weight));
        sameInUsedMemory(
                () -> random(dtype, 0, 300).add(bias.value()).sum().gradients().of(bias));
        Tensor table = random(dtype, 40, 10).asVariable();
        sameInUsedMemory(() -> table.indexSelect(0, Indices.of(3, 3, 7))
                .square()
                .sum()
                .gradients()
                .of(table));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsFilledInPart(DType dtype) {
        Tensor x = random(dtype, 20, 20);
        sameInUsedMemory(() -> x.pad(0, 2, 3, 7));
        Tensor variable = x.asVariable();
        sameInUsedMemory(
                () -> variable.slice(1, 3, 9).square().sum().gradients().of(variable));
        sameInUsedMemory(
                () -> variable.slice(0, 19, 1, -3).exp().sum().gradients().of(variable));
        sameInUsedMemory(() -> variable.max(0).sum().gradients().of(variable));
        sameInUsedMemory(() -> random(dtype, 400, 0).sum(Axes.of(1)));
        sameInUsedMemory(() -> Tensor.concat(1, x, random(dtype, 20, 0), x));
    }

    @ParameterizedTest
    @EnumSource
    void rowsOfProbabilities(DType dtype) {
        Tensor narrow = random(dtype, 300, 5).mul(40);
        int[] labels = new int[300];
        sameInUsedMemory(() -> narrow.softmax(1));
        sameInUsedMemory(() -> narrow.logSoftmax(1));
        sameInUsedMemory(() -> narrow.logSumExp(1));
        sameInUsedMemory(() -> narrow.crossEntropy(Indices.of(labels)));
        Tensor logits = narrow.asVariable();
        sameInUsedMemory(
                () -> logits.crossEntropy(Indices.of(labels)).sum().gradients().of(logits));
    }
}
