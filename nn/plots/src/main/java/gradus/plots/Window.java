package gradus.plots;

import static gradus.plots.Requirements.require;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Tensor;
import java.util.stream.IntStream;

/** A rectangle of the plane. */
public record Window(double left, double right, double bottom, double top) {
    /**
     * A rectangle.
     *
     * @throws ArgumentException if a side is not finite, or one does not come before the other
     */
    public Window {
        Requirements.requireDrawable("Window", left, right, bottom, top);
        require(
                left < right && bottom < top,
                "Window",
                "left < right and bottom < top",
                "left " + left + ", right " + right + ", bottom " + bottom + ", top " + top,
                "");
    }

    /** A square around the origin. */
    public static Window around(double halfWidth) {
        return new Window(-halfWidth, halfWidth, -halfWidth, halfWidth);
    }

    /** The midpoint of one of so many columns of equal cells, counted from the left. */
    double x(int column, int columns) {
        return left + (column + 0.5) * ((right - left) / columns);
    }

    /** The midpoint of one of so many rows of equal cells, counted from the bottom. */
    double y(int row, int rows) {
        return bottom + (row + 0.5) * ((top - bottom) / rows);
    }

    /**
     * The midpoints {@code [side * side, 2]} of equal cells, of type F64: row by row from the lower
     * left.
     *
     * @throws ArgumentException if the number of cells on a side is not from 1 to 2,000
     */
    public Tensor midpoints(int side) {
        requireSide(side);
        return Tensor.of(IntStream.range(0, side * side)
                .mapToObj(cell -> new double[] {x(cell % side, side), y(cell / side, side)})
                .toArray(double[][]::new));
    }

    static void requireSide(int side) {
        require(side >= 1 && side <= 2000, "Window", "1 to 2000 cells on a side", side, "");
    }
}
