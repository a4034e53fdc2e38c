package gradus.autodiff.kernel.product;

import gradus.autodiff.kernel.threads.Pool;

/**
 * The memory that a matrix product packs its operands into: of a pool, so that large products
 * allocate nothing in steady state, and find it in the caches.
 */
final class PackingBuffersF32 {
    private static final Pool<PackingBuffersF32> POOL = new Pool<>(PackingBuffersF32::new);

    private float[] left = new float[0];
    private float[] right = new float[0];
    private float[] planes = new float[0];

    private PackingBuffersF32() {}

    static PackingBuffersF32 borrow() {
        return POOL.borrow();
    }

    void giveBack() {
        POOL.giveBack(this);
    }

    /** Room for tiles of the left operand; what it holds is undefined. */
    float[] left(int size) {
        if (left.length < size) {
            left = new float[size];
        }
        return left;
    }

    /** Room for panels of the right operand; what it holds is undefined. */
    float[] right(int size) {
        if (right.length < size) {
            right = new float[size];
        }
        return right;
    }

    /** Room for planes of images; what it holds is undefined. */
    float[] planes(int size) {
        if (planes.length < size) {
            planes = new float[size];
        }
        return planes;
    }
}
