package gradus.plots;

import java.awt.geom.PathIterator;

/** The data of an SVG path, in hundredths of a pixel, each place relative to the one before: that is shortest. */
final class SvgPath {
    private final StringBuilder data = new StringBuilder();
    private long x;
    private long y;
    private long startX;
    private long startY;

    boolean isEmpty() {
        return data.isEmpty();
    }

    /** The data; it begins anew. */
    String take() {
        String all = data.toString();
        data.setLength(0);
        x = 0;
        y = 0;
        return all;
    }

    /** Adds a shape. Corners of lines closer to the one before than so many pixels are left out, but for the last. */
    void add(PathIterator shape, double closeness) {
        double[] c = new double[6];
        long close = Math.round(100 * closeness);
        boolean pending = false;
        double[] skipped = new double[2];
        for (; !shape.isDone(); shape.next()) {
            int segment = shape.currentSegment(c);
            if (segment == PathIterator.SEG_LINETO && isWithin(c, close)) {
                pending = true;
                skipped[0] = c[0];
                skipped[1] = c[1];
                continue;
            }
            if (pending && segment != PathIterator.SEG_LINETO) {
                command('l', skipped, 1);
            }
            pending = false;
            add(segment, c);
        }
        if (pending) {
            command('l', skipped, 1);
        }
    }

    /** Adds a circle: two half turns. */
    void circle(double middleX, double middleY, double radius) {
        double left = middleX - radius;
        command('m', new double[] {left, middleY}, 1);
        long size = hundredths(radius);
        for (long step : new long[] {2 * size, -2 * size}) {
            data.append('a').append(text(size)).append(' ').append(text(size)).append(" 0 1 0");
            append(step, true);
            data.append(" 0");
        }
        data.append('z');
    }

    private boolean isWithin(double[] c, long close) {
        return Math.abs(hundredths(c[0]) - x) < close && Math.abs(hundredths(c[1]) - y) < close;
    }

    private void add(int segment, double[] c) {
        switch (segment) {
            case PathIterator.SEG_MOVETO -> {
                command('m', c, 1);
                startX = x;
                startY = y;
            }
            case PathIterator.SEG_LINETO -> command('l', c, 1);
            case PathIterator.SEG_QUADTO -> command('q', c, 2);
            case PathIterator.SEG_CUBICTO -> command('c', c, 3);
            default -> {
                data.append('z');
                x = startX;
                y = startY;
            }
        }
    }

    private void command(char name, double[] c, int points) {
        data.append(name);
        for (int i = 0; i < points; i++) {
            append(hundredths(c[2 * i]) - x, i > 0);
            append(hundredths(c[2 * i + 1]) - y, true);
        }
        x = hundredths(c[2 * points - 2]);
        y = hundredths(c[2 * points - 1]);
    }

    private void append(long hundredths, boolean separate) {
        if (separate && hundredths >= 0) {
            data.append(' ');
        }
        data.append(text(hundredths));
    }

    private static long hundredths(double value) {
        return Math.round(100 * value);
    }

    /** A number with at most two digits after the point. */
    static String number(double value) {
        return text(hundredths(value));
    }

    private static String text(long hundredths) {
        long size = Math.abs(hundredths);
        String whole = (hundredths < 0 ? "-" : "") + (size >= 100 || size == 0 ? size / 100 + "" : "");
        long rest = size % 100;
        return whole + (rest == 0 ? "" : rest % 10 == 0 ? "." + rest / 10 : rest < 10 ? ".0" + rest : "." + rest);
    }
}
