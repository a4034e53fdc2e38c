package gradus.autodiff;

import static gradus.autodiff.TensorAssertions.assertNear;
import static gradus.autodiff.TensorAssertions.assertSame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TensorTest {
    private static final double[][] ROWS = {{1, 2, 3}, {4, 5, 6}};

    // Factories

    @Test
    void literalsChooseTheElementType() {
        assertThat(Tensor.scalar(1f).dtype()).isEqualTo(DType.F32);
        assertThat(Tensor.scalar(1.0).dtype()).isEqualTo(DType.F64);
        assertThat(Tensor.of(1f, 2f).dtype()).isEqualTo(DType.F32);
        assertThat(Tensor.of(1.0, 2.0).dtype()).isEqualTo(DType.F64);
        assertThat(Tensor.variable(1f).dtype()).isEqualTo(DType.F32);
        assertThat(Tensor.variable(1.0).dtype()).isEqualTo(DType.F64);
        assertThat(Tensor.zeros(2).dtype()).isEqualTo(DType.F32);
        assertThat(Tensor.ones(2).dtype()).isEqualTo(DType.F32);
        assertThat(Tensor.of(new float[][] {{1}}).dtype()).isEqualTo(DType.F32);
        assertThat(Tensor.of(new double[][] {{1}}).dtype()).isEqualTo(DType.F64);
    }

    @Test
    void aShapeAndItsElements() {
        float[] elements = {1, 2, 3, 4, 5, 6};
        Tensor x = Tensor.of(Shape.of(2, 3), elements);
        elements[0] = 9;
        assertThat(x.dtype()).isEqualTo(DType.F32);
        assertThat(x.shape()).isEqualTo(Shape.of(2, 3));
        assertThat(x.toFloatArray()).containsExactly(1, 2, 3, 4, 5, 6);
        double[] doubles = {1, 2};
        Tensor y = Tensor.of(Shape.of(2, 1), doubles);
        doubles[0] = 9;
        assertThat(y.dtype()).isEqualTo(DType.F64);
        assertThat(y.toDoubleArray()).containsExactly(1, 2);
        assertThat(Tensor.of(Shape.of(2, 2), 1, 2, 3, 4).dtype()).isEqualTo(DType.F32);
        assertThat(Tensor.of(Shape.of(2, 2), 1, 2, 3, 4.5).dtype()).isEqualTo(DType.F64);
        assertThat(Tensor.of(Shape.SCALAR, 3.0).item()).isEqualTo(3);
        assertThat(Tensor.of(Shape.of(0, 2)).shape()).isEqualTo(Shape.of(0, 2));
        assertThatThrownBy(() -> Tensor.of(Shape.of(2, 3), 1.0, 2, 3, 4, 5))
                .isInstanceOf(ShapeException.class)
                .hasMessage("tensor: needs 6 elements for [2, 3], got 5 elements");
        assertThatThrownBy(() -> Tensor.of(Shape.of(2, 3), 1f))
                .isInstanceOf(ShapeException.class)
                .hasMessage("tensor: needs 6 elements for [2, 3], got 1 element; full fills a shape with one number");
    }

    @Test
    void numbersOnTheLeft() {
        Tensor x = Tensor.of(1f, 3f, -4f).asVariable();
        assertThat(Tensor.sub(2, x).toFloatArray()).containsExactly(1, -1, 6);
        assertThat(Tensor.div(1, x).toFloatArray()).containsExactly(1, 1f / 3, -0.25f);
        assertThat(Tensor.pow(2, x).toFloatArray()).containsExactly(2, 8, 0.0625f);
        assertThat(Tensor.sub(0.1, x).dtype()).isEqualTo(DType.F32);
        assertThat(Tensor.sub(2, x).sum().gradients().of(x).toFloatArray()).containsExactly(-1, -1, -1);
        assertThat(Tensor.div(2, x).sum().gradients().of(x).toFloatArray()).containsExactly(-2, -2f / 9, -0.125f);
    }

    @Test
    void scalarsAndVectors() {
        assertThat(Tensor.scalar(2.5).shape()).isEqualTo(Shape.SCALAR);
        assertThat(Tensor.scalar(2.5).item()).isEqualTo(2.5);
        assertThat(Tensor.scalar(DType.F32, 0.1).item()).isEqualTo(0.1f);
        assertThat(Tensor.of(1.0, 2.0).shape()).isEqualTo(Shape.of(2));
        assertThat(Tensor.of(new double[0]).shape()).isEqualTo(Shape.of(0));
    }

    @Test
    void nestedArraysOfAnyDepth() {
        Tensor matrix = Tensor.of(ROWS);
        assertThat(matrix.shape()).isEqualTo(Shape.of(2, 3));
        assertThat(matrix.toDoubleArray()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat((double[][]) matrix.toNestedArray()).isDeepEqualTo(ROWS);
        float[][][][][][] six = {{{{{{1, 2}}, {{3, 4}}}}}};
        assertThat(Tensor.of(six).shape()).isEqualTo(Shape.of(1, 1, 1, 2, 1, 2));
        assertThat(Arrays.deepEquals((Object[]) Tensor.of(six).toNestedArray(), six))
                .isTrue();
        assertThat(Tensor.of(new double[2][0]).shape()).isEqualTo(Shape.of(2, 0));
        assertThat(Tensor.of(new double[0][]).shape()).isEqualTo(Shape.of(0, 0));
        assertThat(Tensor.scalar(2f).toNestedArray()).isEqualTo(2f);
        assertThat(Tensor.of(1f, 2f).toNestedArray()).isEqualTo(new float[] {1, 2});
    }

    @Test
    void wrongNestedArrays() {
        assertThatThrownBy(() -> Tensor.of(new double[][] {{1, 2}, {3}}))
                .isInstanceOf(ShapeException.class)
                .hasMessage("tensor: needs rows of one length, got lengths 2 and 1 along axis 1");
        assertThatThrownBy(() -> Tensor.of(new double[][] {{}, {3}}))
                .hasMessage("tensor: needs rows of one length, got lengths 0 and 1 along axis 1");
        assertThatThrownBy(() -> Tensor.of(new double[][][] {{{1}}, {{1}, {2}}}))
                .hasMessage("tensor: needs rows of one length, got lengths 1 and 2 along axis 1");
        assertThatThrownBy(() -> Tensor.of(new double[][] {{1}, null}))
                .isInstanceOf(ShapeException.class)
                .hasMessage("tensor: needs rows of one length, got null in place of a row");
        assertThatThrownBy(() -> Tensor.of(new double[][] {null, {1}})).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> Tensor.of(new int[][] {{1}}))
                .isInstanceOf(ElementTypeException.class)
                .hasMessage("tensor: needs nested arrays of float or double, got int; "
                        + "whole numbers: write 1f or 1.0, or use Indices");
        assertThatThrownBy(() -> Tensor.of(new Double[] {1.0}))
                .isInstanceOf(ElementTypeException.class)
                .hasMessageStartingWith("tensor: needs nested arrays of float or double, got Double");
        assertThatThrownBy(() -> Tensor.of(new Object[] {new double[] {1}, new double[] {2}}))
                .hasMessageStartingWith("tensor: needs nested arrays of float or double, got Object");
    }

    @ParameterizedTest
    @EnumSource
    void filledAndRegular(DType dtype) {
        Shape shape = Shape.of(2, 2);
        assertThat(Tensor.zeros(dtype, shape).toDoubleArray()).containsExactly(0, 0, 0, 0);
        assertThat(Tensor.ones(dtype, shape).toDoubleArray()).containsExactly(1, 1, 1, 1);
        assertThat(Tensor.full(dtype, shape, -2.5).toDoubleArray()).containsExactly(-2.5, -2.5, -2.5, -2.5);
        assertThat(Tensor.arange(dtype, 4).toDoubleArray()).containsExactly(0, 1, 2, 3);
        assertThat(Tensor.arange(dtype, 1, 2, 0.25).toDoubleArray()).containsExactly(1, 1.25, 1.5, 1.75);
        assertThat(Tensor.arange(dtype, 1, -1, -0.5).toDoubleArray()).containsExactly(1, 0.5, 0, -0.5);
        assertThat(Tensor.arange(dtype, 0, 1.1, 0.5).toDoubleArray()).containsExactly(0, 0.5, 1);
        assertThat(Tensor.arange(dtype, 1, 1, 1).toDoubleArray()).isEmpty();
        assertThat(Tensor.arange(dtype, 2, 1, 1).toDoubleArray()).isEmpty();
        assertThat(Tensor.linspace(dtype, -1, 1, 5).toDoubleArray()).containsExactly(-1, -0.5, 0, 0.5, 1);
        assertThat(Tensor.linspace(dtype, 3, 9, 1).toDoubleArray()).containsExactly(3);
        assertThat(Tensor.linspace(dtype, 3, 9, 0).toDoubleArray()).isEmpty();
        assertThat(Tensor.eye(dtype, 2).toDoubleArray()).containsExactly(1, 0, 0, 1);
        assertThat(Tensor.eye(dtype, 0).shape()).isEqualTo(Shape.of(0, 0));
        assertThat(Tensor.eye(dtype, 3).dtype()).isEqualTo(dtype);
    }

    @Test
    void linspaceEndsExactly() {
        // 49 steps of 1/49 are less than 1
        assertThat(Tensor.linspace(DType.F64, 0, 1, 50).get(49)).isEqualTo(1);
        double[] points = Tensor.linspace(DType.F64, 0, 0.3, 4).toDoubleArray();
        assertThat(points[3]).isEqualTo(0.3);
        assertThat(points[0]).isEqualTo(0);
    }

    @Test
    void wrongFactories() {
        assertThatThrownBy(() -> Tensor.arange(DType.F64, 0, 1, 0))
                .isInstanceOf(ArgumentException.class)
                .hasMessage("arange: needs finite ends and a step other than 0, got 0.0 to 1.0 by 0.0");
        assertThatThrownBy(() -> Tensor.arange(DType.F64, 0, Double.POSITIVE_INFINITY, 1))
                .isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> Tensor.arange(DType.F64, 0, Double.NaN, 1)).isInstanceOf(ArgumentException.class);
        assertThatThrownBy(() -> Tensor.arange(DType.F32, 0, 1e12, 1))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("the limit of a Java array");
        assertThatThrownBy(() -> Tensor.zeros(2, -1))
                .isInstanceOf(ShapeException.class)
                .hasMessage("shape: needs axis lengths of 0 or more, got [2, -1]");
        assertThatThrownBy(() -> Tensor.eye(DType.F32, -1)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> Tensor.linspace(DType.F32, 0, 1, -1)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> Tensor.zeros(50_000, 50_000))
                .isInstanceOf(ShapeException.class)
                .hasMessage("shape: needs at most 2147483583 elements (the limit of a Java array), "
                        + "got [50000, 50000] (2.50e+09 elements); work in smaller pieces");
        assertThatThrownBy(() -> Tensor.eye(DType.F32, 100_000)).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> Tensor.zeros(1000, 1).tile(10_000, 10_000))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("the limit of a Java array");
        assertThatThrownBy(() -> Tensor.zeros(70_000).repeat(0, 70_000))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("the limit of a Java array");
        assertThatThrownBy(() -> Tensor.zeros(50_000).outer(Tensor.zeros(50_000)))
                .isInstanceOf(ShapeException.class)
                .hasMessageContaining("the limit of a Java array");
    }

    @ParameterizedTest
    @EnumSource
    void randomFactoriesFollowTheGenerator(DType dtype) {
        Shape shape = Shape.of(2, 3);
        Tensor uniform = Tensor.uniform(dtype, shape, -1, 3, Randomness.seeded(7));
        Tensor normal = Tensor.normal(dtype, shape, 10, 2, Randomness.seeded(7));
        Randomness random = Randomness.seeded(7);
        for (double element : uniform.toDoubleArray()) {
            assertThat(element).isEqualTo(rounded(dtype, -1 + 4 * random.nextDouble()));
        }
        random = Randomness.seeded(7);
        for (double element : normal.toDoubleArray()) {
            assertThat(element).isEqualTo(rounded(dtype, 10 + 2 * random.nextGaussian()));
        }
        assertThat(uniform.shape()).isEqualTo(shape);
        assertThat(Tensor.uniform(dtype, shape, 0, 1, new SplittableRandom(1)).dtype())
                .isEqualTo(dtype);
    }

    private static double rounded(DType dtype, double value) {
        return dtype == DType.F32 ? (float) value : value;
    }

    // Copies

    @Test
    void arraysAreCopiedInAndOut() {
        double[] numbers = {1, 2};
        double[][] rows = {{1, 2}};
        Tensor vector = Tensor.of(numbers);
        Tensor matrix = Tensor.of(rows);
        numbers[0] = 9;
        rows[0][0] = 9;
        vector.toDoubleArray()[0] = 9;
        ((double[]) vector.toNestedArray())[0] = 9;
        ((double[][]) matrix.toNestedArray())[0][0] = 9;
        Tensor floats = Tensor.of(1f);
        floats.toFloatArray()[0] = 9;
        assertThat(vector.get(0)).isEqualTo(1);
        assertThat(matrix.get(0, 0)).isEqualTo(1);
        assertThat(floats.item()).isEqualTo(1);
    }

    @Test
    void readingElements() {
        Tensor matrix = Tensor.of(ROWS);
        assertThat(matrix.get(1, 2)).isEqualTo(6);
        assertThat(matrix.get(-1, -1)).isEqualTo(6);
        assertThat(matrix.get(-2, 1)).isEqualTo(matrix.get(0, -2)).isEqualTo(2);
        assertThat(matrix.transpose().get(2, 1)).isEqualTo(6);
        assertThat(Tensor.scalar(3.0).get()).isEqualTo(3);
        assertThat(Tensor.of(new double[][] {{5}}).item()).isEqualTo(5);
        assertThat(Tensor.of(1f, 2f).toDoubleArray()).containsExactly(1, 2);
        assertThatThrownBy(matrix::item)
                .isInstanceOf(ShapeException.class)
                .hasMessage("item: needs a tensor of one element, got [2, 3]; get(...) reads one of several");
        assertThatThrownBy(() -> Tensor.zeros(0).item()).isInstanceOf(ShapeException.class);
        assertThatThrownBy(() -> matrix.get(1))
                .isInstanceOf(IndexException.class)
                .hasMessage("get: needs 2 indices for shape [2, 3], got 1");
        assertThatThrownBy(() -> matrix.get(1, 3))
                .isInstanceOf(IndexException.class)
                .hasMessage("get: needs a place from -3 to 2 along axis 1 of [2, 3], got 3");
        assertThatThrownBy(() -> matrix.get(-3, 0))
                .hasMessage("get: needs a place from -2 to 1 along axis 0 of [2, 3], got -3");
        assertThatThrownBy(matrix::toFloatArray)
                .isInstanceOf(ElementTypeException.class)
                .hasMessage("toFloatArray: needs F32, got F64; to(DType.F32) rounds on purpose");
    }

    @Test
    void elementTypesConvert() {
        Tensor wide = Tensor.of(0.1, 1e300, -0.0);
        assertThat(wide.to(DType.F32).toFloatArray()).containsExactly(0.1f, Float.POSITIVE_INFINITY, -0f);
        assertThat(wide.to(DType.F64)).isSameAs(wide);
        assertThat(wide.to(DType.F32).to(DType.F64).get(0)).isEqualTo(0.1f);
    }

    // Ranks and empty tensors

    @Test
    void rankSix() {
        Tensor x = Tensor.arange(DType.F64, 64).reshape(2, 2, 2, 2, 2, 2);
        assertThat(x.get(1, 0, 1, 0, 1, 0)).isEqualTo(42);
        Tensor turned = x.permute(5, 4, 3, 2, 1, 0);
        assertThat(turned.get(0, 1, 0, 1, 0, 1)).isEqualTo(42);
        assertThat(x.sum(0, 2, 4).shape()).isEqualTo(Shape.of(2, 2, 2));
        assertThat(x.sum(0, 2, 4).get(0, 0, 0)).isEqualTo(8.0 * (32 + 8 + 2) / 2);
        assertThat(x.add(turned).get(1, 0, 1, 0, 1, 0)).isEqualTo(42 + 21);
        Tensor variable = x.asVariable();
        assertNear(variable.mul(turned).sum().gradients().of(variable), turned, 0);
    }

    @Test
    void emptyTensors() {
        Tensor empty = Tensor.zeros(DType.F64, Shape.of(0, 3));
        assertThat(empty.exp().shape()).isEqualTo(Shape.of(0, 3));
        assertThat(empty.add(1).shape()).isEqualTo(Shape.of(0, 3));
        assertThat(empty.sum().item()).isZero();
        assertThat(empty.prod().item()).isEqualTo(1);
        assertThat(empty.norm().item()).isZero();
        assertThat(empty.sum(0).toDoubleArray()).containsExactly(0, 0, 0);
        assertThat(empty.transpose().matmul(empty).toDoubleArray()).hasSize(9).containsOnly(0);
        assertThat(empty.matmul(Tensor.zeros(DType.F64, Shape.of(3, 2))).shape())
                .isEqualTo(Shape.of(0, 2));
        assertThat(empty.softmax(1).shape()).isEqualTo(Shape.of(0, 3));
        assertThat(empty.flip().shape()).isEqualTo(Shape.of(0, 3));
        assertThat(empty.cumulativeSum(0).shape()).isEqualTo(Shape.of(0, 3));
        assertThat(Tensor.concat(0, empty, Tensor.ones(DType.F64, Shape.of(1, 3)))
                        .shape())
                .isEqualTo(Shape.of(1, 3));
        assertThat(empty.toDoubleArray()).isEmpty();
        Tensor variable = empty.asVariable();
        assertSame(variable.square().sum().gradients().of(variable), empty);
        assertThatThrownBy(empty::max)
                .isInstanceOf(ShapeException.class)
                .hasMessage("max: needs at least one element to reduce, got [0, 3]");
        assertThatThrownBy(empty::mean).isInstanceOf(ShapeException.class);
    }
}
