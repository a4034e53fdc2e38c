package gradus.nn.planted;

import java.awt.Color;

/** Breaks a rule on purpose: the architecture test must find it. */
public final class NnUsesDesktop {
    Color color() {
        return Color.BLACK;
    }
}
