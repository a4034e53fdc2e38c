import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The formulas of all classes on one kind of numbers: what a name in a formula stands for. */
final class Formulas {
    private final Map<String, List<Formula>> byOwner = new TreeMap<>();

    /** Takes the formulas of one class. */
    void read(String owner, String source) {
        byOwner.put(owner, Formula.allIn(source));
    }

    /** The classes of formulas that are loops, and these formulas. */
    Map<String, List<Formula>> kernels() {
        Map<String, List<Formula>> kernels = new TreeMap<>();
        byOwner.forEach((owner, formulas) -> {
            List<Formula> open = formulas.stream().filter(Formula::isKernel).toList();
            if (!open.isEmpty()) {
                kernels.put(owner, open);
            }
        });
        return kernels;
    }

    /** All classes. */
    Set<String> owners() {
        return byOwner.keySet();
    }

    /**
     * What a formula of {@code owner} means by a name: a formula of its own class, or of the class
     * before the dot, or of any class if it is no exact operation.
     */
    Optional<Formula> find(String owner, String name, Set<String> exact) {
        int dot = name.lastIndexOf('.');
        if (dot >= 0) {
            return named(of(name.substring(0, dot)), name.substring(dot + 1));
        }
        Optional<Formula> own = named(of(owner), name);
        return own.isPresent() || exact.contains(name)
                ? own
                : named(byOwner.values().stream().flatMap(List::stream), name);
    }

    private Stream<Formula> of(String owner) {
        return byOwner.getOrDefault(owner, List.of()).stream();
    }

    private static Optional<Formula> named(Stream<Formula> formulas, String name) {
        return formulas.filter(formula -> formula.name().equals(name)).findFirst();
    }
}
