package gradus.autodiff.planted;

import jdk.incubator.vector.FloatVector;

/** A fault for the architecture tests to catch. */
public final class UsesIncubator {
    int lanes() {
        return FloatVector.SPECIES_PREFERRED.length();
    }
}
