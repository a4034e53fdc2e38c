package gradus.nn.report;

import java.util.Arrays;

/**
 * A plot or picture with a name, in two forms: an SVG that takes the colors of the page that it is
 * in, and a PNG for places that show no SVG. Immutable.
 */
public final class Picture {
    /** Wider ones scroll on a phone; others shrink until they fit. */
    private static final int WIDEST_PLOT = 800;

    private final String name;
    private final int width;
    private final int height;
    private final String svg;
    private final byte[] png;

    private Picture(String name, int width, int height, String svg, byte[] png) {
        this.name = name;
        this.width = width;
        this.height = height;
        this.svg = svg;
        this.png = png;
    }

    /**
     * A picture in both forms.
     *
     * @param name the names of its files without their endings; also the beginning of all ids in
     *     {@code svg}, which share one page
     * @param width in CSS pixels, as {@code height}
     * @param svg what belongs between {@code <svg viewBox="0 0 width height">} and {@code </svg>};
     *     well-formed, and trusted
     * @param png a PNG file
     */
    public static Picture of(String name, int width, int height, String svg, byte[] png) {
        return new Picture(name, width, height, svg, png.clone());
    }

    /** Whether both forms are the same. */
    boolean isSame(Picture other) {
        return this == other
                || (width == other.width
                        && height == other.height
                        && svg.equals(other.svg)
                        && Arrays.equals(png, other.png));
    }

    /** The names of its files, without their endings. */
    public String name() {
        return name;
    }

    /** How wide it is on the page, in CSS pixels. */
    public int width() {
        return width;
    }

    /** How high it is on the page, in CSS pixels. */
    public int height() {
        return height;
    }

    /** The PNG file. */
    public byte[] png() {
        return Arrays.copyOf(png, png.length);
    }

    /**
     * The SVG file: an element that can also stand in a page. It says to readers who do not see it
     * what there is to see.
     */
    public String svg(String label) {
        return """
            <svg xmlns="http://www.w3.org/2000/svg" class="%s" role="img" aria-label="%s" viewBox="0 0 %d %d" \
            width="%d" height="%d">
            <title>%s</title>
            %s</svg>
            """.formatted(
                        width > WIDEST_PLOT ? "sheet" : "plot",
                        Html.escape(label),
                        width,
                        height,
                        width,
                        height,
                        Html.escape(name),
                        svg);
    }

    /** Its name and size. */
    @Override
    public String toString() {
        return "Picture " + name + ", " + width + " x " + height;
    }
}
