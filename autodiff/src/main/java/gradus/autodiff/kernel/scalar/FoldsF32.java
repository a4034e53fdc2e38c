package gradus.autodiff.kernel.scalar;

import gradus.autodiff.kernel.threads.Parallel;

/** Folds lines of elements, in one order whatever the machine. */
final class FoldsF32 {
    /**
     * Side by side elements are folded in blocks of this many: the error of a sum stays small, and
     * cores can share the blocks.
     */
    static final int BLOCK = 4096;

    /** Fewer elements are not worth another core. */
    static final int GRAIN = 1 << 16;

    private FoldsF32() {}

    /** Folds {@code from <= i < to} into one number. */
    interface Fold {
        float of(float[] x, int from, int to);
    }

    /** Folds side by side elements, in blocks. */
    static float inBlocks(float[] x, int start, int length, Fold block, Fold blocks) {
        if (length <= BLOCK) {
            return block.of(x, start, start + length);
        }
        float[] parts = new float[(length - 1) / BLOCK + 1];
        Parallel.ranges(parts.length, GRAIN / BLOCK, (from, to) -> {
            for (int part = from; part < to; part++) {
                int first = part * BLOCK;
                int begin = start + first;
                parts[part] = block.of(x, begin, begin + Math.min(length - first, BLOCK));
            }
        });
        return inBlocks(parts, 0, parts.length, blocks, blocks);
    }

    /** Folds each line along the middle axis; {@code fold} sees its elements side by side. */
    static void lines(float[] x, float[] y, int outer, int length, int inner, Fold fold) {
        Parallel.ranges(outer * inner, GRAIN / Math.max(1, length) + 1, (first, end) -> {
            float[] line = inner == 1 ? x : new float[length];
            for (int i = first; i < end; i++) {
                int start = i / inner * length * inner + i % inner;
                gather(x, start, length, inner, line);
                int from = inner == 1 ? start : 0;
                y[i] = fold.of(line, from, from + length);
            }
        });
    }

    /**
     * Copies elements that stand {@code step} apart to the start of {@code line}; those side by
     * side stay where they are.
     */
    static void gather(float[] x, int start, int length, int step, float[] line) {
        if (step > 1) {
            for (int l = 0; l < length; l++) {
                line[l] = x[start + l * step];
            }
        }
    }
}
