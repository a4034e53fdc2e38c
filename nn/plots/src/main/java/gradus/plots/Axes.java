package gradus.plots;

import static gradus.plots.Requirements.require;

import org.eclipse.collections.api.list.ImmutableList;

/**
 * The two axes of a plot and its size.
 *
 * @param width in pixels of the page, as {@code height}; 0 where the plot finds its own
 */
record Axes(String x, String y, Scale xScale, Scale yScale, int width, int height) {
    private static final int SMALLEST = 200;
    private static final int LARGEST = 10_000;

    /** Linear ones in the size of most plots. */
    static Axes titled(String x, String y) {
        return new Axes(x, y, Scale.LINEAR, Scale.LINEAR, ChartStyle.WIDTH, ChartStyle.HEIGHT);
    }

    Axes withTitles(String newX, String newY) {
        return new Axes(newX, newY, xScale, yScale, width, height);
    }

    /** The same, with names below of what has no point to be drawn. */
    Axes naming(ImmutableList<String> left) {
        String names = left.take(3).makeString() + (left.size() > 3 ? " and " + (left.size() - 3) + " more" : "");
        return left.isEmpty() ? this : withTitles((x + " (nothing to draw of " + names + ")").strip(), y);
    }

    Axes withScales(Scale newX, Scale newY) {
        return new Axes(x, y, newX, newY, width, height);
    }

    Axes withSize(int newWidth, int newHeight) {
        return new Axes(x, y, xScale, yScale, newWidth, newHeight);
    }

    static void requireSize(String plot, int width, int height) {
        require(
                Math.min(width, height) >= SMALLEST && Math.max(width, height) <= LARGEST,
                plot,
                "a width and a height of " + SMALLEST + " to " + LARGEST + " pixels",
                width + " x " + height,
                "");
    }
}
