package gradus.nn.train;

import java.io.PrintWriter;

/** Shows work of three steps as on a terminal. */
public final class WithoutBarProgram {
    private WithoutBarProgram() {}

    public static void main(String[] arguments) {
        var console = new ConsoleLine(System.out);
        try (var progress = Progress.moving("reading", 3, new PrintWriter(System.out, true), console)) {
            progress.step();
            progress.note("loss 0.5");
            progress.step();
        }
    }
}
