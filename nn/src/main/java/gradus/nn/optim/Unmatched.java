package gradus.nn.optim;

import gradus.autodiff.Gradients;
import gradus.autodiff.Parameter;
import java.lang.System.Logger.Level;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * What a loss and an optimizer do not have in common. An optimizer says it at one of its first steps
 * by the logger {@code gradus}, as a warning: to train a part of a model is no mistake, but to forget
 * a part is one that nothing else shows. {@linkplain Parameter#freeze() Frozen} parameters are left
 * out. {@link UnmatchedWatch} finds it.
 *
 * @param untrained what the loss depends on and no optimizer changes, by name
 * @param idle what the loss depends on and another optimizer was made for, which takes no steps
 * @param unused what the optimizer would change, and the loss does not depend on
 */
public record Unmatched(
        ImmutableList<Parameter> untrained, ImmutableList<Parameter> idle, ImmutableList<Parameter> unused) {
    /** Nothing. */
    static final Unmatched NONE =
            new Unmatched(Lists.immutable.empty(), Lists.immutable.empty(), Lists.immutable.empty());

    /** How many are called by name. */
    private static final int NAMED = 3;

    /** Those that were said not to be trained. */
    private static final Set<Parameter> UNTRAINED_TOLD = weakSet();

    private static final Set<Parameter> UNUSED_TOLD = weakSet();

    private static Set<Parameter> weakSet() {
        return Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    }

    /** Compares the loss of these gradients with the parameters of an optimizer, as if it were the only one. */
    public static Unmatched of(Gradients gradients, ImmutableList<Parameter> trained) {
        return new Unmatched(
                Lists.immutable
                        .withAll(gradients.parameters())
                        .reject(trained.toSet()::contains)
                        .toImmutableSortedListBy(Parameter::qualifiedName),
                Lists.immutable.empty(),
                trained.reject(gradients::dependsOn).reject(Parameter::isFrozen));
    }

    /** Says what nobody said before, if there is something to say. */
    void say() {
        Unmatched unsaid = new Unmatched(
                untrained.reject(UNTRAINED_TOLD::contains),
                idle.reject(UNTRAINED_TOLD::contains),
                unused.reject(UNUSED_TOLD::contains));
        // no lambda: the logger names the method that calls it
        for (String line : unsaid.inWords()) {
            System.getLogger("gradus").log(Level.WARNING, line);
        }
        settled();
    }

    /** Takes it for said, so that no optimizer says it. */
    public void settled() {
        UNTRAINED_TOLD.addAll(untrained.castToList());
        UNTRAINED_TOLD.addAll(idle.castToList());
        UNUSED_TOLD.addAll(unused.castToList());
    }

    /** A sentence for each of the three, if there are some. */
    public ImmutableList<String> inWords() {
        return Lists.immutable
                .with(
                        inWords(
                                "depends on ",
                                untrained,
                                "which no optimizer changes; freeze() says that this is on purpose"),
                        inWords(
                                "depends on ",
                                idle,
                                "whose optimizer takes no steps; freeze() says that this is on purpose"),
                        inWords(
                                "does not depend on ",
                                unused,
                                "which an optimizer has to change; is every layer applied in forward?"))
                .reject(String::isEmpty);
    }

    private static String inWords(String relation, ImmutableList<Parameter> some, String what) {
        return some.isEmpty() ? "" : "the loss " + relation + named(some) + ", " + what;
    }

    private static String named(ImmutableList<Parameter> parameters) {
        int more = parameters.size() - NAMED;
        return parameters.take(NAMED).makeString() + (more > 0 ? " and " + more + " more" : "");
    }
}
