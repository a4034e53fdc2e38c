package gradus.nn;

import gradus.autodiff.Tensor;
import java.lang.System.Logger.Level;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the inputs were like that a model was trained on: enough to notice that it gets others, as
 * raw ones after a training on scaled ones. A {@code Trainer} remembers it for its model, {@code
 * SavedModel} keeps it with the metadata, and {@code Evaluation} and {@code Prediction} warn once. It
 * changes no number.
 *
 * <p>For a model that is served otherwise, call {@link #compare} with some of its inputs, or make a
 * {@link #comparison} for many of them.
 *
 * @param least of all numbers; those that are not finite do not count
 * @param largest of all numbers
 * @param size the mean of their absolute values
 * @param negative the part of them that is below 0
 * @param count how many numbers these are taken from
 */
public record SeenInputs(double least, double largest, double size, double negative, long count) {
    /** The name under which {@code SavedModel} keeps it. */
    public static final String NAME = "trained on inputs";

    private static final int MOST_EXAMPLES = 100;

    /** Fewer may all be rare ones. */
    private static final int LEAST_EXAMPLES = 30;

    /** With fewer numbers in an example, a part of the data may lie on one side of 0. */
    private static final int LEAST_NUMBERS = 4;

    /** What is a tenth or less is not by chance. */
    private static final double TENTH = 0.1;

    private static final Pattern TEXT =
            Pattern.compile("least (\\S+), largest (\\S+), mean size (\\S+), negative (\\S+), of (\\d{1,18}) numbers");

    private static Tensor first(Tensor inputs) {
        return inputs.slice(0, 0, Math.min(MOST_EXAMPLES, inputs.shape().dim(0)));
    }

    /** The main inputs, or null where those are indices. */
    public static @Nullable Tensor main(NamedTensors inputs) {
        return inputs.hasIndices(inputs.names().getFirst()) ? null : inputs.first();
    }

    /** Those of a batch {@code [n, ...]}, at most 100 examples. */
    public static SeenInputs of(Tensor inputs) {
        double least = Double.POSITIVE_INFINITY;
        double largest = Double.NEGATIVE_INFINITY;
        double sum = 0;
        long below = 0;
        long count = 0;
        for (double number : first(inputs).toDoubleArray()) {
            if (Double.isFinite(number)) {
                least = Math.min(least, number);
                largest = Math.max(largest, number);
                sum += Math.abs(number);
                below += number < 0 ? 1 : 0;
                count++;
            }
        }
        return new SeenInputs(
                least, largest, count == 0 ? 0 : sum / count, count == 0 ? 0 : (double) below / count, count);
    }

    /** These and others. */
    public SeenInputs plus(SeenInputs more) {
        long all = count + more.count;
        double share = all == 0 ? 0 : (double) more.count / all;
        return new SeenInputs(
                Math.min(least, more.least),
                Math.max(largest, more.largest),
                size + (more.size - size) * share,
                negative + (more.negative - negative) * share,
                all);
    }

    /**
     * Remembers for a model what it was trained on, in place of what was remembered before; null if
     * that is not known. It is noted at a parameter of the model, so {@code frozen()} copies have it
     * too, and it lasts as long as the model.
     */
    public static void remember(Model model, @Nullable SeenInputs inputs) {
        InputMemory.remember(model, inputs);
    }

    /** What is remembered for a model, or null. */
    public static @Nullable SeenInputs of(Model model) {
        InputMemory.@Nullable Known known = InputMemory.of(model);
        return known == null ? null : known.inputs();
    }

    /**
     * Warns by the logger {@code gradus}, once for a model, if it gets other inputs than it was
     * trained on. It looks at 100 examples at most, and at none if nothing is remembered.
     */
    public static void compare(Model model, NamedTensors inputs) {
        comparison(model).accept(inputs);
    }

    /** As {@link #compare}, for many inputs: the parts of the model are gone through once, now. */
    public static Consumer<NamedTensors> comparison(Model model) {
        InputMemory.@Nullable Known known = InputMemory.of(model);
        return known == null ? _ -> {} : inputs -> warnOnce(known, inputs);
    }

    private static void warnOnce(InputMemory.Known known, NamedTensors inputs) {
        @Nullable Tensor main = known.isSaid().get() ? null : main(inputs);
        @Nullable String evidence = main == null ? null : known.inputs().difference(main);
        if (evidence != null && known.isSaid().compareAndSet(false, true)) {
            System.getLogger("gradus")
                    .log(Level.WARNING, "inputs unlike those of the training: " + evidence + "; " + advice());
        }
    }

    /** What to do about it. */
    public static String advice() {
        return "were these scaled, and those not, or the other way round? Standardize, a layer, is saved with the model"
                + " and scales both";
    }

    /**
     * In which way inputs {@code [n, ...]} differ from these, with numbers, or null. Of fewer than 30
     * examples nothing is said, and nothing of single examples that are far off.
     */
    public @Nullable String difference(Tensor inputs) {
        if (inputs.shape().rank() == 0 || inputs.shape().dim(0) < LEAST_EXAMPLES || count == 0) {
            return null;
        }
        SeenInputs others = of(inputs);
        if (others.count == 0) {
            return null;
        }
        int far = farExamples(first(inputs));
        String ranges = "trained on " + range() + ", now " + others.range();
        if (2 * far > Math.min(MOST_EXAMPLES, inputs.shape().dim(0))) {
            return ranges + ", far outside of it in most examples";
        }
        boolean isWide = inputs.shape().size() >= LEAST_NUMBERS * inputs.shape().dim(0);
        if (isWide && negative >= TENTH && others.least >= 0) {
            return String.format(Locale.ROOT, "%s, none below 0 where there were %.0f %%", ranges, 100 * negative);
        }
        if (isWide && least >= 0 && others.negative >= TENTH) {
            return String.format(
                    Locale.ROOT, "%s, %.0f %% below 0 where there were none", ranges, 100 * others.negative);
        }
        double most = Math.max(Math.abs(others.least), Math.abs(others.largest));
        return most < TENTH * size ? ranges + ", all small beside a mean size of " + brief(size) : null;
    }

    /** In how many a number is outside of the range, though this be three times as wide. */
    private int farExamples(Tensor inputs) {
        double[] numbers = inputs.toDoubleArray();
        int examples = inputs.shape().dim(0);
        int width = numbers.length / examples;
        double room = Math.max(largest - least, size);
        int far = 0;
        for (int example = 0; example < examples; example++) {
            boolean isFar = false;
            for (int i = example * width; i < (example + 1) * width; i++) {
                isFar |= Double.isFinite(numbers[i]) && (numbers[i] > largest + room || numbers[i] < least - room);
            }
            far += isFar ? 1 : 0;
        }
        return far;
    }

    private String range() {
        return "inputs from " + brief(least) + " to " + brief(largest);
    }

    private static String brief(double number) {
        return String.format(Locale.ROOT, number == (long) number ? "%.0f" : "%.4g", number);
    }

    /** In words, from which {@link #parse} makes it again. */
    @Override
    public String toString() {
        return "least " + least + ", largest " + largest + ", mean size " + size + ", negative " + negative + ", of "
                + count + " numbers";
    }

    /** What {@link #toString} wrote; null for any other text. */
    public static @Nullable SeenInputs parse(String text) {
        Matcher words = TEXT.matcher(text);
        try {
            return words.matches()
                    ? new SeenInputs(
                            Double.parseDouble(words.group(1)),
                            Double.parseDouble(words.group(2)),
                            Double.parseDouble(words.group(3)),
                            Double.parseDouble(words.group(4)),
                            Long.parseLong(words.group(5)))
                    : null;
        } catch (NumberFormatException _) {
            return null;
        }
    }
}
