package gradus.autodiff.kernel.vector;

import static jdk.incubator.vector.VectorOperators.D2F;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.F2D;

import gradus.autodiff.kernel.scalar.NormalizationLoopsF32;
import gradus.autodiff.kernel.scalar.Standardized;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of normalizations of floats on vectors of doubles. Sums are in two vectors of each kind,
 * eight elements apart; where vectors are shorter, several rounds fill the lanes.
 *
 * <p>Reading and rounding a vector are written out: in large methods the compiler does not inline a
 * method of ours any more, and a vector that a method gives back becomes an object.
 */
final class WideLoops extends NormalizationLoopsF32 {
    static final WideLoops WIDE_LOOPS = new WideLoops();

    private static final VectorSpecies<Float> NARROW = LanesF32.HALF;

    /** Of twice as many bits, and so of as many elements. */
    private static final VectorSpecies<Double> WIDE = LanesF64.SPECIES;

    private static final int WIDTH = WIDE.length();
    private static final int HALF = SUM_LANES / 2;

    private WideLoops() {}

    @Override
    public void normalizePart(float[] x, float[] y, int from, int to, Standardized group, double weight, double bias) {
        DoubleVector scale = DoubleVector.broadcast(WIDE, group.scale());
        DoubleVector level = DoubleVector.broadcast(WIDE, group.level());
        DoubleVector offset = DoubleVector.broadcast(WIDE, group.offset());
        DoubleVector factor = DoubleVector.broadcast(WIDE, group.factor());
        DoubleVector weights = DoubleVector.broadcast(WIDE, weight);
        DoubleVector biases = DoubleVector.broadcast(WIDE, bias);
        int i = from;
        for (; i <= to - WIDTH; i += WIDTH) {
            DoubleVector z = ((DoubleVector) FloatVector.fromArray(NARROW, x, i).convertShape(F2D, WIDE, 0))
                    .mul(scale)
                    .sub(level)
                    .sub(offset)
                    .mul(factor);
            ((FloatVector) z.mul(weights).add(biases).convertShape(D2F, NARROW, 0)).intoArray(y, i);
        }
        super.normalizePart(x, y, i, to, group, weight, bias);
    }

    @Override
    public void normalizeRow(
            float[] x, float[] y, int from, int to, Standardized group, float[] weights, float[] biases, int w) {
        DoubleVector scale = DoubleVector.broadcast(WIDE, group.scale());
        DoubleVector level = DoubleVector.broadcast(WIDE, group.level());
        DoubleVector offset = DoubleVector.broadcast(WIDE, group.offset());
        DoubleVector factor = DoubleVector.broadcast(WIDE, group.factor());
        int ahead = w - from;
        int i = from;
        for (; i <= to - WIDTH; i += WIDTH) {
            DoubleVector z = ((DoubleVector) FloatVector.fromArray(NARROW, x, i).convertShape(F2D, WIDE, 0))
                    .mul(scale)
                    .sub(level)
                    .sub(offset)
                    .mul(factor);
            ((FloatVector) z.mul(((DoubleVector) FloatVector.fromArray(NARROW, weights, i + ahead)
                                    .convertShape(F2D, WIDE, 0)))
                            .add(((DoubleVector) FloatVector.fromArray(NARROW, biases, i + ahead)
                                    .convertShape(F2D, WIDE, 0)))
                            .convertShape(D2F, NARROW, 0))
                    .intoArray(y, i);
        }
        super.normalizeRow(x, y, i, to, group, weights, biases, i + ahead);
    }

    @Override
    public void distanceSums(float[] x, int from, int to, double scale, double level, double[] lanes) {
        DoubleVector scales = DoubleVector.broadcast(WIDE, scale);
        DoubleVector levels = DoubleVector.broadcast(WIDE, level);
        int whole = from + (to - from) / SUM_LANES * SUM_LANES;
        DoubleVector none = DoubleVector.broadcast(WIDE, -0.0);
        for (int lane = 0; lane < HALF; lane += WIDTH) {
            DoubleVector a = DoubleVector.fromArray(WIDE, lanes, lane);
            DoubleVector b = DoubleVector.fromArray(WIDE, lanes, lane + HALF);
            DoubleVector c = DoubleVector.fromArray(WIDE, lanes, lane + 2 * HALF);
            DoubleVector d = DoubleVector.fromArray(WIDE, lanes, lane + 3 * HALF);
            for (int i = from + lane; i < whole; i += SUM_LANES) {
                DoubleVector first = ((DoubleVector)
                                FloatVector.fromArray(NARROW, x, i).convertShape(F2D, WIDE, 0))
                        .mul(scales)
                        .sub(levels);
                DoubleVector second = ((DoubleVector)
                                FloatVector.fromArray(NARROW, x, i + HALF).convertShape(F2D, WIDE, 0))
                        .mul(scales)
                        .sub(levels);
                a = first.add(a);
                b = second.add(b);
                c = first.mul(first).add(c);
                d = second.mul(second).add(d);
            }
            none.add(a).intoArray(lanes, lane);
            none.add(b).intoArray(lanes, lane + HALF);
            none.add(c).intoArray(lanes, lane + 2 * HALF);
            none.add(d).intoArray(lanes, lane + 3 * HALF);
        }
        super.distanceSums(x, whole, to, scale, level, lanes);
    }

    @Override
    public void cotangentSums(
            float[] x, float[] g, int from, int to, Standardized group, double weight, double[] lanes) {
        DoubleVector scale = DoubleVector.broadcast(WIDE, group.scale());
        DoubleVector level = DoubleVector.broadcast(WIDE, group.level());
        DoubleVector offset = DoubleVector.broadcast(WIDE, group.offset());
        DoubleVector factor = DoubleVector.broadcast(WIDE, group.factor());
        DoubleVector weights = DoubleVector.broadcast(WIDE, weight);
        int whole = from + (to - from) / SUM_LANES * SUM_LANES;
        DoubleVector none = DoubleVector.broadcast(WIDE, -0.0);
        for (int lane = 0; lane < HALF; lane += WIDTH) {
            DoubleVector a = DoubleVector.fromArray(WIDE, lanes, lane);
            DoubleVector b = DoubleVector.fromArray(WIDE, lanes, lane + HALF);
            DoubleVector c = DoubleVector.fromArray(WIDE, lanes, lane + 2 * HALF);
            DoubleVector d = DoubleVector.fromArray(WIDE, lanes, lane + 3 * HALF);
            for (int i = from + lane; i < whole; i += SUM_LANES) {
                DoubleVector cotangent =
                        ((DoubleVector) FloatVector.fromArray(NARROW, g, i).convertShape(F2D, WIDE, 0));
                DoubleVector first = cotangent.mul(weights).blend(0, cotangent.compare(EQ, 0));
                DoubleVector other = ((DoubleVector)
                        FloatVector.fromArray(NARROW, g, i + HALF).convertShape(F2D, WIDE, 0));
                DoubleVector second = other.mul(weights).blend(0, other.compare(EQ, 0));
                DoubleVector z = ((DoubleVector)
                                FloatVector.fromArray(NARROW, x, i).convertShape(F2D, WIDE, 0))
                        .mul(scale)
                        .sub(level)
                        .sub(offset)
                        .mul(factor);
                DoubleVector u = ((DoubleVector)
                                FloatVector.fromArray(NARROW, x, i + HALF).convertShape(F2D, WIDE, 0))
                        .mul(scale)
                        .sub(level)
                        .sub(offset)
                        .mul(factor);
                a = first.add(a);
                b = second.add(b);
                c = first.mul(z).blend(0, first.compare(EQ, 0)).add(c);
                d = second.mul(u).blend(0, second.compare(EQ, 0)).add(d);
            }
            none.add(a).intoArray(lanes, lane);
            none.add(b).intoArray(lanes, lane + HALF);
            none.add(c).intoArray(lanes, lane + 2 * HALF);
            none.add(d).intoArray(lanes, lane + 3 * HALF);
        }
        super.cotangentSums(x, g, whole, to, group, weight, lanes);
    }

    @Override
    public void cotangentRowSums(
            float[] x, float[] g, int from, int to, Standardized group, float[] weights, int w, double[] lanes) {
        DoubleVector scale = DoubleVector.broadcast(WIDE, group.scale());
        DoubleVector level = DoubleVector.broadcast(WIDE, group.level());
        DoubleVector offset = DoubleVector.broadcast(WIDE, group.offset());
        DoubleVector factor = DoubleVector.broadcast(WIDE, group.factor());
        int ahead = w - from;
        int whole = from + (to - from) / SUM_LANES * SUM_LANES;
        DoubleVector none = DoubleVector.broadcast(WIDE, -0.0);
        for (int lane = 0; lane < HALF; lane += WIDTH) {
            DoubleVector a = DoubleVector.fromArray(WIDE, lanes, lane);
            DoubleVector b = DoubleVector.fromArray(WIDE, lanes, lane + HALF);
            DoubleVector c = DoubleVector.fromArray(WIDE, lanes, lane + 2 * HALF);
            DoubleVector d = DoubleVector.fromArray(WIDE, lanes, lane + 3 * HALF);
            for (int i = from + lane; i < whole; i += SUM_LANES) {
                DoubleVector cotangent =
                        ((DoubleVector) FloatVector.fromArray(NARROW, g, i).convertShape(F2D, WIDE, 0));
                DoubleVector first = cotangent
                        .mul(((DoubleVector) FloatVector.fromArray(NARROW, weights, i + ahead)
                                .convertShape(F2D, WIDE, 0)))
                        .blend(0, cotangent.compare(EQ, 0));
                DoubleVector other = ((DoubleVector)
                        FloatVector.fromArray(NARROW, g, i + HALF).convertShape(F2D, WIDE, 0));
                DoubleVector second = other.mul(((DoubleVector) FloatVector.fromArray(NARROW, weights, i + HALF + ahead)
                                .convertShape(F2D, WIDE, 0)))
                        .blend(0, other.compare(EQ, 0));
                DoubleVector z = ((DoubleVector)
                                FloatVector.fromArray(NARROW, x, i).convertShape(F2D, WIDE, 0))
                        .mul(scale)
                        .sub(level)
                        .sub(offset)
                        .mul(factor);
                DoubleVector u = ((DoubleVector)
                                FloatVector.fromArray(NARROW, x, i + HALF).convertShape(F2D, WIDE, 0))
                        .mul(scale)
                        .sub(level)
                        .sub(offset)
                        .mul(factor);
                a = first.add(a);
                b = second.add(b);
                c = first.mul(z).blend(0, first.compare(EQ, 0)).add(c);
                d = second.mul(u).blend(0, second.compare(EQ, 0)).add(d);
            }
            none.add(a).intoArray(lanes, lane);
            none.add(b).intoArray(lanes, lane + HALF);
            none.add(c).intoArray(lanes, lane + 2 * HALF);
            none.add(d).intoArray(lanes, lane + 3 * HALF);
        }
        super.cotangentRowSums(x, g, whole, to, group, weights, whole + ahead, lanes);
    }

    @Override
    public void slopePart(
            float[] x,
            float[] g,
            float[] y,
            int from,
            int to,
            Standardized group,
            double mean,
            double share,
            double weight) {
        DoubleVector scale = DoubleVector.broadcast(WIDE, group.scale());
        DoubleVector level = DoubleVector.broadcast(WIDE, group.level());
        DoubleVector offset = DoubleVector.broadcast(WIDE, group.offset());
        DoubleVector factor = DoubleVector.broadcast(WIDE, group.factor());
        DoubleVector means = DoubleVector.broadcast(WIDE, mean);
        DoubleVector shares = DoubleVector.broadcast(WIDE, share);
        DoubleVector weights = DoubleVector.broadcast(WIDE, weight);
        int i = from;
        for (; i <= to - WIDTH; i += WIDTH) {
            DoubleVector z = ((DoubleVector) FloatVector.fromArray(NARROW, x, i).convertShape(F2D, WIDE, 0))
                    .mul(scale)
                    .sub(level)
                    .sub(offset)
                    .mul(factor);
            DoubleVector cotangent =
                    ((DoubleVector) FloatVector.fromArray(NARROW, g, i).convertShape(F2D, WIDE, 0));
            DoubleVector weighted = cotangent.mul(weights).blend(0, cotangent.compare(EQ, 0));
            DoubleVector rest = weighted.sub(means).sub(z.mul(shares));
            ((FloatVector) rest.mul(factor).mul(scale).convertShape(D2F, NARROW, 0)).intoArray(y, i);
        }
        super.slopePart(x, g, y, i, to, group, mean, share, weight);
    }

    @Override
    public void slopeRow(
            float[] x,
            float[] g,
            float[] y,
            int from,
            int to,
            Standardized group,
            double mean,
            double share,
            float[] weights,
            int w) {
        DoubleVector scale = DoubleVector.broadcast(WIDE, group.scale());
        DoubleVector level = DoubleVector.broadcast(WIDE, group.level());
        DoubleVector offset = DoubleVector.broadcast(WIDE, group.offset());
        DoubleVector factor = DoubleVector.broadcast(WIDE, group.factor());
        DoubleVector means = DoubleVector.broadcast(WIDE, mean);
        DoubleVector shares = DoubleVector.broadcast(WIDE, share);
        int ahead = w - from;
        int i = from;
        for (; i <= to - WIDTH; i += WIDTH) {
            DoubleVector z = ((DoubleVector) FloatVector.fromArray(NARROW, x, i).convertShape(F2D, WIDE, 0))
                    .mul(scale)
                    .sub(level)
                    .sub(offset)
                    .mul(factor);
            DoubleVector cotangent =
                    ((DoubleVector) FloatVector.fromArray(NARROW, g, i).convertShape(F2D, WIDE, 0));
            DoubleVector weighted = cotangent
                    .mul(((DoubleVector)
                            FloatVector.fromArray(NARROW, weights, i + ahead).convertShape(F2D, WIDE, 0)))
                    .blend(0, cotangent.compare(EQ, 0));
            DoubleVector rest = weighted.sub(means).sub(z.mul(shares));
            ((FloatVector) rest.mul(factor).mul(scale).convertShape(D2F, NARROW, 0)).intoArray(y, i);
        }
        super.slopeRow(x, g, y, i, to, group, mean, share, weights, i + ahead);
    }

    @Override
    public void addProducts(float[] x, float[] g, int from, int to, Standardized group, double[] sums, int s) {
        DoubleVector scale = DoubleVector.broadcast(WIDE, group.scale());
        DoubleVector level = DoubleVector.broadcast(WIDE, group.level());
        DoubleVector offset = DoubleVector.broadcast(WIDE, group.offset());
        DoubleVector factor = DoubleVector.broadcast(WIDE, group.factor());
        int ahead = s - from;
        int i = from;
        for (; i <= to - WIDTH; i += WIDTH) {
            DoubleVector z = ((DoubleVector) FloatVector.fromArray(NARROW, x, i).convertShape(F2D, WIDE, 0))
                    .mul(scale)
                    .sub(level)
                    .sub(offset)
                    .mul(factor);
            DoubleVector cotangent =
                    ((DoubleVector) FloatVector.fromArray(NARROW, g, i).convertShape(F2D, WIDE, 0));
            DoubleVector product = cotangent.mul(z).blend(0, cotangent.compare(EQ, 0));
            DoubleVector.fromArray(WIDE, sums, i + ahead).add(product).intoArray(sums, i + ahead);
        }
        super.addProducts(x, g, i, to, group, sums, s + i - from);
    }
}
