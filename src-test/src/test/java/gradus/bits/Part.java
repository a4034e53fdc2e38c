package gradus.bits;

import java.util.Locale;
import java.util.function.Supplier;
import org.eclipse.collections.api.list.ImmutableList;

/** A part of what has to be the same everywhere, as lines of text. */
enum Part {
    /** Every operator, from few small samples: for where everything is slow. */
    FEW(OperatorDigests::few),
    /** Every operator, from samples of all sizes. */
    OPERATORS(OperatorDigests::all),
    /** Matrix products of sizes that the operators' samples do not have. */
    PRODUCTS(ProductDigests::lines),
    /** What is no operator. */
    OTHERS(OtherDigests::lines),
    /** Whole trainings. */
    TRAINING(TrainingDigests::oneByOne),
    /** The same trainings at the same time. */
    CROWD(TrainingDigests::atOnce);

    private final Supplier<ImmutableList<String>> lines;

    Part(Supplier<ImmutableList<String>> lines) {
        this.lines = lines;
    }

    /** Computes them. */
    ImmutableList<String> lines() {
        return lines.get();
    }

    /** The line above it in what is printed. */
    String heading() {
        return "[" + name().toLowerCase(Locale.ROOT) + "]";
    }

    /** The part in what was printed. */
    ImmutableList<String> in(ImmutableList<String> printed) {
        int start = printed.indexOf(heading()) + 1;
        if (start == 0) {
            throw new AssertionError("no " + heading() + " in " + printed);
        }
        return printed.drop(start).takeWhile(line -> !line.startsWith("["));
    }
}
