package gradus.nn.data;

import java.lang.System.Logger.Level;

/** What readers have to say of data that they take all the same, by the logger {@code gradus}. */
final class Notices {
    private Notices() {}

    static void warn(String text) {
        System.getLogger("gradus").log(Level.WARNING, text);
    }
}
