package gradus.nn.train;

/** What is seen of work that goes on: one line, written over itself and at the end wiped out. */
interface ProgressLine extends AutoCloseable {
    /** One step is done. */
    void step();

    /** A word on how it goes. */
    void note(String text);

    /** Wipes the line out. */
    @Override
    void close();

    /**
     * A bar where its library is there, otherwise plain numbers.
     *
     * @param steps how many the work has, or -1 if nobody knows
     * @param console where the line is written
     */
    static ProgressLine of(String work, long steps, ConsoleLine console) {
        try {
            return new BarLine(work, steps, console);
        } catch (NoClassDefFoundError e) {
            return new PlainLine(work, steps, console, System::nanoTime);
        }
    }
}
