package gradus.laws;

import gradus.autodiff.Op;
import java.util.Arrays;
import java.util.Locale;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * The operators that the laws are to be checked for: all, or with {@code
 * -Dgradus.operators=gelu,softplus} those of these names, as errors and pictures spell them.
 */
final class ChosenOperators {
    private static final String PROPERTY = "gradus.operators";
    private static final int CLOSEST = 5;

    private ChosenOperators() {}

    /** Refuses a name that no operator has. */
    static ImmutableList<Class<? extends Op>> get() {
        return named(System.getProperty(PROPERTY, ""));
    }

    static boolean areAll() {
        return get().size() == Operators.ALL.size();
    }

    static ImmutableList<Class<? extends Op>> named(String names) {
        if (names.isBlank()) {
            return Operators.ALL;
        }
        ImmutableList<String> wanted =
                Lists.immutable.with(names.split(",")).collect(String::strip).reject(String::isEmpty);
        wanted.forEach(name -> {
            if (Operators.ALL.noneSatisfy(operator -> isNamed(operator, name))) {
                throw new IllegalArgumentException(PROPERTY + ": needs names of operators, got " + name
                        + "; close ones: " + closeTo(name).makeString(", "));
            }
        });
        return Operators.ALL.select(operator -> wanted.anySatisfy(name -> isNamed(operator, name)));
    }

    private static boolean isNamed(Class<? extends Op> operator, String name) {
        return shortName(operator).equalsIgnoreCase(name)
                || Operators.name(operator).equalsIgnoreCase(name);
    }

    private static String shortName(Class<? extends Op> operator) {
        String name = operator.getSimpleName();
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /** Names that hold this one, or are held by it, and then those with the fewest letters to change. */
    private static ImmutableList<String> closeTo(String name) {
        String given = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return Operators.ALL
                .collect(ChosenOperators::shortName)
                .distinct()
                .toSortedListBy(known -> changes(given, known.toLowerCase(Locale.ROOT)))
                .take(CLOSEST)
                .toImmutable();
    }

    /** How many letters to insert, remove or replace: Levenshtein's distance; a part of a name counts one. */
    private static int changes(String a, String b) {
        if (a.contains(b) || b.contains(a)) {
            return 1;
        }
        int[] previous = new int[b.length() + 1];
        Arrays.setAll(previous, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int[] next = new int[b.length() + 1];
            next[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                next[j] = Math.min(replaced, 1 + Math.min(previous[j], next[j - 1]));
            }
            previous = next;
        }
        return previous[b.length()];
    }
}
