package gradus.autodiff.kernel.scalar;

import gradus.autodiff.kernel.WindowAxis;
import gradus.autodiff.kernel.Windows;

/**
 * The largest elements of windows, row by row: the windows of a row differ along the last axis alone.
 * They are found first along the columns that the windows share, then along the row that is left.
 * Windows of two or three neighbors, as most are, have loops of their own.
 */
final class LargestF32 {
    private final float[] x;
    private final Windows windows;
    private final WindowAxis width;
    private final int[] start;

    /** The windows {@code from <= o < to} of a row have {@code neighbors} elements; 0 is any number. */
    private final int from;

    private final int to;
    private final int neighbors;

    /** Whether windows are the pairs of a row, one after another. */
    private final boolean inPairs;

    /** From a row of a window to the next. */
    private final int rowStep;

    /** The largest of each column. */
    private final float[] columns;

    LargestF32(float[] x, Windows windows) {
        this.x = x;
        this.windows = windows;
        width = windows.width();
        start = width.start();
        inPairs = width.areNeighbors(2);
        rowStep = windows.height().dilation() * width.length();
        from = width.alikeFrom();
        int size = from < width.count() && width.dilation() == 1 ? width.size()[from] : 0;
        neighbors = size == 2 || size == 3 ? size : 0;
        to = neighbors == 0 ? from : width.alikeTo();
        columns = new float[width.length()];
    }

    /** The element of an image where the row begins that windows (d, h, any) read at these places. */
    private int row(int d, int depthPlace, int h, int heightPlace) {
        return windows.row(windows.depth().at(d, depthPlace), windows.height().at(h, heightPlace));
    }

    /** y[at + o] = the largest of window (d, h, o). */
    void find(int x0, int d, int h, float[] y, int at) {
        int first = x0 + row(d, 0, h, 0);
        if (areSquares(d, h)) {
            ofSquares(first + start[0], y, at);
            return;
        }
        System.arraycopy(x, first, columns, 0, columns.length);
        for (int zd = 0; zd < windows.depth().size()[d]; zd++) {
            for (int zh = zd == 0 ? 1 : 0; zh < windows.height().size()[h]; zh++) {
                ofRow(x0 + row(d, zd, h, zh));
            }
        }
        switch (neighbors) {
            case 2 -> ofTwo(y, at);
            case 3 -> ofThree(y, at);
            default -> {}
        }
        ofAny(y, at, 0, from);
        ofAny(y, at, to, width.count());
    }

    /** Whether windows (d, h, any) are pairs in two rows. */
    private boolean areSquares(int d, int h) {
        return inPairs && windows.height().size()[h] == 2 && windows.depth().size()[d] == 1;
    }

    private void ofSquares(int upper, float[] y, int at) {
        int lower = upper + rowStep;
        for (int o = 0; o < start.length; o++) {
            int i = upper + 2 * o;
            int j = lower + 2 * o;
            y[at + o] = Math.max(Math.max(x[i], x[i + 1]), Math.max(x[j], x[j + 1]));
        }
    }

    private void ofRow(int row) {
        for (int j = 0; j < columns.length; j++) {
            columns[j] = Math.max(columns[j], x[row + j]);
        }
    }

    private void ofTwo(float[] y, int at) {
        for (int o = from; o < to; o++) {
            int i = start[o];
            y[at + o] = Math.max(columns[i], columns[i + 1]);
        }
    }

    private void ofThree(float[] y, int at) {
        for (int o = from; o < to; o++) {
            int i = start[o];
            y[at + o] = Math.max(Math.max(columns[i], columns[i + 1]), columns[i + 2]);
        }
    }

    private void ofAny(float[] y, int at, int first, int end) {
        for (int o = first; o < end; o++) {
            float largest = columns[start[o]];
            for (int k = 1; k < width.size()[o]; k++) {
                largest = Math.max(largest, columns[width.at(o, k)]);
            }
            y[at + o] = largest;
        }
    }

    /**
     * Where in the image the largest elements of windows (d, h, any) stand, which are y[at + o]. The
     * rows are read from the last to the first, and each from its end, so that the first of equals is
     * met last.
     */
    void findPlaces(int x0, int d, int h, float[] y, int[] places, int at) {
        if (areSquares(d, h)) {
            placesOfSquares(x0, row(d, 0, h, 0) + start[0], y, places, at);
            return;
        }
        for (int zd = windows.depth().size()[d] - 1; zd >= 0; zd--) {
            for (int zh = windows.height().size()[h] - 1; zh >= 0; zh--) {
                placesInRow(x0, row(d, zd, h, zh), y, places, at);
            }
        }
    }

    /**
     * The place before if x < largest, otherwise the place i. In large windows a comparison mostly has
     * one outcome, and would be compiled to a branch that nobody can predict. The largest is finite.
     */
    private static int unlessLess(float x, float largest, int before, int i) {
        long less = -Float.floatToRawIntBits(largest - x) >> (Float.SIZE - 1); // a difference that is never -0
        return i ^ ((i ^ before) & (int) less);
    }

    /** Of four elements any may be the largest: a comparison that the machine computes, not a branch. */
    private void placesOfSquares(int x0, int upper, float[] y, int[] places, int at) {
        int lower = upper + rowStep;
        for (int o = 0; o < start.length; o++) {
            float largest = y[at + o];
            int i = upper + 2 * o;
            int j = lower + 2 * o;
            int place = x[x0 + j] < largest ? j + 1 : j;
            place = x[x0 + i + 1] < largest ? place : i + 1;
            places[at + o] = x[x0 + i] < largest ? place : i;
        }
    }

    private void placesInRow(int x0, int row, float[] y, int[] places, int at) {
        switch (neighbors) {
            case 2 -> placesOfTwo(x0, row, y, places, at);
            case 3 -> placesOfThree(x0, row, y, places, at);
            default -> {}
        }
        placesOfAny(x0, row, y, places, at, 0, from);
        placesOfAny(x0, row, y, places, at, to, width.count());
    }

    private void placesOfTwo(int x0, int row, float[] y, int[] places, int at) {
        for (int o = from; o < to; o++) {
            float largest = y[at + o];
            int i = row + start[o];
            int place = unlessLess(x[x0 + i + 1], largest, places[at + o], i + 1);
            places[at + o] = unlessLess(x[x0 + i], largest, place, i);
        }
    }

    private void placesOfThree(int x0, int row, float[] y, int[] places, int at) {
        for (int o = from; o < to; o++) {
            float largest = y[at + o];
            int i = row + start[o];
            int place = unlessLess(x[x0 + i + 2], largest, places[at + o], i + 2);
            place = unlessLess(x[x0 + i + 1], largest, place, i + 1);
            places[at + o] = unlessLess(x[x0 + i], largest, place, i);
        }
    }

    private void placesOfAny(int x0, int row, float[] y, int[] places, int at, int first, int end) {
        for (int o = first; o < end; o++) {
            float largest = y[at + o];
            int place = places[at + o];
            for (int k = width.size()[o] - 1; k >= 0; k--) {
                int i = row + width.at(o, k);
                place = unlessLess(x[x0 + i], largest, place, i);
            }
            places[at + o] = place;
        }
    }

    /** Where the element of a window stands that may be infinite or NaN. */
    int firstPlace(int x0, int d, int h, int o, float largest) {
        for (int zd = 0; zd < windows.depth().size()[d]; zd++) {
            for (int zh = 0; zh < windows.height().size()[h]; zh++) {
                for (int k = 0; k < width.size()[o]; k++) {
                    int i = row(d, zd, h, zh) + width.at(o, k);
                    if (Float.compare(x[x0 + i], largest) == 0) {
                        return i;
                    }
                }
            }
        }
        throw new AssertionError("a largest element that is none");
    }
}
