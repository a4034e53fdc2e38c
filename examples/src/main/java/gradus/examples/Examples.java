package gradus.examples;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Unmatched;

/** Placeholder: prints what it was called with. */
@Command(name = "examples", mixinStandardHelpOptions = true)
public final class Examples implements Callable<Integer> {
    @Parameters(index = "0", defaultValue = "softplus")
    private String name = "softplus";

    @Unmatched
    private @Nullable List<String> rest;

    @Override
    public Integer call() {
        System.out.println("example "
                + name
                + ", arguments "
                + rest
                + ", in "
                + Path.of("").toAbsolutePath()
                + ", on Java "
                + Runtime.version().feature()
                + ", module "
                + Examples.class.getModule().getName());
        return name.equals("fail") ? 3 : 0;
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new Examples()).execute(args));
    }
}
