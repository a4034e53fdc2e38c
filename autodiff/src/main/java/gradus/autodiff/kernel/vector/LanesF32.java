package gradus.autodiff.kernel.vector;

import gradus.autodiff.kernel.KernelSettings;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
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

    /** Vectors of half as many elements, for arrays that are shorter than a whole one. */
    static final VectorSpecies<Float> HALF = half(SPECIES);

    /** Vectors of a quarter as many. */
    static final VectorSpecies<Float> QUARTER = half(HALF);

    private LanesF32() {}

    /** Vectors of half as many elements, but of two at least: the compiler knows no shorter ones. */
    static VectorSpecies<Float> half(VectorSpecies<Float> whole) {
        int bits = Math.max(whole.vectorBitSize() / 2, 2 * Float.SIZE);
        return VectorSpecies.of(float.class, VectorShape.forBitSize(bits));
    }

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
