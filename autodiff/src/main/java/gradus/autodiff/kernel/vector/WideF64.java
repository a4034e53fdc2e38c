package gradus.autodiff.kernel.vector;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** Reading and writing vectors of doubles: the twin of {@link WideF32}, where nothing is converted. */
final class WideF64 {
    static final VectorSpecies<Double> SPECIES = LanesF64.SPECIES;

    private WideF64() {}

    static DoubleVector load(double[] x, int i) {
        return DoubleVector.fromArray(SPECIES, x, i);
    }

    static void store(DoubleVector numbers, double[] y, int i) {
        numbers.intoArray(y, i);
    }
}
