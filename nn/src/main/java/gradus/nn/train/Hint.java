package gradus.nn.train;

import java.io.Serializable;

/**
 * Something in a training that most often is a mistake, with the numbers that say so. A {@link
 * Trainer} gives hints at the first step and after the first epoch, or after the first ten steps
 * where epochs are shorter. They are logged by the logger {@code gradus} as warnings, told to
 * {@linkplain TrainingListener#hint listeners} and kept in {@link History#hints()}. No number of the
 * training changes by them.
 *
 * @param subject what it is about, such as {@code learning rate too high}
 * @param evidence what was measured
 * @param advice what to do
 */
public record Hint(String subject, String evidence, String advice) implements Serializable {
    /** In one line: {@code subject: evidence; advice}. */
    @Override
    public String toString() {
        return subject + ": " + evidence + "; " + advice;
    }
}
