package gradus.autodiff;

/**
 * The places that a slice takes along an axis, by Python's rule: a negative start or end counts
 * from the end of the axis once, and what still lies beyond an end of the axis stands for that end.
 *
 * @param start the first place; 0 if there is none
 * @param count how many there are
 * @param step from one to the next
 */
record SlicePlaces(int start, int count, int step) {

    static SlicePlaces of(int start, int end, int step, int length) {
        if (step == 0) {
            throw new IndexException(
                    "slice", "a step other than 0", "start " + start + ", end " + end + ", step 0", "");
        }
        boolean forward = step > 0;
        int beforeAll = forward ? 0 : -1; // where a walk in this direction begins or stops
        int afterAll = forward ? length : length - 1;
        int first = Math.clamp(fromFirst(start, length), beforeAll, afterAll);
        int last = Math.clamp(fromFirst(end, length), beforeAll, afterAll);
        long distance = forward ? (long) last - first : (long) first - last;
        int count = (int) Math.max(0, Math.ceilDiv(distance, Math.abs((long) step)));
        return new SlicePlaces(count == 0 ? 0 : first, count, step);
    }

    private static int fromFirst(int place, int length) {
        return place < 0 ? place + length : place;
    }
}
