package gradus.plots;

/** How an axis counts. */
enum Scale {
    LINEAR,
    LOGARITHMIC;

    /** Whether a number has a place on such an axis. */
    boolean holds(double value) {
        return this == LINEAR || value > 0;
    }

    /** Requires it of the lower end of a window. */
    void requireHolds(String plot, String end, double value) {
        Requirements.require(
                holds(value), plot, "a window whose " + end + " is above 0, on a logarithmic axis", value, "");
    }
}
