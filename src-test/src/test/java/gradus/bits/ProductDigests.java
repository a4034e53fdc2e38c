package gradus.bits;

import gradus.autodiff.Applied;
import gradus.autodiff.Contraction;
import gradus.autodiff.DType;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * One line for each size of a matrix product and element type, over all four ways to transpose the
 * operands: sizes beyond the blocks that the vector kernels cut products into, and thin ones, which
 * the operators' samples do not reach.
 */
final class ProductDigests {
    /** Rows, depth and columns. */
    private static final ImmutableList<int[]> SIZES = Lists.immutable.with(
            new int[] {1, 784, 300},
            new int[] {300, 784, 1},
            new int[] {1, 5000, 1},
            new int[] {7, 700, 90},
            new int[] {90, 700, 7},
            new int[] {129, 1, 257},
            new int[] {33, 1201, 35},
            new int[] {517, 301, 97},
            new int[] {1013, 13, 130});

    private ProductDigests() {}

    static ImmutableList<String> lines() {
        return Lists.immutable
                .with(DType.values())
                .flatCollect(dtype -> SIZES.collect(size -> line(dtype, size[0], size[1], size[2])));
    }

    private static String line(DType dtype, int rows, int depth, int columns) {
        var random = Randomness.seeded(depth);
        Tensor a = Tensor.uniform(dtype, Shape.of(rows, depth), -1, 1, random);
        Tensor b = Tensor.uniform(dtype, Shape.of(depth, columns), -1, 1, random);
        var all = new Fingerprint();
        for (boolean turnA : new boolean[] {false, true}) {
            for (boolean turnB : new boolean[] {false, true}) {
                all.add(Applied.of(
                        new Contraction.Matmul(turnA, turnB),
                        Lists.immutable.with(turnA ? a.transpose() : a, turnB ? b.transpose() : b)));
            }
        }
        return "%dx%dx%d %s %s".formatted(rows, depth, columns, dtype, all.brief());
    }
}
