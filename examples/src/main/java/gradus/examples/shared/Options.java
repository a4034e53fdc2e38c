package gradus.examples.shared;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/**
 * The options that every program takes. Each program brings its own defaults; {@code --help} shows
 * them.
 */
public final class Options {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli looks at the annotation
    private boolean help;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of all random numbers (default: ${DEFAULT-VALUE}).")
    private long seed = 7;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            converter = Count.class,
            description = "Passes over the training data (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(
            names = "--learning-rate",
            paramLabel = "RATE",
            converter = Rate.class,
            description = "Step size of gradient descent (default: ${DEFAULT-VALUE}).")
    private double learningRate;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            converter = Count.class,
            description = "Examples in a step (default: ${DEFAULT-VALUE}).")
    private int batchSize;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder with real data: a subfolder for each data set, such as mnist.")
    private @Nullable Path data;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for the report, plots, numbers and the trained model (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Option(
            names = "--quick",
            description = "Run in seconds, on less data and for fewer epochs: to see that everything works.")
    private boolean quick;

    @Option(
            names = "--download",
            description = "Fetch missing data from its public home into a cache, checked against a checksum.")
    private boolean download;

    private int quickEpochs;

    private Options(String program) {
        out = Path.of("out", program);
    }

    /**
     * The options of a program, to be given its defaults. Its results go to {@code out/<program>}
     * unless the user says otherwise.
     */
    public static Options defaults(String program) {
        return new Options(program);
    }

    /** The default number of epochs. */
    public Options epochs(int count) {
        epochs = count;
        return this;
    }

    /** The number of epochs with {@code --quick}, unless the user asks for another one. */
    public Options quickEpochs(int count) {
        quickEpochs = count;
        return this;
    }

    /** The default learning rate. */
    public Options learningRate(double rate) {
        learningRate = rate;
        return this;
    }

    /** The default batch size. */
    public Options batchSize(int count) {
        batchSize = count;
        return this;
    }

    /** The seed of all random numbers. */
    public long seed() {
        return seed;
    }

    /** How often training goes over all examples. */
    public int epochs() {
        return epochs;
    }

    /** The step size of gradient descent. */
    public double learningRate() {
        return learningRate;
    }

    /** How many examples make a step. */
    public int batchSize() {
        return batchSize;
    }

    /** The folder with real data, if the user named one. */
    public Optional<Path> data() {
        return Optional.ofNullable(data);
    }

    /** Whether to take only seconds. */
    public boolean quick() {
        return quick;
    }

    /** Whether missing data may be fetched. */
    public boolean download() {
        return download;
    }

    /** The folder for the results. */
    public Path out() {
        return out;
    }

    /** What {@code --quick} changes unless the user said otherwise. */
    void settle(ParseResult given) {
        if (quick && quickEpochs > 0 && !given.hasMatchedOption("--epochs")) {
            epochs = quickEpochs;
        }
    }

    /** Whole numbers of 1 or more. */
    public static final class Count implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            try {
                int count = Integer.parseInt(text);
                if (count >= 1) {
                    return count;
                }
            } catch (NumberFormatException _) {
                // refused below, as is a number that is too small
            }
            throw new TypeConversionException("needs a whole number of 1 or more, got '" + text + "'");
        }
    }

    /** Finite numbers above 0. */
    static final class Rate implements ITypeConverter<Double> {
        @Override
        public Double convert(String text) {
            try {
                double rate = Double.parseDouble(text);
                if (rate > 0 && Double.isFinite(rate)) {
                    return rate;
                }
            } catch (NumberFormatException _) {
                // refused below, as is a number out of range
            }
            throw new TypeConversionException("needs a finite number above 0, got '" + text + "'");
        }
    }
}
