package gradus.autodiff.planted;

import jdk.incubator.vector.FloatVector;

/** Breaks a rule on purpose: the architecture test must find it. */
public final class CoreUsesVectors {
    int lanes() {
        return FloatVector.SPECIES_PREFERRED.length();
    }
}
