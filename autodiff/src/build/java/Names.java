import java.util.List;
import java.util.Optional;

/**
 * What names stand for in a formula whose loop computes with one kind of numbers.
 *
 * @param formulas those on these numbers
 * @param wide whether it computes in double
 * @param widened whether it does so for arrays of floats
 */
record Names(Formulas formulas, boolean wide, boolean widened) {
    /** The classes whose constants a loop may name. */
    List<String> coefficients() {
        return formulas.owners().stream()
                .filter(owner -> owner.contains("Coefficients"))
                .toList();
    }

    /** What a formula of {@code owner} means by a name; nothing if it is an exact operation. */
    Optional<Formula> find(String owner, String name) {
        return formulas.find(owner, name, Operations.NAMES);
    }
}
