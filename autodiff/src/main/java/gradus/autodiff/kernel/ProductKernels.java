package gradus.autodiff.kernel;

import org.jspecify.annotations.Nullable;

/**
 * The matrix product.
 *
 * @param <A> the array: {@code float[]} or {@code double[]}
 */
public interface ProductKernels<A> {
    /** A thread is worth its hand-over for this many multiplications. */
    int GRAIN = 1 << 20;

    /**
     * The product of two row-major matrices in {@code y}, which is {@code rows x columns} from
     * {@code y0} on; what it held does not matter. The left one is {@code rows x depth} from {@code
     * a0} on, or {@code depth x rows} if {@code aTransposed}; the right one is {@code depth x
     * columns} from {@code b0} on, or {@code columns x depth} if {@code bTransposed}. Each element
     * is accumulated with fused multiply-adds in the order of depth, in the blocks and the tree of
     * {@link LongSums}. The first block starts from the element's column of {@code bias}, or from
     * 0.
     */
    void matmul(
            A a,
            int a0,
            boolean aTransposed,
            A b,
            int b0,
            boolean bTransposed,
            @Nullable A bias,
            A y,
            int y0,
            int rows,
            int depth,
            int columns);
}
