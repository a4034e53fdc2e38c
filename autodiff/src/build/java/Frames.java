import java.util.List;

/**
 * What stands around the lines of a loop on vectors.
 *
 * <p>Light loops run over whole vectors, then over what is left, half a vector, a quarter or one
 * element at a time, so that they may write over an input; where a loop has few operations, that is
 * also the quickest. In all others what is left over at the end is done by a vector that overlaps
 * the one before, as results do not lie where inputs do; arrays shorter than a vector go by halves
 * of vectors, by quarters or by single elements.
 *
 * <p>Parts of vectors are read and written as vectors of their own, and computed with as whole
 * ones. Lanes of a mask would do the same, but what was written through a mask is read again only
 * after it has reached the cache: on a chain of operations on few numbers that is most of the time.
 */
enum Frames {
    LIGHT_OF_ONE("""

            static void $name(array[] x, array[] y, int from, int to$constants) {
        $before        int i = from;
                for (; whole(i, to); i += LANES) {
                    var v0 = load(x, i);
        $lines            $result.intoArray(y, i);
                }
                for (int width; i < to; i += width) {
                    int left = to - i;
                    width = PART(left);
                    var v0 = LOAD_PART(x, i);
        $lines            STORE_PART($result, y, i);
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
                for (int width; i < n; i += width) {
                    int left = n - i;
                    width = PART(left);
                    var v0 = LOAD_STEP(a, a0, da);
                    var v1 = LOAD_STEP(b, b0, db);
        $lines            STORE_PART($result, y, y0 + i);
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
        $before        int left = to - from;
                int width = WIDTH(left);
                for (int next = from; next < to; next += width) {
                    int i = Math.min(next, to - width);
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
        $before        int width = WIDTH(n);
                for (int next = 0; next < n; next += width) {
                    int i = Math.min(next, n - width);
                    var v0 = LOAD(a, a0 + i);
                    var v1 = LOAD(b, b0 + i);
        $lines            STORE($result, y, y0 + i);
                }
            }
        """);

    private static final String RARE = """
                    if ($rare.anyTrue()) {
                        for (int k = i; k < i + width; k++) {
                            $y = $value;
                        }
                        continue;
                    }
        """;
    private static final String PART =
            "$1 >= HALF.length() ? HALF.length() : $1 >= QUARTER.length() ? QUARTER.length() : 1";
    private static final String LOAD_PART = """
        width == HALF.length()
                            ? (FLOATVector) FLOATVector.fromArray(HALF, $1, $2).reinterpretShape(WHOLE, 0)
                            : width == QUARTER.length()
                                    ? (FLOATVector) FLOATVector.fromArray(QUARTER, $1, $2).reinterpretShape(WHOLE, 0)
                                    : FLOATVector.broadcast(WHOLE, $1[$2])
        """.strip();
    private static final String LOAD_WHOLE = "width == LANES ? FLOATVector.fromArray(WHOLE, $1, $2) : ";
    private static final String LOAD_STEP = "$3 == 0 ? FLOATVector.broadcast(WHOLE, $1[$2]) : ";
    private static final String STORE_PART = """
            if (width == HALF.length()) {
                        ((FLOATVector) $1.reinterpretShape(HALF, 0)).intoArray($2, $3);
                    } else if (width == QUARTER.length()) {
                        ((FLOATVector) $1.reinterpretShape(QUARTER, 0)).intoArray($2, $3);
                    } else {
                        $2[$3] = $1.lane(0);
                    }
        """.strip();
    private static final String STORE_WHOLE = """
            var result = RESULT;
                    if (width == LANES) {
                        result.intoArray($2, $3);
                    } else\s""";

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
        String result = widened ? "(SingleVector) $1.convertShape(D2F, WHOLE, 0)" : "$1";
        String storePart = STORE_PART.replace("$1.", "result.");
        return text.replaceAll("WIDTH\\((.*)\\)", "$1 >= LANES ? LANES : " + PART)
                .replaceAll("PART\\((left)\\)", PART)
                .replaceAll("LOAD_PART\\((.*), (.*)\\)", LOAD_PART)
                .replaceAll("LOAD_STEP\\((.*), (.*), (.*)\\)", LOAD_STEP + LOAD_PART.replace("$2", "$2 + i"))
                .replaceAll("LOAD\\((.*), (.*)\\);", load.replace("EITHER", LOAD_WHOLE + LOAD_PART))
                .replaceAll("STORE_PART\\((.*), (.*), (.*)\\);", STORE_PART)
                .replaceAll("STORE\\((.*), (.*), (.*)\\);", STORE_WHOLE.replace("RESULT", result) + storePart)
                .replace("FLOATVector", widened ? "SingleVector" : "FloatVector");
    }

    /** The way of a vector with rare arguments. */
    String rare() {
        return RARE.replace("$y", this == OF_ONE ? "y[k]" : "y[y0 + k]");
    }

    /** The elements of lane k. */
    List<String> elements() {
        return this == OF_ONE ? List.of("x[k]") : List.of("a[a0 + k]", "b[b0 + k]");
    }
}
