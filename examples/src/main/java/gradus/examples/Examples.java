package gradus.examples;

import gradus.examples.shared.Program;
import gradus.examples.softplus.SoftplusProgram;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The launcher: its first argument is the name of a program, the others are that program's. */
@Command(
        name = "examples",
        description = "Example programs. Each writes a report, plots, numbers and its trained model into a folder.",
        synopsisSubcommandLabel = "PROGRAM",
        commandListHeading = "%nPrograms:%n",
        footer = {"", "PROGRAM --help lists the options of a program."},
        mixinStandardHelpOptions = true,
        subcommands = {SoftplusProgram.class})
public final class Examples {
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
