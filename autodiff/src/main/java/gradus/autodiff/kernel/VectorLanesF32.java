package gradus.autodiff.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** How many elements one instruction works on: constants, so that the compiler knows them. */
final class VectorLanesF32 {
    /** The machine's widest vectors, unless a property says otherwise (see {@link KernelChoice}). */
    static final VectorSpecies<Float> SPECIES = switch (KernelChoice.vectorBits()) {
        case 128 -> FloatVector.SPECIES_128;
        case 256 -> FloatVector.SPECIES_256;
        case 512 -> FloatVector.SPECIES_512;
        default -> FloatVector.SPECIES_PREFERRED;
    };

    /** The number of elements in a vector. */
    static final int LANES = SPECIES.length();

    private VectorLanesF32() {}
}
