package gradus.laws;

import gradus.autodiff.Op;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.collections.api.list.ImmutableList;

/** What was checked in this run: how often each operator by each law, and the worst error met. */
final class Ledger {
    /** What one law found of one operator. */
    record Entry(long checks, double worst) {
        private static final Entry NONE = new Entry(0, 0);

        private Entry plus(Entry other) {
            return new Entry(checks + other.checks, Math.max(worst, other.worst));
        }
    }

    private record Key(Law law, Class<? extends Op> operator) {}

    private static final Map<Key, Entry> ENTRIES = new ConcurrentHashMap<>();

    private Ledger() {}

    static void record(Law law, Class<? extends Op> operator, double error) {
        ENTRIES.merge(new Key(law, operator), new Entry(1, error), Entry::plus);
    }

    static Entry of(Law law, Class<? extends Op> operator) {
        return ENTRIES.getOrDefault(new Key(law, operator), Entry.NONE);
    }

    static boolean isEmpty() {
        return ENTRIES.isEmpty();
    }

    /** The operators that a law has checked. */
    static ImmutableList<Class<? extends Op>> checked(Law law) {
        return Operators.ALL.select(operator -> of(law, operator).checks > 0);
    }
}
