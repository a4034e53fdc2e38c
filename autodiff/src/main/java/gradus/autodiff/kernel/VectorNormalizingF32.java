package gradus.autodiff.kernel;

import static gradus.autodiff.kernel.VectorAccessF32.load;
import static gradus.autodiff.kernel.VectorAccessF32.part;
import static gradus.autodiff.kernel.VectorAccessF32.whole;
import static gradus.autodiff.kernel.VectorLanesF32.LANES;
import static gradus.autodiff.kernel.VectorLanesF32.SPECIES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** The exponentials of softmax and its relatives on the Vector API. */
interface VectorNormalizingF32 extends ScalarNormalizingF32 {
    ReadinessF32 EXP_OF_DIFFERENCES = ReadinessF32.of((k, x, y, n, _) -> k.softmax(x, y, 1, n, 1));

    @Override
    default void expOfDifferences(float[] x, int from, int to, float largest, float[] y, int y0) {
        if (!EXP_OF_DIFFERENCES.isReady()) {
            ScalarNormalizingF32.super.expOfDifferences(x, from, to, largest, y, y0);
            return;
        }
        FloatVector greatest = FloatVector.broadcast(SPECIES, largest);
        int i = from;
        for (; whole(i, to); i += LANES) {
            VectorElementaryDifferenceF32.exp(load(x, i), greatest).intoArray(y, y0 + i - from);
        }
        if (i < to) {
            VectorMask<Float> part = part(i, to);
            VectorElementaryDifferenceF32.exp(load(x, i, part), greatest).intoArray(y, y0 + i - from, part);
        }
    }
}
