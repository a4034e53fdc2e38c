package gradus.nn.metrics;

import gradus.autodiff.ArgumentException;
import java.util.Locale;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.impl.list.Interval;

/**
 * Precision, recall and F1 of each class of a classifier and of all together. A part of nothing,
 * such as the precision of a class that was never predicted, is 0.
 *
 * @param classes the scores of each class, in order
 * @param micro all decisions counted together: each of the three is the accuracy
 */
public record ClassScores(ImmutableList<Score> classes, Score micro) {

    /**
     * How well one class is found.
     *
     * @param precision of the examples taken for the class, the part that is of it
     * @param recall of the examples of the class, the part that was taken for it
     * @param f1 the harmonic mean of the two
     * @param examples how many examples of the class there are
     */
    public record Score(double precision, double recall, double f1, long examples) {
        static Score of(long found, long predicted, long actual) {
            return new Score(part(found, predicted), part(found, actual), part(2 * found, predicted + actual), actual);
        }

        private static double part(long some, long all) {
            return all == 0 ? 0 : (double) some / all;
        }
    }

    /**
     * The scores of a confusion matrix.
     *
     * @throws ArgumentException if it has no examples
     */
    public static ClassScores of(ConfusionMatrix confusion) {
        long total = confusion.total();
        if (total == 0) {
            throw new ArgumentException("ClassScores", "at least one example", "none", "");
        }
        Interval all = Interval.zeroTo(confusion.classes() - 1);
        ImmutableList<Score> classes = all.collect(c -> Score.of(
                        confusion.count(c, c),
                        all.sumOfInt(actual -> confusion.count(actual, c)),
                        all.sumOfInt(predicted -> confusion.count(c, predicted))))
                .toImmutableList();
        return new ClassScores(classes, Score.of(confusion.correct(), total, total));
    }

    /**
     * The plain mean over the classes, small ones counting as much as large ones; its F1 is the
     * mean of their F1.
     */
    public Score macro() {
        return new Score(
                classes.sumOfDouble(Score::precision) / classes.size(),
                classes.sumOfDouble(Score::recall) / classes.size(),
                classes.sumOfDouble(Score::f1) / classes.size(),
                micro.examples);
    }

    /** A table with a line for each class and one each for the macro and the micro mean. */
    @Override
    public String toString() {
        return "class  precision  recall      f1  examples\n"
                + classes.zipWithIndex()
                        .collect(score -> line(score.getTwo().toString(), score.getOne()))
                        .makeString("")
                + line("macro", macro())
                + line("micro", micro);
    }

    private static String line(String name, Score score) {
        return String.format(
                Locale.ROOT,
                "%5s  %9.4f  %6.4f  %6.4f  %8d\n",
                name,
                score.precision,
                score.recall,
                score.f1,
                score.examples);
    }
}
