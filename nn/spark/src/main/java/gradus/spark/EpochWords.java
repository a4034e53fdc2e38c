package gradus.spark;

import org.apache.spark.util.AccumulatorV2;

/** What the last epoch came to, in words, for Spark's pages: one worker says it. */
final class EpochWords extends AccumulatorV2<String, String> {
    private static final long serialVersionUID = 1L;

    private String words = "";

    @Override
    public boolean isZero() {
        return words.isEmpty();
    }

    @Override
    public EpochWords copy() {
        var copy = new EpochWords();
        copy.words = words;
        return copy;
    }

    @Override
    public void reset() {
        words = "";
    }

    @Override
    public void add(String now) {
        words = now;
    }

    @Override
    public void merge(AccumulatorV2<String, String> other) {
        words = other.isZero() ? words : other.value();
    }

    @Override
    public String value() {
        return words;
    }
}
