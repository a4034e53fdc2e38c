package gradus.plots;

import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.function.DoubleBinaryOperator;

/**
 * Where a function over the plane has a given value: marching squares, straight lines within the
 * cells of a grid (Lorensen and Cline, SIGGRAPH 1987, in two dimensions). In a saddle cell the
 * lines keep the two higher corners apart.
 */
final class ContourLines {
    private final int cells;
    private final double[][] values;

    /** The function on a grid over the window, with so many cells on a side. */
    ContourLines(Window window, int cells, DoubleBinaryOperator function) {
        this.cells = cells;
        values = new double[cells + 1][cells + 1];
        for (int row = 0; row <= cells; row++) {
            for (int column = 0; column <= cells; column++) {
                values[row][column] = function.applyAsDouble(
                        window.left() + (window.right() - window.left()) * column / cells,
                        window.bottom() + (window.top() - window.bottom()) * row / cells);
            }
        }
    }

    /** The lines of one level, in a rectangle that shows the window. */
    Path2D at(double level, Rectangle2D place) {
        Path2D lines = new Path2D.Double();
        for (int row = 0; row < cells; row++) {
            for (int column = 0; column < cells; column++) {
                addCell(lines, level, row, column, place);
            }
        }
        return lines;
    }

    /**
     * Around the cell, each edge that the level crosses on the way up is joined with the next
     * crossing, on the way down. A cell with a corner that is not finite has none.
     */
    private void addCell(Path2D lines, double level, int row, int column, Rectangle2D place) {
        int[] rows = {row, row, row + 1, row + 1, row};
        int[] columns = {column, column + 1, column + 1, column, column};
        double[] crossings = new double[8];
        int count = 0;
        int firstUp = -1;
        for (int edge = 0; edge < 4; edge++) {
            double from = values[rows[edge]][columns[edge]];
            double to = values[rows[edge + 1]][columns[edge + 1]];
            if (!Double.isFinite(from) || !Double.isFinite(to)) {
                return;
            }
            if (from < level != to < level) {
                double part = (level - from) / (to - from);
                crossings[2 * count] = columns[edge] + part * (columns[edge + 1] - columns[edge]);
                crossings[2 * count + 1] = rows[edge] + part * (rows[edge + 1] - rows[edge]);
                firstUp = firstUp < 0 && from < level ? count : firstUp;
                count++;
            }
        }
        for (int pair = 0; pair < count / 2; pair++) {
            int from = (firstUp + 2 * pair) % count;
            int to = (from + 1) % count;
            lines.moveTo(x(crossings[2 * from], place), y(crossings[2 * from + 1], place));
            lines.lineTo(x(crossings[2 * to], place), y(crossings[2 * to + 1], place));
        }
    }

    private double x(double column, Rectangle2D place) {
        return place.getX() + column / cells * place.getWidth();
    }

    private double y(double row, Rectangle2D place) {
        return place.getMaxY() - row / cells * place.getHeight();
    }
}
