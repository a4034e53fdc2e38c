package gradus.examples.shared;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the user asked for.
 *
 * @param seed of all random numbers
 * @param epochs how often training goes over all examples
 * @param learningRate the step size of gradient descent
 * @param batchSize how many examples make a step
 * @param data the folder with real data, if the user named one
 * @param out the folder for the results
 * @param quick whether to take only seconds
 * @param download whether missing data may be fetched
 */
public record Options(
        long seed,
        int epochs,
        double learningRate,
        int batchSize,
        @Nullable Path data,
        Path out,
        boolean quick,
        boolean download) {}
