package gradus.examples.shared;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the user asked for: the values of the options of {@link Program}, where they are described. */
public record Options(
        long seed,
        int epochs,
        double learningRate,
        int batchSize,
        @Nullable Path data,
        Path out,
        boolean quick,
        boolean download) {}
