package gradus.examples.softmax;

/**
 * After which steps a training is measured: every n steps, n growing by a quarter of the steps
 * taken up to a tenth of an epoch, and at the end of each epoch.
 */
record Pace(long steps, long stepsInEpoch) {
    private static final int GROWTH = 4;
    private static final int MOST_IN_EPOCH = 10;

    /** Epochs of few steps count as one. */
    static Pace of(int epochs, int stepsInEpoch) {
        long steps = (long) epochs * stepsInEpoch;
        return new Pace(steps, stepsInEpoch < MOST_IN_EPOCH ? steps : stepsInEpoch);
    }

    /** The next step to measure after. */
    long after(long step) {
        long endOfEpoch = (step / stepsInEpoch + 1) * stepsInEpoch;
        return Math.min(endOfEpoch, step + Math.clamp(step / GROWTH, 1, Math.ceilDiv(stepsInEpoch, MOST_IN_EPOCH)));
    }
}
