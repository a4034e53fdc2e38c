package gradus.laws;

/** How long the axes are that a {@link Source} draws. */
public enum Lengths {
    /** A few elements in all: differences evaluate the reference often. */
    SHORT,
    /** One axis may be as long as the kernels' lanes and blocks, or one more or less. */
    BOUNDARIES,
    /** More than 65,536 elements, an odd number as a rule: enough for several threads. */
    LARGE
}
