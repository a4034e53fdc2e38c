import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The innermost loops of convolutions that read images in place, derived from a description of each.
 * They are long for the reason that {@link Tiles} gives.
 */
final class PatchTiles {
    /** So many rows by one vector of columns, or by two. */
    private record Tile(String name, int rows, int vectors, String doc) {}

    private static final String CLASS = """
        package gradus.autodiff.kernel.product;

        import static gradus.autodiff.kernel.vector.LanesF32.LANES;
        import static gradus.autodiff.kernel.vector.LanesF32.SPECIES;

        import jdk.incubator.vector.FloatVector;

        /**
         * The innermost loops of convolutions that read images in place. Those of results: two
         * vectors of neighboring results, which begin at {@code left} and {@code right} in the
         * images, for some outputs, y = start + w x, with a start for each output. A step of depth is
         * a channel and a place of the window, {@code places} says how far it is. The rows of weights
         * are {@code wStep} apart; where there are fewer, those after the {@code last} repeat it.
         * Without depth nothing is written, so that practice is quick.
         *
         * <p>Those of weights: some places by one or two vectors of outputs, y = x g. A step of depth
         * is a result. Results come in runs of {@code width} neighbors, which {@code runs} says the
         * beginnings of; the first begins at {@code inRun}. The outputs of a step are {@code gStep}
         * apart from the next one's.
         */
        final class PatchTilesF32 {
            private PatchTilesF32() {}
        $tiles}
        """;

    private static final List<Tile> RESULTS = List.of(
            new Tile("eightByTwo", 8, 2, "Eight outputs; y has room for them."),
            new Tile("fourByTwo", 4, 2, "Four outputs; y has room for them."));
    private static final List<Tile> WEIGHTS = List.of(
            new Tile("weightsOfEightByTwo", 8, 2, "Eight places and two vectors of outputs."),
            new Tile("weightsOfEightByOne", 8, 1, "Eight places and one vector of outputs."),
            new Tile("weightsOfFourByTwo", 4, 2, "Four places and two vectors of outputs."));

    private static final String OF_RESULTS = """

            /** $doc */
            static void $name(
                    float[] w,
                    int w0,
                    int wStep,
                    int last,
                    float[] x,
                    int left,
                    int right,
                    int[] places,
                    int from,
                    int depth,
                    float[] start,
                    float[] y,
                    int y0,
                    int yRight,
                    int yStep) {
                if (depth == 0) {
                    return;
                }
        $start        for (int d = 0; d < depth; d++) {
                    int place = places[from + d];
        $step        }
        $end    }
        """;
    private static final String OF_WEIGHTS = """

            /** $doc */
            static void $name(
                    float[] x,
                    int[] places,
                    int row,
                    int last,
                    int[] runs,
                    int firstRun,
                    int inRun,
                    int width,
                    int steps,
                    float[] g,
                    int gStep,
                    float[] y,
                    int y0,
                    int yStep) {
                if (steps == 0) {
                    return;
                }
        $start        int run = firstRun;
                int begin = inRun;
                int gAt = 0;
                for (int rest = steps; rest > 0; ) {
                    int count = Math.min(width - begin, rest);
                    int at = runs[run] + begin;
                    for (int d = 0; d < count; d++) {
        $step                gAt += gStep;
                    }
                    rest -= count;
                    begin = 0;
                    run++;
                }
        $end    }
        """;

    private static final int VECTORS_OF_ONE = 8;
    private static final int PLACES_OF_GROUPS = 9;

    private static final String OF_ONE = """

            /**
             * Eight vectors of results of one output, with the same start: they begin {@code at} these
             * elements of the images, and go {@code to} these of y.
             */
            static void oneByEight(
                    float[] w,
                    int w0,
                    float[] x,
                    int[] at,
                    int[] places,
                    int from,
                    int depth,
                    float start,
                    float[] y,
                    int[] to) {
                if (depth == 0) {
                    return;
                }
        $start        for (int d = 0; d < depth; d++) {
                    int place = places[from + d];
                    FloatVector factor = FloatVector.broadcast(SPECIES, w[w0 + d]);
        $step        }
        $end    }
        """;
    private static final String OF_GROUPS = """

            /**
             * Nine places by one vector of groups, y = x g, where the images have groups side by side as the
             * cotangents have them: all that says how far something is counts vectors.
             */
            static void weightsOfGroups(
                    float[] x,
                    int[] places,
                    int row,
                    int last,
                    int[] runs,
                    int inRun,
                    int width,
                    int steps,
                    float[] g,
                    int g0,
                    float[] y,
                    int y0) {
                if (steps == 0) {
                    return;
                }
        $start        int run = 0;
                int begin = inRun;
                int gAt = g0 * LANES;
                for (int rest = steps; rest > 0; ) {
                    int count = Math.min(width - begin, rest);
                    int at = (runs[run] + begin) * LANES;
                    for (int d = 0; d < count; d++) {
                        FloatVector factor = FloatVector.fromArray(SPECIES, g, gAt);
        $step                at += LANES;
                        gAt += LANES;
                    }
                    rest -= count;
                    begin = 0;
                    run++;
                }
        $end    }
        """;

    private PatchTiles() {}

    /** The whole class. */
    static String text() {
        Stream<String> tiles = Stream.concat(
                RESULTS.stream().map(PatchTiles::ofResults), WEIGHTS.stream().map(PatchTiles::ofWeights));
        return CLASS.replace("$tiles", String.join("", tiles.toList()) + ofOne() + ofGroups());
    }

    private static String ofOne() {
        return OF_ONE.replace(
                        "$start",
                        vectors(
                                VECTORS_OF_ONE,
                                8,
                                "int at%1$d = at[%1$d];",
                                "FloatVector sum%1$d = FloatVector.broadcast(SPECIES, start);"))
                .replace(
                        "$step",
                        vectors(
                                VECTORS_OF_ONE,
                                12,
                                "sum%1$d = factor.fma(FloatVector.fromArray(SPECIES, x, at%1$d + place), sum%1$d);"))
                .replace("$end", vectors(VECTORS_OF_ONE, 8, "sum%1$d.intoArray(y, to[%1$d]);"));
    }

    private static String ofGroups() {
        return OF_GROUPS
                .replace(
                        "$start",
                        vectors(
                                PLACES_OF_GROUPS,
                                8,
                                "int row%1$d = places[row + Math.min(%1$d, last)] * LANES;",
                                "FloatVector sum%1$d = FloatVector.zero(SPECIES);"))
                .replace(
                        "$step",
                        vectors(
                                PLACES_OF_GROUPS,
                                16,
                                "sum%1$d = factor.fma(FloatVector.fromArray(SPECIES, x, row%1$d + at), sum%1$d);"))
                .replace("$end", vectors(PLACES_OF_GROUPS, 8, "sum%1$d.intoArray(y, y0 + %1$d * LANES);"));
    }

    /** Each of some lines for each of so many numbers. */
    private static String vectors(int count, int indent, String... lines) {
        return Tiles.lines(
                indent,
                Stream.of(lines).flatMap(line -> IntStream.range(0, count).mapToObj(line::formatted)));
    }

    private static String ofResults(Tile tile) {
        Stream<String> start = Stream.concat(
                rows(tile).mapToObj(row -> "int row%d = w0%s;".formatted(row, repeated(row, " + ", "wStep"))),
                starts(tile));
        Stream<String> step = Stream.concat(
                Stream.of(
                        "FloatVector xLeft = FloatVector.fromArray(SPECIES, x, left + place);",
                        "FloatVector xRight = FloatVector.fromArray(SPECIES, x, right + place);"),
                rows(tile).boxed().flatMap(row -> multiply(tile, row, "w[row" + row + " + d]", "x")));
        return OF_RESULTS
                .replace("$doc", tile.doc())
                .replace("$name", tile.name())
                .replace("$start", Tiles.lines(8, start))
                .replace("$step", Tiles.lines(12, step))
                .replace("$end", Tiles.lines(8, sums(tile, Tiles.STORE, "yRight")));
    }

    private static String ofWeights(Tile tile) {
        Stream<String> start = Stream.concat(
                rows(tile).mapToObj(row -> "int row%d = places[row%s];".formatted(row, repeated(row, " + ", ""))),
                sums(tile, "FloatVector %s = FloatVector.zero(SPECIES);", "LANES"));
        Stream<String> step = Stream.concat(
                Stream.of(
                                "FloatVector gLeft = FloatVector.fromArray(SPECIES, g, gAt);",
                                "FloatVector gRight = FloatVector.fromArray(SPECIES, g, gAt + LANES);")
                        .limit(tile.vectors()),
                rows(tile).boxed().flatMap(row -> multiply(tile, row, "x[row" + row + " + at + d]", "g")));
        return OF_WEIGHTS
                .replace("$doc", tile.doc())
                .replace("$name", tile.name())
                .replace("$start", Tiles.lines(8, start))
                .replace("$step", Tiles.lines(16, step))
                .replace("$end", Tiles.lines(8, sums(tile, Tiles.STORE, "LANES")));
    }

    private static IntStream rows(Tile tile) {
        return IntStream.range(0, tile.rows());
    }

    /** How far a row is from the first, where those after the last repeat it. */
    private static String repeated(int row, String plus, String step) {
        String least = "Math.min(" + row + ", last)";
        return row == 0 ? "" : plus + (step.isEmpty() ? least : least + " * " + step);
    }

    private static Stream<String> sums(Tile tile, String line, String right) {
        return rows(tile)
                .boxed()
                .flatMap(row -> Stream.of(
                                line.formatted("left" + row, "y0" + Tiles.apart(row)),
                                line.formatted("right" + row, "y0" + Tiles.apart(row) + " + " + right))
                        .limit(tile.vectors()));
    }

    private static Stream<String> starts(Tile tile) {
        return rows(tile)
                .boxed()
                .flatMap(row -> Stream.of("left", "right")
                        .limit(tile.vectors())
                        .map(side -> "FloatVector %1$s%2$d = FloatVector.broadcast(SPECIES, start[%2$d]);"
                                .formatted(side, row)));
    }

    private static Stream<String> multiply(Tile tile, int row, String factor, String vectors) {
        String type = row == 0 ? "FloatVector " : "";
        return Stream.of(
                        type + "factor = FloatVector.broadcast(SPECIES, " + factor + ");",
                        "left%1$d = factor.fma(%2$sLeft, left%1$d);".formatted(row, vectors),
                        "right%1$d = factor.fma(%2$sRight, right%1$d);".formatted(row, vectors))
                .limit(1 + tile.vectors());
    }
}
