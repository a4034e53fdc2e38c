package gradus.autodiff;

/**
 * Where the elements of a longer or shorter axis are read from, and how those between two others
 * are made. See {@link Resampling#interpolate}.
 */
public enum Interpolation {
    /** Element o of n takes that at floor(o L / n) of L. */
    NEAREST {
        @Override
        Taps taps(int length, int count) {
            Taps.Rows rows = new Taps.Rows();
            for (int o = 0; o < count; o++) {
                rows.tap((int) ((long) o * length / count), 1).end();
            }
            return rows.over(length);
        }
    },
    /**
     * Elements are seen as cells, whose first and last edges meet: element o of n lies at (o + 1/2) L
     * / n - 1/2, at 0 at least, and what lies between two elements is on the line through them.
     */
    LINEAR {
        @Override
        Taps taps(int length, int count) {
            Taps.Rows rows = new Taps.Rows();
            for (int o = 0; o < count; o++) {
                between(rows, (2L * o + 1) * length - count, 2L * count, length);
            }
            return rows.over(length);
        }
    },
    /**
     * Elements are seen as points, the first and last of which meet: element o of n lies at o (L - 1)
     * / (n - 1); a single one at 0. Between them as {@link #LINEAR}.
     */
    LINEAR_ALIGNED {
        @Override
        Taps taps(int length, int count) {
            Taps.Rows rows = new Taps.Rows();
            for (int o = 0; o < count; o++) {
                between(rows, o * (length - 1L), Math.max(1, count - 1), length);
            }
            return rows.over(length);
        }
    };

    /** {@code count} elements from {@code length}. */
    abstract Taps taps(int length, int count);

    /** A row that reads at a fraction; what lies outside is the first or last element. */
    private static void between(Taps.Rows rows, long numerator, long denominator, int length) {
        long inside = Math.max(0, numerator);
        int place = (int) (inside / denominator);
        double behind = (double) (inside % denominator) / denominator;
        if (place >= length - 1) {
            rows.tap(length - 1, 1);
        } else if (behind == 0) {
            rows.tap(place, 1);
        } else {
            rows.tap(place, 1 - behind).tap(place + 1, behind);
        }
        rows.end();
    }
}
