package gradus.examples.shared;

import static java.util.Objects.requireNonNull;

import module gradus.nn;
import module java.base;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The skeleton of a program: it reads the options, does its work, and only when all of that went well writes its output
 * folder and prints its figures. A wrong argument or wrong data end it with one line and an exit code other than 0.
 *
 * <p>What is found goes into {@link Run#findings}; the resource {@code report.txt} beside the program, a {@link
 * ReportText}, makes the report of it.
 *
 * {@snippet lang = java :
 * @Command(name = "softmax", description = "Assignment B: softmax regression on handwritten digits.")
 * @Defaults(epochs = 3, quickEpochs = 1, learningRate = 0.01, batchSize = 10)
 * public final class SoftmaxProgram extends Program {
 *     protected void run(Run run) throws IOException {
 *         run.findings().share("test_accuracy", accuracy, "92 %");
 *     }
 * }
 * }
 */
public abstract class Program implements Callable<Integer> {
    private static final int BAD_DATA = 1;
    private static final int BAD_ARGUMENTS = 2;

    private final Defaults defaults = requireNonNull(getClass().getAnnotation(Defaults.class));

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
            description = "Passes over the training data (default: ${DEFAULT-VALUE}).")
    private int epochs = defaults.epochs();

    @Option(
            names = "--learning-rate",
            paramLabel = "RATE",
            description = "Step size of gradient descent (default: ${DEFAULT-VALUE}).")
    private double learningRate = defaults.learningRate();

    @Option(names = "--batch-size", paramLabel = "N", description = "Examples in a step (default: ${DEFAULT-VALUE}).")
    private int batchSize = defaults.batchSize();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder with real data: a subfolder for each data set, such as mnist.")
    private @Nullable Path data;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for the report, plots, numbers and the trained model (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("out", getClass().getAnnotation(Command.class).name());

    @Option(
            names = "--quick",
            description = "Run in seconds, on less data and for fewer epochs: to see that everything works.")
    private boolean quick;

    @Option(
            names = "--download",
            description = "Fetch missing data from its public home into a cache, checked against a checksum.")
    private boolean download;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything else
    private CommandSpec spec;

    /** Does the work and leaves in {@code run} what was found, the trained model and further files. */
    protected abstract void run(Run run) throws IOException;

    /** Makes the program's own options small enough for seconds; called with {@code --quick}, before {@link #run}. */
    protected void quicken() {}

    @Override
    public final Integer call() throws IOException {
        boolean asked = spec.commandLine().getParseResult().hasMatchedOption("--epochs");
        if (quick) {
            epochs = asked ? epochs : defaults.quickEpochs();
            quicken();
        }
        Options options = new Options(seed, epochs, learningRate, batchSize, data, out, quick, download);
        Run run = new Run(options, ProgramSettings.of(spec), spec.commandLine().getOut());
        run(run);
        run.save(ReportText.of(getClass()));
        return 0;
    }

    /** Runs the program by itself, without the launcher, and ends with its exit code. */
    public final void main(String... arguments) {
        System.exit(execute(new CommandLine(this), arguments));
    }

    /** Runs a command and returns its exit code: 0, 1 for data or folders that do not serve, 2 for wrong arguments. */
    public static int execute(CommandLine command, String... arguments) {
        System.setProperty("java.awt.headless", "true");
        return command.registerConverter(int.class, Program::count)
                .registerConverter(double.class, Program::rate)
                .setParameterExceptionHandler(Program::refuse)
                .setExecutionExceptionHandler(Program::fail)
                .execute(arguments);
    }

    /** What an option of type {@code int} is given: a whole number of 1 or more. */
    protected static int count(String text) {
        return positive(text, Integer::valueOf, "a whole number of 1 or more");
    }

    private static double rate(String text) {
        return positive(text, Double::valueOf, "a finite number above 0");
    }

    private static <N extends Number> N positive(String text, Function<String, N> parser, String need) {
        try {
            N number = parser.apply(text);
            if (number.doubleValue() > 0 && Double.isFinite(number.doubleValue())) {
                return number;
            }
        } catch (NumberFormatException _) {
            // refused below, as is a number out of range
        }
        throw new TypeConversionException("needs " + need + ", got '" + text + "'");
    }

    private static int refuse(ParameterException mistake, String[] arguments) {
        CommandLine command = mistake.getCommandLine();
        String programs = String.join(", ", command.getSubcommands().keySet());
        String said = programs.isEmpty()
                ? mistake.getMessage()
                : mistake instanceof UnmatchedArgumentException unknown
                        ? "no program is called '" + unknown.getUnmatched().getFirst() + "'; programs: " + programs
                        : mistake.getMessage() + "; programs: " + programs;
        complain(command, said + " (--help says more)");
        return BAD_ARGUMENTS;
    }

    private static int fail(Exception failure, CommandLine command, CommandLine.ParseResult arguments)
            throws Exception {
        switch (failure) {
            case GradusException _, DataException _, DivergenceException _, IOException _, UncheckedIOException _ ->
                complain(command, describe(failure));
            default -> throw failure;
        }
        return BAD_DATA;
    }

    /** Files.* say no more than the path in their messages: the kind of failure is in the name of the exception. */
    private static String describe(Exception failure) {
        @Nullable Throwable cause = failure instanceof UncheckedIOException ? failure.getCause() : failure;
        return switch (cause) {
            case NoSuchFileException missing -> "no such file: " + missing.getFile();
            case AccessDeniedException closed -> "no permission for " + closed.getFile();
            case FileSystemException refused ->
                "cannot use " + refused.getFile() + ": " + refused.getClass().getSimpleName();
            case null, default -> String.valueOf(failure.getMessage());
        };
    }

    private static void complain(CommandLine command, String line) {
        PrintWriter err = command.getErr();
        err.println(command.getCommandName() + ": " + line.lines().findFirst().orElse(""));
        err.flush();
    }
}
