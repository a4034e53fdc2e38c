package gradus.autodiff.kernel.vector;

import static gradus.autodiff.kernel.scalar.NormalizationF32.SUM_LANES;

import gradus.autodiff.kernel.scalar.ScalarLoopsF32;
import gradus.autodiff.kernel.scalar.Standardized;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of normalizations on vectors of doubles. Sums are in two vectors of each kind, eight
 * elements apart; where vectors are shorter, several rounds fill the lanes.
 */
final class WideLoopsF32 {
    private static final VectorSpecies<Double> WIDE = WideF32.SPECIES;
    private static final int WIDTH = WIDE.length();
    private static final int HALF = SUM_LANES / 2;

    private WideLoopsF32() {}

    static void normalize(
            float[] x,
            float[] y,
            int from,
            int to,
            Standardized group,
            float[] weights,
            float[] biases,
            int w,
            int dw) {
        DoubleVector scale = DoubleVector.broadcast(WIDE, group.scale());
        DoubleVector level = DoubleVector.broadcast(WIDE, group.level());
        DoubleVector offset = DoubleVector.broadcast(WIDE, group.offset());
        DoubleVector factor = DoubleVector.broadcast(WIDE, group.factor());
        int ahead = w - from;
        int i = from;
        if (dw == 0 && from < to) {
            DoubleVector weight = DoubleVector.broadcast(WIDE, weights[w]);
            DoubleVector bias = DoubleVector.broadcast(WIDE, biases[w]);
            for (; i <= to - WIDTH; i += WIDTH) {
                DoubleVector z =
                        WideF32.load(x, i).mul(scale).sub(level).sub(offset).mul(factor);
                WideF32.store(z.mul(weight).add(bias), y, i);
            }
        } else {
            for (; i <= to - WIDTH; i += WIDTH) {
                DoubleVector z =
                        WideF32.load(x, i).mul(scale).sub(level).sub(offset).mul(factor);
                WideF32.store(z.mul(WideF32.load(weights, i + ahead)).add(WideF32.load(biases, i + ahead)), y, i);
            }
        }
        ScalarLoopsF32.PLAIN.normalizePart(x, y, i, to, group, weights, biases, w + (i - from) * dw, dw);
    }

    static void distanceSums(float[] x, int from, int to, double scale, double level, double[] lanes) {
        DoubleVector scales = DoubleVector.broadcast(WIDE, scale);
        DoubleVector levels = DoubleVector.broadcast(WIDE, level);
        int whole = from + (to - from) / SUM_LANES * SUM_LANES;
        for (int lane = 0; lane < HALF; lane += WIDTH) {
            DoubleVector a = DoubleVector.fromArray(WIDE, lanes, lane);
            DoubleVector b = DoubleVector.fromArray(WIDE, lanes, lane + HALF);
            DoubleVector c = DoubleVector.fromArray(WIDE, lanes, lane + 2 * HALF);
            DoubleVector d = DoubleVector.fromArray(WIDE, lanes, lane + 3 * HALF);
            for (int i = from + lane; i < whole; i += SUM_LANES) {
                DoubleVector first = WideF32.load(x, i).mul(scales).sub(levels);
                DoubleVector second = WideF32.load(x, i + HALF).mul(scales).sub(levels);
                a = a.add(first);
                b = b.add(second);
                c = c.add(first.mul(first));
                d = d.add(second.mul(second));
            }
            a.intoArray(lanes, lane);
            b.intoArray(lanes, lane + HALF);
            c.intoArray(lanes, lane + 2 * HALF);
            d.intoArray(lanes, lane + 3 * HALF);
        }
        ScalarLoopsF32.PLAIN.distanceSums(x, whole, to, scale, level, lanes);
    }

    static void cotangentSums(
            float[] x,
            float[] g,
            int from,
            int to,
            Standardized group,
            float[] weights,
            int w,
            int dw,
            double[] lanes) {
        DoubleVector scale = DoubleVector.broadcast(WIDE, group.scale());
        DoubleVector level = DoubleVector.broadcast(WIDE, group.level());
        DoubleVector offset = DoubleVector.broadcast(WIDE, group.offset());
        DoubleVector factor = DoubleVector.broadcast(WIDE, group.factor());
        int whole = from + (to - from) / SUM_LANES * SUM_LANES;
        int ahead = w - from;
        for (int lane = 0; lane < HALF; lane += WIDTH) {
            DoubleVector weight = DoubleVector.broadcast(WIDE, from < to ? weights[w] : 0);
            DoubleVector other = weight;
            DoubleVector a = DoubleVector.fromArray(WIDE, lanes, lane);
            DoubleVector b = DoubleVector.fromArray(WIDE, lanes, lane + HALF);
            DoubleVector c = DoubleVector.fromArray(WIDE, lanes, lane + 2 * HALF);
            DoubleVector d = DoubleVector.fromArray(WIDE, lanes, lane + 3 * HALF);
            for (int i = from + lane; i < whole; i += SUM_LANES) {
                if (dw == 1) {
                    weight = WideF32.load(weights, i + ahead);
                    other = WideF32.load(weights, i + HALF + ahead);
                }
                DoubleVector first = WideF32.load(g, i).mul(weight);
                DoubleVector second = WideF32.load(g, i + HALF).mul(other);
                DoubleVector z =
                        WideF32.load(x, i).mul(scale).sub(level).sub(offset).mul(factor);
                DoubleVector u = WideF32.load(x, i + HALF)
                        .mul(scale)
                        .sub(level)
                        .sub(offset)
                        .mul(factor);
                a = a.add(first);
                b = b.add(second);
                c = c.add(first.mul(z).blend(0, first.compare(VectorOperators.EQ, 0)));
                d = d.add(second.mul(u).blend(0, second.compare(VectorOperators.EQ, 0)));
            }
            a.intoArray(lanes, lane);
            b.intoArray(lanes, lane + HALF);
            c.intoArray(lanes, lane + 2 * HALF);
            d.intoArray(lanes, lane + 3 * HALF);
        }
        ScalarLoopsF32.PLAIN.cotangentSums(x, g, whole, to, group, weights, w + (whole - from) * dw, dw, lanes);
    }

    static void slope(
            float[] x,
            float[] g,
            float[] y,
            int from,
            int to,
            Standardized group,
            double mean,
            double share,
            float[] weights,
            int w,
            int dw) {
        DoubleVector scale = DoubleVector.broadcast(WIDE, group.scale());
        DoubleVector level = DoubleVector.broadcast(WIDE, group.level());
        DoubleVector offset = DoubleVector.broadcast(WIDE, group.offset());
        DoubleVector factor = DoubleVector.broadcast(WIDE, group.factor());
        DoubleVector means = DoubleVector.broadcast(WIDE, mean);
        DoubleVector shares = DoubleVector.broadcast(WIDE, share);
        DoubleVector weight = DoubleVector.broadcast(WIDE, from < to ? weights[w] : 0);
        int ahead = w - from;
        int i = from;
        for (; i <= to - WIDTH; i += WIDTH) {
            if (dw == 1) {
                weight = WideF32.load(weights, i + ahead);
            }
            DoubleVector z =
                    WideF32.load(x, i).mul(scale).sub(level).sub(offset).mul(factor);
            DoubleVector rest = WideF32.load(g, i).mul(weight).sub(means).sub(z.mul(shares));
            WideF32.store(rest.mul(factor).mul(scale), y, i);
        }
        ScalarLoopsF32.PLAIN.slopePart(x, g, y, i, to, group, mean, share, weights, w + (i - from) * dw, dw);
    }

    static void addProducts(float[] x, float[] g, int from, int to, Standardized group, double[] sums, int s) {
        DoubleVector scale = DoubleVector.broadcast(WIDE, group.scale());
        DoubleVector level = DoubleVector.broadcast(WIDE, group.level());
        DoubleVector offset = DoubleVector.broadcast(WIDE, group.offset());
        DoubleVector factor = DoubleVector.broadcast(WIDE, group.factor());
        int ahead = s - from;
        int i = from;
        for (; i <= to - WIDTH; i += WIDTH) {
            DoubleVector z =
                    WideF32.load(x, i).mul(scale).sub(level).sub(offset).mul(factor);
            DoubleVector cotangent = WideF32.load(g, i);
            DoubleVector product = cotangent.mul(z).blend(0, cotangent.compare(VectorOperators.EQ, 0));
            DoubleVector.fromArray(WIDE, sums, i + ahead).add(product).intoArray(sums, i + ahead);
        }
        ScalarLoopsF32.PLAIN.addProducts(x, g, i, to, group, sums, s + i - from);
    }
}
