package gradus.examples.cluster;

/** A process that was lost: Spark's number of it, and what Spark says of it. */
record Loss(String process, String reason) {
    /**
     * Whether it was {@link HaltWatch} that has ended it: every kind of cluster tells the exit
     * code.
     */
    boolean isHalt() {
        return reason.matches("(?is).*\\b(code|status):? " + Halt.EXIT_CODE + "\\b.*");
    }

    @Override
    public String toString() {
        return "process " + process + ": " + reason;
    }
}
