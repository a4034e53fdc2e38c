package gradus.plots;

/** How an axis counts. */
enum Scale {
    LINEAR,
    LOGARITHMIC;

    /** Whether a number has a place on such an axis. */
    boolean holds(double value) {
        return this == LINEAR || value > 0;
    }
}
