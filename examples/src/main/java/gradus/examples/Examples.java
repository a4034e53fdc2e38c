package gradus.examples;

import gradus.examples.cifar.CifarProgram;
import gradus.examples.digits.DigitsProgram;
import gradus.examples.lenet.LenetProgram;
import gradus.examples.mnist.MnistProgram;
import gradus.examples.shared.Program;
import gradus.examples.sigmoid.SigmoidProgram;
import gradus.examples.softmax.SoftmaxProgram;
import gradus.examples.softplus.SoftplusProgram;
import gradus.examples.table.TableProgram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The launcher: its first argument is the name of a program, the others are that program's. */
@Command(
        name = "examples",
        description = "Example programs. Each writes a report, plots, numbers and its trained model into a folder.",
        synopsisSubcommandLabel = "PROGRAM",
        commandListHeading = "%nPrograms:%n",
        footer = {"", "PROGRAM --help lists the options of a program."},
        subcommands = {
            SigmoidProgram.class,
            SoftmaxProgram.class,
            DigitsProgram.class,
            SoftplusProgram.class,
            MnistProgram.class,
            CifarProgram.class,
            LenetProgram.class,
            TableProgram.class
        })
public final class Examples {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli looks at the annotation
    private boolean help;

    private Examples() {}

    /** Runs a program and ends with its exit code. */
    public static void main(String[] arguments) {
        System.exit(Program.execute(commandLine(), arguments));
    }

    /** The launcher's command line. */
    public static CommandLine commandLine() {
        return new CommandLine(new Examples());
    }
}
