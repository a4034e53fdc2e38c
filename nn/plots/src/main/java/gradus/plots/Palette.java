package gradus.plots;

import java.awt.Color;
import java.awt.Font;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Colors and fonts of all plots. The page of a report has a light and a dark value for each color
 * that has a variable.
 */
public final class Palette {

    /** A color and the name of the page's variable for it. */
    private record Named(String variable, Color color) {
        Named(String variable, int rgb) {
            this(variable, new Color(rgb));
        }
    }

    /** Text and axes. */
    public static final Color INK = new Color(0x222222);

    static final Color GRID = new Color(0xDDDDDD);
    static final Color PAPER = Color.WHITE;

    /** Text on colored cells, which are light on dark pages as well. */
    static final Color INK_ON_COLOR = new Color(0x1A1A1A);

    /** The lightest cell: nearly white on every page. */
    static final Color LIGHTEST = new Color(0xFDFDFD);

    static final Color DEEPEST = new Color(0x6BAED6);

    /** Of numbers below 0, where those above have {@link #DEEPEST}. */
    static final Color DEEPEST_BELOW = new Color(0xE6A06B);

    /**
     * Found by a search for seven colors of at least 3:1 against the page (WCAG 2.2, 1.4.11) whose
     * least distance in OKLab, to all eyes and to three kinds of color blindness (Machado et al.,
     * 2009), is large. Those of Okabe and Ito (2008) are too light for lines on white.
     */
    private static final ImmutableList<Named> SERIES = Lists.immutable.with(
            new Named("blue", 0x35498F),
            new Named("vermillion", 0x9E4705),
            new Named("green", 0x3D8075),
            new Named("purple", 0xF03CBC),
            new Named("orange", 0xB98914),
            new Named("sky", 0x1095FF),
            new Named("black", 0x000000));

    private static final ImmutableList<Named> ALL = SERIES.newWithAll(
            Lists.immutable.with(new Named("ink", INK), new Named("grid", GRID), new Named("paper", PAPER)));

    private Palette() {}

    /**
     * The color of a curve or class, from 0; after seven they begin again.
     *
     * @throws gradus.autodiff.ArgumentException if the number is negative
     */
    public static Color series(int number) {
        Requirements.require(number >= 0, "Palette.series", "a number of a curve, from 0", number, "");
        return SERIES.get(number % SERIES.size()).color;
    }

    /** How many colors there are before they begin again. */
    static int colors() {
        return SERIES.size();
    }

    /** The same color as a veil: its own part of {@code opacity}, the rest what lies below. */
    static Color veil(Color color, double opacity) {
        return new Color(color.getRed(), color.getGreen(), color.getBlue(), (int) Math.round(255 * opacity));
    }

    /** The page's variable for a color, whatever its opacity; empty if there is none. */
    static String variable(Color color) {
        return ALL.detectOptional(named -> (named.color.getRGB() & 0xFFFFFF) == (color.getRGB() & 0xFFFFFF))
                .map(Named::variable)
                .orElse("");
    }

    /** The one font of all plots. */
    public static Font font(int size) {
        return new Font(Font.SANS_SERIF, Font.PLAIN, size);
    }
}
