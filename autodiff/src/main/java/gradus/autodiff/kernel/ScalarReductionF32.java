package gradus.autodiff.kernel;

/** Reductions in plain Java. */
interface ScalarReductionF32 extends ReductionKernels<float[]> {
    /** A contiguous sum runs in this many lanes, whatever the machine's own number. */
    int LANES = 16;

    /** A contiguous sum is cut into blocks of this many elements, whose sums are added in order: the error stays small. */
    int BLOCK = 4096;

    @Override
    default void sum(float[] x, float[] y, int outer, int length, int inner) {
        if (inner == 1) {
            for (int o = 0; o < outer; o++) {
                y[o] = contiguousSum(x, o * length, length);
            }
            return;
        }
        for (int o = 0; o < outer; o++) {
            addRows(x, o * length * inner, length, inner, y, o * inner);
        }
    }

    /** Pairwise over halves, so that the error grows with the logarithm of the length; short runs are added in order. */
    private static void addRows(float[] x, int x0, int length, int inner, float[] y, int y0) {
        if (length <= 64) {
            for (int row = 0; row < length; row++) {
                int start = x0 + row * inner;
                for (int i = 0; i < inner; i++) {
                    y[y0 + i] += x[start + i];
                }
            }
            return;
        }
        int half = Integer.highestOneBit(length - 1);
        addRows(x, x0, half, inner, y, y0);
        float[] rest = new float[inner];
        addRows(x, x0 + half * inner, length - half, inner, rest, 0);
        for (int i = 0; i < inner; i++) {
            y[y0 + i] += rest[i];
        }
    }

    private static float contiguousSum(float[] x, int start, int length) {
        float total = 0;
        float[] lanes = new float[LANES];
        for (int block = 0; block < length; block += BLOCK) {
            int end = start + Math.min(length, block + BLOCK);
            int i = start + block;
            for (int lane = 0; lane < LANES; lane++) {
                lanes[lane] = 0;
            }
            for (; i <= end - LANES; i += LANES) {
                for (int lane = 0; lane < LANES; lane++) {
                    lanes[lane] += x[i + lane];
                }
            }
            for (int lane = 0; i < end; i++, lane++) {
                lanes[lane] += x[i];
            }
            for (int half = LANES / 2; half > 0; half /= 2) {
                for (int lane = 0; lane < half; lane++) {
                    lanes[lane] += lanes[lane + half];
                }
            }
            total += lanes[0];
        }
        return total;
    }

    @Override
    default void prod(float[] x, float[] y, int outer, int length, int inner) {
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                float product = 1;
                for (int l = 0, at = o * length * inner + i; l < length; l++, at += inner) {
                    product *= x[at];
                }
                y[o * inner + i] = product;
            }
        }
    }

    @Override
    default void max(float[] x, float[] y, int outer, int length, int inner) {
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                y[o * inner + i] = largest(x, o * length * inner + i, length, inner);
            }
        }
    }

    static float largest(float[] x, int start, int length, int step) {
        float largest = x[start];
        for (int l = 1, at = start + step; l < length; l++, at += step) {
            largest = Math.max(largest, x[at]);
        }
        return largest;
    }

    @Override
    default void min(float[] x, float[] y, int outer, int length, int inner) {
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                int start = o * length * inner + i;
                float smallest = x[start];
                for (int l = 1, at = start + inner; l < length; l++, at += inner) {
                    smallest = Math.min(smallest, x[at]);
                }
                y[o * inner + i] = smallest;
            }
        }
    }

    @Override
    default void norm(float[] x, float[] y, int outer, int length, int inner) {
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                y[o * inner + i] = norm(x, o * length * inner + i, length, inner);
            }
        }
    }

    private static float norm(float[] x, int start, int length, int step) {
        double largest = 0;
        for (int l = 0, at = start; l < length; l++, at += step) {
            largest = Math.max(largest, Math.abs(x[at]));
        }
        if (largest == 0 || Double.isNaN(largest) || Double.isInfinite(largest)) {
            return (float) largest;
        }
        // A power of two: dividing by it is exact.
        int exponent = Math.getExponent(largest);
        double sum = 0;
        for (int l = 0, at = start; l < length; l++, at += step) {
            double scaled = Math.scalb((double) x[at], -exponent);
            sum = Math.fma(scaled, scaled, sum);
        }
        return (float) Math.scalb(Math.sqrt(sum), exponent);
    }

    @Override
    default void logSumExp(float[] x, float[] y, int outer, int length, int inner) {
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                y[o * inner + i] = (float) logSumExp(x, o * length * inner + i, length, inner);
            }
        }
    }

    private static double logSumExp(float[] x, int start, int length, int step) {
        double largest = largest(x, start, length, step);
        return Double.isInfinite(largest) ? largest : largest + logExpSum(x, start, length, step, largest);
    }

    /** log of the sum of e^(x - largest), in double. The largest's own 1 is left to log1p: tiny others still count. */
    static double logExpSum(float[] x, int start, int length, int step, double largest) {
        double others = 0;
        boolean seen = false;
        for (int l = 0, at = start; l < length; l++, at += step) {
            if (!seen && x[at] == largest) {
                seen = true;
            } else {
                others += StrictMath.exp(x[at] - largest);
            }
        }
        return StrictMath.log1p(others);
    }

    @Override
    default void argMax(float[] x, int[] y, int outer, int length, int inner) {
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                int start = o * length * inner + i;
                int best = 0;
                for (int l = 1; l < length && !Float.isNaN(x[start + best * inner]); l++) {
                    if (!(x[start + l * inner] <= x[start + best * inner])) {
                        best = l;
                    }
                }
                y[o * inner + i] = best;
            }
        }
    }

    @Override
    default void argMin(float[] x, int[] y, int outer, int length, int inner) {
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                int start = o * length * inner + i;
                int best = 0;
                for (int l = 1; l < length && !Float.isNaN(x[start + best * inner]); l++) {
                    if (!(x[start + l * inner] >= x[start + best * inner])) {
                        best = l;
                    }
                }
                y[o * inner + i] = best;
            }
        }
    }

    @Override
    default void cumulativeSum(float[] x, float[] y, int outer, int length, int inner) {
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                float running = 0;
                for (int l = 0, at = o * length * inner + i; l < length; l++, at += inner) {
                    running += x[at];
                    y[at] = running;
                }
            }
        }
    }

    @Override
    default void softmax(float[] x, float[] y, int outer, int length, int inner) {
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                softmaxOf(x, y, o * length * inner + i, length, inner);
            }
        }
    }

    /** Divides by the sum rather than taking e^(x - logSumExp x), so that the results add up to 1 more exactly. */
    private static void softmaxOf(float[] x, float[] y, int start, int length, int step) {
        double largest = largest(x, start, length, step);
        double sum = 0;
        for (int l = 0, at = start; l < length; l++, at += step) {
            sum += StrictMath.exp(x[at] - largest);
        }
        for (int l = 0, at = start; l < length; l++, at += step) {
            y[at] = (float) (StrictMath.exp(x[at] - largest) / sum);
        }
    }

    @Override
    default void logSoftmax(float[] x, float[] y, int outer, int length, int inner) {
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < inner; i++) {
                int start = o * length * inner + i;
                double largest = largest(x, start, length, inner);
                // Subtracting the largest first keeps the small differences that a huge common offset would swallow.
                double logSum = logExpSum(x, start, length, inner, largest);
                for (int l = 0, at = start; l < length; l++, at += inner) {
                    y[at] = (float) (x[at] - largest - logSum);
                }
            }
        }
    }
}
