package gradus.spark;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How a trial ended.
 *
 * @param score NaN if it failed, too
 * @param failure what it threw, which would come again
 */
record TrialEnd(double score, @Nullable RuntimeException failure) implements Serializable {}
