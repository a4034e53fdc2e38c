package gradus.autodiff.kernel.scalar;

import gradus.autodiff.kernel.IndexingKernels;
import gradus.autodiff.kernel.LongSums;

/** Look-ups in plain Java. */
public interface IndexingF32 extends IndexingKernels<float[]> {
    @Override
    default void select(float[] x, float[] y, int[] rows, int outer, int axis, int inner) {
        int to = 0;
        for (int o = 0; o < outer; o++) {
            for (int row : rows) {
                System.arraycopy(x, (o * axis + row) * inner, y, to, inner);
                to += inner;
            }
        }
    }

    @Override
    default void addSelected(float[] x, float[] y, int[] rows, int outer, int axis, int inner) {
        if (rows.length > LongSums.BLOCK) {
            GroupedSumsF32 groups = GroupedSumsF32.by(rows, 0, 1, rows.length, axis);
            for (int o = 0; o < outer; o++) {
                groups.add(x, o * rows.length * inner, inner, inner, y, o * axis * inner, inner);
            }
            return;
        }
        int from = 0;
        for (int o = 0; o < outer; o++) {
            for (int row : rows) {
                int to = (o * axis + row) * inner;
                for (int i = 0; i < inner; i++) {
                    y[to + i] += x[from + i];
                }
                from += inner;
            }
        }
    }

    @Override
    default void take(float[] x, float[] y, int[] index, int outer, int axis, int length, int inner) {
        for (int o = 0, at = 0; o < outer; o++) {
            for (int l = 0; l < length; l++) {
                for (int i = 0; i < inner; i++, at++) {
                    y[at] = x[(o * axis + index[at]) * inner + i];
                }
            }
        }
    }

    @Override
    default void addTaken(float[] x, float[] y, int[] index, int outer, int axis, int length, int inner) {
        if (length > LongSums.BLOCK) {
            for (int i = 0; i < outer * inner; i++) {
                int o = i / inner;
                int from = o * length * inner + i % inner;
                GroupedSumsF32.by(index, from, inner, length, axis)
                        .add(x, from, inner, 1, y, o * axis * inner + i % inner, inner);
            }
            return;
        }
        for (int o = 0, at = 0; o < outer; o++) {
            for (int l = 0; l < length; l++) {
                for (int i = 0; i < inner; i++, at++) {
                    y[(o * axis + index[at]) * inner + i] += x[at];
                }
            }
        }
    }
}
