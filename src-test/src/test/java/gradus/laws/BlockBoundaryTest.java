package gradus.laws;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.DType;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sums and products around the sizes at which kernels cut their work into lanes, blocks, slabs and
 * strips. The elements are small whole numbers, so every order of summation is exact and one lost
 * or doubled element shows.
 */
class BlockBoundaryTest {
    private static final int[] LENGTHS = {1, 15, 16, 17, 63, 64, 65, 128, 129, 200, 4095, 4096, 4097, 8191, 8192, 8193};

    /** Whole numbers from -3 to 4 that repeat with a period that divides no block. */
    private static int element(int position) {
        return position * 5 % 11 % 8 - 3;
    }

    private static Tensor numbers(DType dtype, int... dims) {
        int size = Shape.of(dims).size();
        double[] elements =
                IntStream.range(0, size).mapToDouble(BlockBoundaryTest::element).toArray();
        return Tensor.of(elements).to(dtype).reshape(dims);
    }

    @ParameterizedTest
    @EnumSource
    void contiguousSums(DType dtype) {
        for (int length : LENGTHS) {
            double[] expected = IntStream.range(0, 2)
                    .mapToDouble(row -> IntStream.range(row * length, (row + 1) * length)
                            .map(BlockBoundaryTest::element)
                            .sum())
                    .toArray();
            assertThat(numbers(dtype, 2, length).sum(1).toDoubleArray())
                    .as("rows of %d", length)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sumsOverRows(DType dtype) {
        int width = 3;
        for (int length : LENGTHS) {
            double[] expected = IntStream.range(0, width)
                    .mapToDouble(column -> IntStream.range(0, length)
                            .map(row -> element(row * width + column))
                            .sum())
                    .toArray();
            assertThat(numbers(dtype, length, width).sum(0).toDoubleArray())
                    .as("%d rows", length)
                    .isEqualTo(expected);
        }
    }

    static Stream<Arguments> products() {
        return Stream.of(DType.values())
                .flatMap(dtype -> Stream.of(
                        Arguments.of(dtype, 2, 3, 511),
                        Arguments.of(dtype, 2, 3, 512),
                        Arguments.of(dtype, 2, 5, 513),
                        Arguments.of(dtype, 3, 66, 1030),
                        Arguments.of(dtype, 17, 63, 5),
                        Arguments.of(dtype, 5, 64, 17),
                        Arguments.of(dtype, 4, 65, 33),
                        Arguments.of(dtype, 1, 131, 1),
                        Arguments.of(dtype, 70, 2, 1)));
    }

    @ParameterizedTest
    @MethodSource
    void products(DType dtype, int rows, int depth, int columns) {
        Tensor a = numbers(dtype, rows, depth);
        Tensor b = numbers(dtype, depth, columns);
        double[] expected = new double[rows * columns];
        for (int i = 0; i < expected.length; i++) {
            int row = i / columns;
            int column = i % columns;
            expected[i] = IntStream.range(0, depth)
                    .map(k -> element(row * depth + k) * element(k * columns + column))
                    .sum();
        }
        assertThat(a.matmul(b).toDoubleArray()).as("a b").isEqualTo(expected);
        assertThat(a.matmulTransposed(b.transpose()).toDoubleArray())
                .as("a (bᵀ)ᵀ")
                .isEqualTo(expected);
        assertThat(a.transpose().transposedMatmul(b).toDoubleArray())
                .as("(aᵀ)ᵀ b")
                .isEqualTo(expected);
    }
}
