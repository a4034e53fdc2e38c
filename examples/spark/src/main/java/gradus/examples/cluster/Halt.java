package gradus.examples.cluster;

import java.io.Serializable;

/** Which worker is to be killed after which step; 0 is after none. */
record Halt(int worker, long after) implements Serializable {
    /** With which its process ends. */
    static final int EXIT_CODE = 17;

    static Halt never() {
        return new Halt(0, 0);
    }
}
