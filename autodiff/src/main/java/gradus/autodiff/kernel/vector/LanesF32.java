package gradus.autodiff.kernel.vector;

import gradus.autodiff.kernel.KernelSettings;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** How many elements one instruction works on: constants, so that the compiler knows them. */
public final class LanesF32 {
    /**
     * The machine's widest vectors, unless a property says otherwise (see {@link
     * gradus.autodiff.kernel.KernelChoice}).
     */
    public static final VectorSpecies<Float> SPECIES = switch (KernelSettings.vectorBits()) {
        case 128 -> FloatVector.SPECIES_128;
        case 256 -> FloatVector.SPECIES_256;
        case 512 -> FloatVector.SPECIES_512;
        default -> preferred(FloatVector.SPECIES_PREFERRED);
    };

    /** The number of elements in a vector. */
    public static final int LANES = SPECIES.length();

    private LanesF32() {}

    /**
     * Sums are laid out for these widths; machines without any, or with wider vectors, do with the
     * nearest.
     */
    private static VectorSpecies<Float> preferred(VectorSpecies<Float> machine) {
        if (machine.vectorBitSize() < 128) {
            return FloatVector.SPECIES_128;
        }
        return machine.vectorBitSize() > 512 ? FloatVector.SPECIES_512 : machine;
    }
}
