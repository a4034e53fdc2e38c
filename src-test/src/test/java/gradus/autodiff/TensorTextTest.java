package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TensorTextTest {
    private static Tensor count(int... dims) {
        return Tensor.arange(DType.F32, Shape.of(dims).size()).reshape(dims);
    }

    @Test
    void singleNumbers() {
        assertThat(Tensor.scalar(3.0)).hasToString("F64[] 3.");
        assertThat(Tensor.scalar(2.5f)).hasToString("F32[] 2.5");
        assertThat(Tensor.variable(-1.0).mul(2)).hasToString("F64[] tracked -2.");
    }

    @Test
    void vectorsAndMatrices() {
        assertThat(Tensor.of(1.0, -2.5, 10.0)).hasToString("F64[3] [  1., -2.5,  10.]");
        assertThat(Tensor.of(new float[][] {{1, 2.5f}, {-3, 100}})).hasToString("""
                F32[2, 2]
                 [[  1.,  2.5],
                  [ -3., 100.]]""");
    }

    @Test
    void higherRanksHaveBlankLinesBetweenBlocks() {
        assertThat(count(2, 2, 2)).hasToString("""
                F32[2, 2, 2]
                 [[[0., 1.],
                   [2., 3.]],

                  [[4., 5.],
                   [6., 7.]]]""");
        assertThat(count(2, 2, 1, 2)).hasToString("""
                F32[2, 2, 1, 2]
                 [[[[0., 1.]],

                   [[2., 3.]]],


                  [[[4., 5.]],

                   [[6., 7.]]]]""");
    }

    @Test
    void emptyTensorsAreShort() {
        assertThat(Tensor.zeros(0)).hasToString("F32[0] []");
        assertThat(Tensor.zeros(1000, 0)).hasToString("F32[1000, 0] []");
        assertThat(Tensor.zeros(2, 0, 3)).hasToString("F32[2, 0, 3] []");
    }

    @Test
    void specialNumbers() {
        assertThat(Tensor.of(Double.NaN, Double.POSITIVE_INFINITY, -0.0, Double.MIN_VALUE))
                .hasToString("F64[4] [     NaN, Infinity,      -0., 4.9E-324]");
        assertThat(Tensor.of(1e10, 1e-5)).hasToString("F64[2] [1.0E10, 1.0E-5]");
    }

    @Test
    void digitsGiveTheNumberBackInItsOwnType() {
        assertThat(Tensor.scalar(0.1f)).hasToString("F32[] 0.1");
        assertThat(Tensor.scalar((double) 0.1f)).hasToString("F64[] 0.10000000149011612");
    }

    @Test
    void upToAHundredElementsAreShownInFull() {
        assertThat(count(100).toString()).doesNotContain("...").endsWith("99.]");
        assertThat(count(101)).hasToString("F32[101] [  0.,   1.,   2., ...,  98.,  99., 100.]");
        assertThat(count(2, 100)).hasToString("""
                F32[2, 100]
                 [[  0.,   1.,   2., ...,  97.,  98.,  99.],
                  [100., 101., 102., ..., 197., 198., 199.]]""");
        assertThat(count(1000, 1)).hasToString("""
                F32[1000, 1]
                 [[  0.],
                  [  1.],
                  [  2.],
                  ...,
                  [997.],
                  [998.],
                  [999.]]""");
    }

    @Test
    void widthIsThatOfTheNumbersShown() {
        Tensor wideInside = Tensor.concat(0, count(100), Tensor.full(DType.F32, Shape.of(1), 1e9), count(100));
        assertThat(wideInside).hasToString("F32[201] [ 0.,  1.,  2., ..., 97., 98., 99.]");
    }

    @Test
    void masksAndIndices() {
        assertThat(Mask.of(Shape.of(2, 2), true, false, true, true)).hasToString("mask[2, 2] with 3 of 4 true");
        assertThat(Indices.of(1, 2, 3)).hasToString("indices[3] {1, 2, 3}");
        assertThat(Randomness.seeded(1).permutation(21).toString())
                .startsWith("indices[21] {")
                .endsWith(", ...}");
    }
}
