package gradus.examples.softplus;

import java.util.stream.IntStream;
import module gradus.examples;

/** A square around the origin in equal cells, row by row from the lower left, each stood for by its midpoint. */
record CellGrid(int side, double halfWidth) {

    double cellWidth() {
        return 2 * halfWidth / side;
    }

    int cells() {
        return side * side;
    }

    double x(int cell) {
        return -halfWidth + (cell % side + 0.5) * cellWidth();
    }

    double y(int cell) {
        int row = cell / side;
        return -halfWidth + (row + 0.5) * cellWidth();
    }

    /** The midpoints {@code [cells, 2]}, of type F64. */
    Tensor midpoints() {
        return Tensor.of(IntStream.range(0, cells())
                .mapToObj(cell -> new double[] {x(cell), y(cell)})
                .toArray(double[][]::new));
    }
}
