import java.util.List;

/**
 * What stands around the lines of a loop on vectors.
 *
 * <p>Light loops run over whole vectors, then over the lanes that are left, so that they may write
 * over an input; where a loop has few operations, that is also the quickest. In all others what is
 * left over at the end is done by a whole vector that overlaps the one before, as results do not
 * lie where inputs do; only arrays shorter than a vector take masked lanes, which cost more.
 */
enum Frames {
    LIGHT_OF_ONE("""

            static void $name(array[] x, array[] y, int from, int to$constants) {
        $before        int i = from;
                for (; whole(i, to); i += LANES) {
                    var v0 = load(x, i);
        $lines            $result.intoArray(y, i);
                }
                if (i < to) {
                    var part = part(i, to);
                    var v0 = load(x, i, part);
        $lines            $result.intoArray(y, i, part);
                }
            }
        """),
    LIGHT_OF_TWO("""

            static void $name(array[] a, int a0, int da, array[] b, int b0, int db, array[] y, int y0, int n) {
        $before        int i = 0;
                for (; whole(i, n); i += LANES) {
                    var v0 = load(a, a0, da, i);
                    var v1 = load(b, b0, db, i);
        $lines            $result.intoArray(y, y0 + i);
                }
                if (i < n) {
                    var part = part(i, n);
                    var v0 = load(a, a0, da, i, part);
                    var v1 = load(b, b0, db, i, part);
        $lines            $result.intoArray(y, y0 + i, part);
                }
            }
        """),
    COMPARISON("""

            static void $name(array[] a, int a0, int da, array[] b, int b0, int db, boolean[] y, int y0, int n) {
        $before        int i = 0;
                for (; whole(i, n); i += LANES) {
                    var v0 = load(a, a0, da, i);
                    var v1 = load(b, b0, db, i);
        $lines            $result.intoArray(y, y0 + i);
                }
                PLAIN.$name(a, a0 + i * da, da, b, b0 + i * db, db, y, y0 + i, n - i);
            }
        """),
    OF_ONE("""

            static void $name(array[] x, array[] y, int from, int to$constants) {
                if (from >= to) {
                    return;
                }
        $before        boolean whole = to - from >= LANES;
                var part = LANES_OF_ARRAYS.indexInRange(from, to);
                for (int next = from; next < to; next += LANES) {
                    int i = whole ? Math.min(next, to - LANES) : next;
                    var v0 = LOAD(x, i);
        $lines            STORE($result, y, i);
                }
            }
        """),
    OF_TWO("""

            static void $name(array[] a, int a0, array[] b, int b0, array[] y, int y0, int n) {
                if (n <= 0) {
                    return;
                }
        $before        boolean whole = n >= LANES;
                var part = LANES_OF_ARRAYS.indexInRange(0, n);
                for (int next = 0; next < n; next += LANES) {
                    int i = whole ? Math.min(next, n - LANES) : next;
                    var v0 = LOAD(a, a0 + i);
                    var v1 = LOAD(b, b0 + i);
        $lines            STORE($result, y, y0 + i);
                }
            }
        """);

    private static final String RARE = """
                    if ($rare.anyTrue()) {
                        for (int k = i; k < Math.min(i + LANES, $end); k++) {
                            $y = $value;
                        }
                        continue;
                    }
        """;
    private static final String STORE = """
                    var result = RESULT;
                    if (whole) {
                        result.intoArray($2);
                    } else {
                        result.intoArray($2, part);
                    }
        """.strip();

    private final String text;

    Frames(String text) {
        this.text = text;
    }

    static Frames of(Formula formula) {
        if (formula.isLight()) {
            return formula.ofOne() ? LIGHT_OF_ONE : formula.compares() ? COMPARISON : LIGHT_OF_TWO;
        }
        return formula.ofOne() ? OF_ONE : OF_TWO;
    }

    boolean isLight() {
        return this != OF_ONE && this != OF_TWO;
    }

    /** Floats of arrays are made double on the way where {@code widened}. */
    String text(boolean widened) {
        String load = widened ? "(FloatVector) (EITHER).convertShape(F2D, SPECIES, 0);" : "EITHER;";
        String either = "whole ? ARRAYS.fromArray(LANES_OF_ARRAYS, $1) : ARRAYS.fromArray(LANES_OF_ARRAYS, $1, part)";
        String result = widened ? "(SingleVector) $1.convertShape(D2F, HALF, 0)" : "$1";
        return text.replaceAll("LOAD\\((.*)\\);", load.replace("EITHER", either))
                .replaceAll("STORE\\((\\S+), (.*)\\);", STORE.replace("RESULT", result))
                .replace("LANES_OF_ARRAYS", widened ? "HALF" : "SPECIES")
                .replace("ARRAYS", widened ? "SingleVector" : "FloatVector");
    }

    /** The way of a vector with rare arguments. */
    String rare() {
        return RARE.replace("$end", this == OF_ONE ? "to" : "n").replace("$y", this == OF_ONE ? "y[k]" : "y[y0 + k]");
    }

    /** The elements of lane k. */
    List<String> elements() {
        return this == OF_ONE ? List.of("x[k]") : List.of("a[a0 + k]", "b[b0 + k]");
    }
}
