import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The innermost loops of the matrix product, derived from a description of each: y += a b, where a
 * tile of y stays in registers for the whole depth.
 *
 * <p>They are long because the compiler keeps vectors in registers only if each is a local variable
 * of its own.
 */
final class Tiles {
    /** Where the factors of a step of depth are. */
    private enum Left {
        /** Packed: one after the other. */
        PACKED("float[] a, int a0, int aStep"),
        /** Packed, and the lower half of the rows is addressed through {@code second}. */
        IN_HALVES("float[] a, int a0, int aStep, int second"),
        /** A row-major matrix: each row by itself. */
        IN_PLACE("float[] a, int a0, int rowStep, int last");

        private final String parameters;

        Left(String parameters) {
            this.parameters = parameters;
        }
    }

    /** So many rows by one vector of columns, or by two. */
    private record Tile(String name, int rows, int vectors, Left left, String doc) {}

    private static final String PACKED = """
        package gradus.autodiff.kernel.product;

        import static gradus.autodiff.kernel.vector.LanesF32.LANES;
        import static gradus.autodiff.kernel.vector.LanesF32.SPECIES;

        import jdk.incubator.vector.FloatVector;

        /**
         * The innermost loops of the matrix product, on packed operands: y += a b, where the
         * tile of y stays in registers for the whole depth. Every step of depth takes as many
         * consecutive elements of {@code a} as there are rows from {@code a0} on, {@code aStep}
         * further each time, and one or two vectors of {@code b} from {@code b0} on, {@code
         * bStep} further each time; the rows of y are {@code yStep} apart.
         *
         * <p>These methods are long because the compiler keeps vectors in registers only if
         * each is a local variable of its own. In the highest tiles the lower half of the rows
         * is addressed through {@code second}, a number that the compiler does not know: the
         * bounds check in the middle keeps it from loading all factors before the first
         * multiplication, for which there are not registers enough.
         */
        final class PackedTilesF32 {
            private PackedTilesF32() {}
        $tiles}
        """;
    private static final String IN_PLACE = """
        package gradus.autodiff.kernel.product;

        import static gradus.autodiff.kernel.vector.LanesF32.LANES;
        import static gradus.autodiff.kernel.vector.LanesF32.SPECIES;

        import jdk.incubator.vector.FloatVector;

        /**
         * The innermost loops of the matrix product on a row-major left operand in place: y +=
         * a b for up to four, six or eight rows, {@code rowStep} apart in {@code a}. Where there are
         * fewer rows, those after the {@code last} repeat it.
         */
        final class RowTilesF32 {
            private RowTilesF32() {}
        $tiles}
        """;
    private static final List<Tile> PACKED_TILES = List.of(
            new Tile("fourteenByTwo", 14, 2, Left.IN_HALVES, "28 sums, two vectors of b and one factor: 31 registers."),
            new Tile("fourteenByOne", 14, 1, Left.IN_HALVES, "The same for one vector of columns."),
            new Tile("eightByTwo", 8, 2, Left.PACKED, "The first eight rows of a tile, two vectors of columns."),
            new Tile("sixByTwo", 6, 2, Left.PACKED, "12 sums, two vectors of b and one factor: 15 registers."));
    private static final List<Tile> ROW_TILES = List.of(
            new Tile("eightByTwo", 8, 2, Left.IN_PLACE, "Two vectors of columns; y has room for eight rows."),
            new Tile("sixByTwo", 6, 2, Left.IN_PLACE, "Two vectors of columns; y has room for six rows."),
            new Tile("fourByTwo", 4, 2, Left.IN_PLACE, "Two vectors of columns; y has room for four rows."),
            new Tile(
                    "eightByOne",
                    8,
                    1,
                    Left.IN_PLACE,
                    "One vector of columns; y has room for eight rows and a whole vector. Without masks: with them the"
                            + " quick compiler runs out of registers, and then the method never reaches the good"
                            + " one."));

    private static final String METHOD = """

            /** $doc */
            static void $name(
                    $left, float[] b, int b0, int bStep, float[] y, int y0, int yStep, int depth) {
                if (depth == 0) {
                    return;
                }
        $start        int bAt = b0;
                for (int d = 0; d < depth; d++) {
        $step            bAt += bStep;
                }
        $end    }
        """;

    /** -0 + sum is the sum; the compiler would make an object of one whose method is called. */
    static final String STORE = "FloatVector.broadcast(SPECIES, -0f).add(%s).intoArray(y, %s);";

    private Tiles() {}

    /** The tiles on packed operands. */
    static String packed() {
        return PACKED.replace("$tiles", all(PACKED_TILES));
    }

    /** The tiles on a left operand in place. */
    static String inPlace() {
        return IN_PLACE.replace("$tiles", all(ROW_TILES));
    }

    private static String all(List<Tile> tiles) {
        return String.join("", tiles.stream().map(Tiles::method).toList());
    }

    private static String method(Tile tile) {
        boolean packed = tile.left() != Left.IN_PLACE;
        Stream<String> start = Stream.concat(
                packed ? Stream.empty() : rows(tile).mapToObj(row -> "int row" + row + " = " + rowStart(row) + ";"),
                sums(tile, "FloatVector %s = FloatVector.fromArray(SPECIES, y, %s);"));
        Stream<String> step = Stream.concat(
                Stream.of(
                                "FloatVector bLeft = FloatVector.fromArray(SPECIES, b, bAt);",
                                "FloatVector bRight = FloatVector.fromArray(SPECIES, b, bAt + LANES);")
                        .limit(tile.vectors()),
                rows(tile).boxed().flatMap(row -> multiply(tile, row)));
        return METHOD.replace("$doc", tile.doc())
                .replace("$name", tile.name())
                .replace("$left", tile.left().parameters)
                .replace("$start", lines(8, packed ? Stream.concat(start, Stream.of("int aAt = a0;")) : start))
                .replace("$step", lines(12, packed ? Stream.concat(step, Stream.of("aAt += aStep;")) : step))
                .replace("$end", lines(8, sums(tile, STORE)));
    }

    private static IntStream rows(Tile tile) {
        return IntStream.range(0, tile.rows());
    }

    /** One line for each vector of the tile, with the names of its sum and its place in y. */
    private static Stream<String> sums(Tile tile, String line) {
        return rows(tile)
                .boxed()
                .flatMap(row -> Stream.of(
                                line.formatted("left" + row, "y0" + apart(row)),
                                line.formatted("right" + row, "y0" + apart(row) + " + LANES"))
                        .limit(tile.vectors()));
    }

    private static Stream<String> multiply(Tile tile, int row) {
        String type = row == 0 ? "FloatVector " : "";
        return Stream.of(
                        type + "factor = FloatVector.broadcast(SPECIES, a[" + factor(tile, row) + "]);",
                        "left%1$d = factor.fma(bLeft, left%1$d);".formatted(row),
                        "right%1$d = factor.fma(bRight, right%1$d);".formatted(row))
                .limit(1 + tile.vectors());
    }

    private static String factor(Tile tile, int row) {
        int half = tile.rows() / 2;
        return switch (tile.left()) {
            case PACKED -> "aAt" + plus(row);
            case IN_HALVES -> row < half ? "aAt" + plus(row) : "aAt + second" + plus(row - half);
            case IN_PLACE -> "row" + row + " + d";
        };
    }

    private static String rowStart(int row) {
        return row == 0 ? "a0" : "a0 + Math.min(" + row + ", last) * rowStep";
    }

    private static String plus(int offset) {
        return offset == 0 ? "" : " + " + offset;
    }

    static String apart(int row) {
        return row == 0 ? "" : row == 1 ? " + yStep" : " + " + row + " * yStep";
    }

    static String lines(int indent, Stream<String> lines) {
        return String.join(
                "", lines.map(line -> " ".repeat(indent) + line + "\n").toList());
    }
}
