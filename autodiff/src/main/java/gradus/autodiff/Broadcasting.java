package gradus.autodiff;

import gradus.autodiff.kernel.threads.Parallel;

/**
 * How two operands are read to fill a common shape: as rows in which each operand advances by one
 * or stands still. Axes that continue each other in both operands are merged first, so that equal
 * shapes, a number operand and a bias all need as few and as long rows as possible.
 */
final class Broadcasting {
    /** What to do with one row; steps are 0 (stand still) or 1 (advance). */
    interface Row {
        void run(int aStart, int aStep, int bStart, int bStep, int start, int count);
    }

    private final int rank;
    private final int[] dims;
    private final int[] aStrides;
    private final int[] bStrides;
    private final int size;

    private Broadcasting(int rank, int[] dims, int[] aStrides, int[] bStrides, int size) {
        this.rank = rank;
        this.dims = dims;
        this.aStrides = aStrides;
        this.bStrides = bStrides;
        this.size = size;
    }

    static Broadcasting of(Shape a, Shape b, Shape to) {
        int[] aStrides = strides(a, to);
        int[] bStrides = strides(b, to);
        int[] dims = to.toArray();
        int last = -1;
        for (int axis = 0; axis < dims.length; axis++) {
            if (dims[axis] == 1) {
                continue;
            }
            boolean continues = last >= 0
                    && aStrides[last] == aStrides[axis] * dims[axis]
                    && bStrides[last] == bStrides[axis] * dims[axis];
            if (continues) {
                dims[last] *= dims[axis];
            } else {
                dims[++last] = dims[axis];
            }
            aStrides[last] = aStrides[axis];
            bStrides[last] = bStrides[axis];
        }
        return new Broadcasting(last + 1, dims, aStrides, bStrides, to.size());
    }

    /** The strides with which {@code operand} is read to fill {@code to}: 0 along repeated axes. */
    static int[] strides(Shape operand, Shape to) {
        int[] own = operand.strides();
        int[] strides = new int[to.rank()];
        for (int fromLast = 1; fromLast <= operand.rank(); fromLast++) {
            boolean repeated = operand.dim(-fromLast) == 1;
            strides[to.rank() - fromLast] = repeated ? 0 : own[operand.rank() - fromLast];
        }
        return strides;
    }

    /**
     * Visits every row, in the order of the result; many rows on several cores, which each take a
     * run of them.
     */
    void rows(Row row) {
        if (size == 0) {
            return;
        }
        if (rank == 0) {
            row.run(0, 0, 0, 0, 0, 1);
            return;
        }
        int count = dims[rank - 1];
        if (size < 2 * Parallel.GRAIN) {
            rows(row, 0, size / count);
        } else {
            Parallel.ranges(size / count, Math.ceilDiv(Parallel.GRAIN, count), (from, to) -> rows(row, from, to));
        }
    }

    private void rows(Row row, int from, int to) {
        int inner = rank - 1;
        int count = dims[inner];
        int[] index = new int[inner];
        int aStart = 0;
        int bStart = 0;
        for (int axis = inner - 1, left = from; axis >= 0; axis--) {
            index[axis] = left % dims[axis];
            left /= dims[axis];
            aStart += index[axis] * aStrides[axis];
            bStart += index[axis] * bStrides[axis];
        }
        for (int start = from * count; start < to * count; start += count) {
            row.run(aStart, aStrides[inner], bStart, bStrides[inner], start, count);
            for (int axis = inner - 1; axis >= 0; axis--) {
                aStart += aStrides[axis];
                bStart += bStrides[axis];
                if (++index[axis] < dims[axis]) {
                    break;
                }
                index[axis] = 0;
                aStart -= aStrides[axis] * dims[axis];
                bStart -= bStrides[axis] * dims[axis];
            }
        }
    }
}
