package gradus.autodiff.kernel.product.planted;

import jdk.incubator.vector.FloatVector;

/** A fault for the architecture tests to catch. */
public final class ScalarLoopUsesIncubator {
    int lanes() {
        return FloatVector.SPECIES_128.length();
    }
}
