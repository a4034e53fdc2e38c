package gradus.examples.shared;

import java.nio.file.Path;
import module gradus.examples;
import org.eclipse.collections.impl.tuple.Tuples;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** With what a program was started: the value of each of its options, given or not. */
record ProgramSettings(String program, ImmutableList<Pair<String, String>> values, ImmutableList<String> given) {

    private static final String DATA = "--data";

    static ProgramSettings of(CommandSpec spec) {
        ParseResult parsed = spec.commandLine().getParseResult();
        ImmutableList<OptionSpec> options =
                Lists.immutable.withAll(spec.options()).reject(OptionSpec::usageHelp);
        return new ProgramSettings(
                spec.name(),
                options.collect(option -> Tuples.pair(option.longestName(), text(option.getValue()))),
                options.collect(OptionSpec::longestName).select(parsed::hasMatchedOption));
    }

    /** The same, with the folder where the data were found. */
    ProgramSettings withData(Path folder) {
        return new ProgramSettings(
                program,
                values.collect(each -> each.getOne().equals(DATA) ? Tuples.pair(DATA, folder.toString()) : each),
                given.contains(DATA) ? given : given.newWith(DATA));
    }

    /** The command that repeats the run: the seed and the folder of the data always, the rest as the user gave it. */
    String command() {
        String arguments = values.select(each -> each.getOne().equals("--seed") || given.contains(each.getOne()))
                .collect(ProgramSettings::argument)
                .makeString(" ");
        return "mvn -q compile exec:exec -Dexample=" + program + " -Dargs=\"" + arguments + "\"\n";
    }

    private static String argument(Pair<String, String> setting) {
        String value = setting.getTwo();
        return switch (value) {
            case "true" -> setting.getOne();
            case String _ when value.matches("[\\w./:+-]+") -> setting.getOne() + " " + value;
            default -> setting.getOne() + " '" + value + "'";
        };
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "not given";
            case Integer count when count == Integer.MAX_VALUE -> "all";
            default -> value.toString();
        };
    }

    Table table() {
        return new Table(
                Lists.immutable.with("option", "value"),
                values.collect(each -> Lists.immutable.with(each.getOne(), each.getTwo())));
    }

    Table environment() {
        return new Table(
                Lists.immutable.with("part", "what"),
                Lists.immutable.with(
                        Lists.immutable.with("kernels, threads, Java", Gradus.describe()),
                        Lists.immutable.with(
                                "system", System.getProperty("os.name") + ", " + System.getProperty("os.arch"))));
    }
}
