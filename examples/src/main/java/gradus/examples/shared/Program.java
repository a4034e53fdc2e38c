package gradus.examples.shared;

import gradus.autodiff.GradusException;
import gradus.nn.files.DataException;
import gradus.nn.train.DivergenceException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
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
 * public final class SoftmaxProgram extends Program {
 *     public SoftmaxProgram() {
 *         super(Options.defaults("softmax").epochs(3).quickEpochs(1).learningRate(0.01).batchSize(10));
 *     }
 *
 *     protected void run(Run run) throws IOException {
 *         run.findings().share("test_accuracy", accuracy, "92 %");
 *     }
 * }
 * }
 */
public abstract class Program implements Callable<Integer> {
    private static final int BAD_DATA = 1;
    private static final int BAD_ARGUMENTS = 2;

    @Mixin
    private final Options options;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before anything else
    private CommandSpec spec;

    /** A program with its default settings. */
    protected Program(Options defaults) {
        options = defaults;
    }

    /** Does the work and leaves in {@code run} what was found, the trained model and further files. */
    protected abstract void run(Run run) throws IOException;

    /**
     * Makes the options of the program's own small enough for seconds; called with {@code --quick},
     * before {@link #run}.
     */
    protected void quicken() {}

    @Override
    public final Integer call() throws IOException {
        options.settle(spec.commandLine().getParseResult());
        if (options.quick()) {
            quicken();
        }
        Run run = new Run(
                spec.name(),
                options,
                ProgramSettings.of(spec),
                spec.commandLine().getOut());
        run(run);
        run.report(ReportText.of(getClass()).report(run.findings()));
        run.save();
        return 0;
    }

    /**
     * What each program's {@code main} does: runs the command and ends the virtual machine with its
     * exit code.
     */
    public static void main(Object command, String... arguments) {
        System.exit(execute(new CommandLine(command), arguments));
    }

    /**
     * Runs a command and returns its exit code: 0, 1 for data or folders that do not serve, 2 for
     * wrong arguments.
     */
    public static int execute(CommandLine command, String... arguments) {
        System.setProperty("java.awt.headless", "true");
        return command.setParameterExceptionHandler(Program::refuse)
                .setExecutionExceptionHandler(Program::fail)
                .execute(arguments);
    }

    private static int refuse(ParameterException mistake, String[] arguments) {
        CommandLine command = mistake.getCommandLine();
        String programs = command.getSubcommands().isEmpty()
                ? ""
                : "; programs: " + String.join(", ", command.getSubcommands().keySet());
        boolean unknown = mistake instanceof UnmatchedArgumentException && !programs.isEmpty();
        String said = unknown
                ? "no program is called '"
                        + ((UnmatchedArgumentException) mistake).getUnmatched().getFirst() + "'"
                : mistake.getMessage();
        complain(command, said + programs + " (--help says more)");
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

    /**
     * Files.* say no more than the path in their messages: the kind of failure is in the name of
     * the exception.
     */
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
