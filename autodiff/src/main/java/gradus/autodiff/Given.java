package gradus.autodiff;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Refuses null in place of what has to be given: in the one place where an argument is first looked at. */
final class Given {
    private Given() {}

    /** What was given to an operator, which needs {@code need}. */
    static <T> T of(String operator, String need, @Nullable T given) {
        if (given == null) {
            throw new ArgumentException(operator, need, "null", "");
        }
        return given;
    }

    /** As {@link #of(String, String, Object)}; the name is asked for only when it is needed. */
    static <T> T of(Op operator, String need, @Nullable T given) {
        return given == null ? of(operator.name(), need, given) : given;
    }

    /** As {@link #all(String, String, Iterable)}. */
    static <T> T[] all(String operator, String need, T @Nullable [] given) {
        T[] some = of(operator, need, given);
        all(operator, need, Arrays.asList(some));
        return some;
    }

    /** Some things, none of which may be missing. */
    static <T extends Iterable<?>> T all(String operator, String need, @Nullable T given) {
        T some = of(operator, need, given);
        int place = 0;
        for (@Nullable Object each : some) {
            if (each == null) {
                throw new ArgumentException(operator, need, "null as number " + place + " of them", "");
            }
            place++;
        }
        return some;
    }
}
