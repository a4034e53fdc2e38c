package gradus.examples.table;

import module gradus.examples;

/**
 * Ridge regression: the linear function of least squares, with a penalty on its weights. It solves
 * (XᵀX + λ) W = XᵀY by Cholesky's decomposition.
 *
 * @param weights {@code [inputs + 1, outputs]}; the last row is not penalized
 */
record Ridge(Tensor weights) {
    private static final ImmutableList<Double> PENALTIES = Lists.immutable.with(0.01, 0.1, 1.0, 10.0, 100.0);

    /** With the penalty that has the least squared error on the second part. */
    static Ridge fit(Tensor x, Tensor y, Tensor validationX, Tensor validationY) {
        return PENALTIES
                .collect(penalty -> fit(x, y, penalty))
                .minBy(ridge -> ridge.apply(validationX)
                        .sub(validationY)
                        .square()
                        .mean()
                        .item());
    }

    static Ridge fit(Tensor x, Tensor y, double penalty) {
        double[] rows = withOnes(x).toDoubleArray();
        double[] targets = y.toDoubleArray();
        int width = x.shape().dim(1) + 1;
        int outputs = y.shape().dim(1);
        double[][] square = new double[width][width];
        double[][] right = new double[width][outputs];
        for (int row = 0; row < x.shape().dim(0); row++) {
            for (int i = 0; i < width; i++) {
                double factor = rows[row * width + i];
                for (int j = 0; j <= i; j++) {
                    square[i][j] += factor * rows[row * width + j];
                }
                for (int k = 0; k < outputs; k++) {
                    right[i][k] += factor * targets[row * outputs + k];
                }
            }
        }
        for (int i = 0; i < width - 1; i++) {
            square[i][i] += penalty;
        }
        decompose(square);
        solve(square, right, outputs);
        return new Ridge(Tensor.of(right));
    }

    /** Puts L with L Lᵀ = A in the place of the lower half of A. */
    private static void decompose(double[][] a) {
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j <= i; j++) {
                double rest = a[i][j];
                for (int k = 0; k < j; k++) {
                    rest -= a[i][k] * a[j][k];
                }
                a[i][j] = i == j ? Math.sqrt(rest) : rest / a[j][j];
            }
        }
    }

    /** Puts the solution X of L Lᵀ X = B in the place of B. */
    private static void solve(double[][] lower, double[][] b, int outputs) {
        int last = lower.length - 1;
        for (int output = 0; output < outputs; output++) {
            for (int i = 0; i <= last; i++) {
                for (int k = 0; k < i; k++) {
                    b[i][output] -= lower[i][k] * b[k][output];
                }
                b[i][output] /= lower[i][i];
            }
            for (int i = last; i >= 0; i--) {
                for (int k = i + 1; k <= last; k++) {
                    b[i][output] -= lower[k][i] * b[k][output];
                }
                b[i][output] /= lower[i][i];
            }
        }
    }

    private static Tensor withOnes(Tensor x) {
        return Tensor.concat(1, x, Tensor.ones(DType.F64, Shape.of(x.shape().dim(0), 1)));
    }

    /** What it says of inputs {@code [n, inputs]}. */
    Tensor apply(Tensor x) {
        return withOnes(x).matmul(weights);
    }
}
