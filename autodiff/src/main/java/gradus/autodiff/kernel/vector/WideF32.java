package gradus.autodiff.kernel.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Reading floats as vectors of doubles, and rounding such vectors to floats. */
final class WideF32 {
    /** Of as many bits as the vectors of floats, and so of half as many elements. */
    static final VectorSpecies<Double> SPECIES = LanesF64.SPECIES;

    private WideF32() {}

    static DoubleVector load(float[] x, int i) {
        return (DoubleVector) FloatVector.fromArray(LanesF32.HALF, x, i).convertShape(VectorOperators.F2D, SPECIES, 0);
    }

    static void store(DoubleVector numbers, float[] y, int i) {
        ((FloatVector) numbers.convertShape(VectorOperators.D2F, LanesF32.HALF, 0)).intoArray(y, i);
    }
}
