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
 * What a loss and an optimizer do not have in common. An optimizer says it at its first step by the
 * logger {@code gradus}, as a warning: to train a part of a model is no mistake, but to forget a part
 * is one that nothing else shows. {@linkplain Parameter#freeze() Frozen} parameters are left out.
 *
 * @param untrained what the loss depends on and the optimizer does not change, by name
 * @param unused what the optimizer would change, and the loss does not depend on
 */
public record Unmatched(ImmutableList<Parameter> untrained, ImmutableList<Parameter> unused) {
    /** How many are called by name. */
    private static final int NAMED = 3;

    /** Those that some optimizer changes, or whose lack of one was told. */
    private static final Set<Parameter> SETTLED = weakSet();

    private static final Set<Parameter> UNUSED_TOLD = weakSet();

    private static Set<Parameter> weakSet() {
        return Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));
    }

    /** Compares the loss of these gradients with the parameters that an optimizer changes. */
    public static Unmatched of(Gradients gradients, ImmutableList<Parameter> trained) {
        return new Unmatched(
                Lists.immutable
                        .withAll(gradients.parameters())
                        .reject(trained.toSet()::contains)
                        .toImmutableSortedListBy(Parameter::qualifiedName),
                trained.reject(gradients::dependsOn).reject(Parameter::isFrozen));
    }

    /** Notes that an optimizer changes these: where several share the work, none misses the others' part. */
    static void settle(ImmutableList<Parameter> trained) {
        SETTLED.addAll(trained.castToList());
    }

    /** Says what nobody said before, of parameters that no optimizer at all changes. */
    static void check(Gradients gradients, ImmutableList<Parameter> trained) {
        Unmatched all = of(gradients, trained);
        new Unmatched(all.untrained.reject(SETTLED::contains), all.unused.reject(UNUSED_TOLD::contains)).say();
    }

    /** Says it, if there is something to say. */
    public void say() {
        // no lambda: the logger names the method that calls it
        for (String line : inWords()) {
            System.getLogger("gradus").log(Level.WARNING, line);
        }
        settled();
    }

    /** Takes it for said, so that no optimizer says it. */
    public void settled() {
        SETTLED.addAll(untrained.castToList());
        UNUSED_TOLD.addAll(unused.castToList());
    }

    /** A sentence for each of the two, if there are some. */
    public ImmutableList<String> inWords() {
        return Lists.immutable
                .with(
                        untrained.isEmpty()
                                ? ""
                                : "the loss depends on " + named(untrained)
                                        + ", which no optimizer changes; freeze() says that this is on purpose",
                        unused.isEmpty()
                                ? ""
                                : "the loss does not depend on " + named(unused)
                                        + ", which an optimizer has to change; is every layer applied in forward?")
                .reject(String::isEmpty);
    }

    private static String named(ImmutableList<Parameter> parameters) {
        int more = parameters.size() - NAMED;
        return parameters.take(NAMED).makeString() + (more > 0 ? " and " + more + " more" : "");
    }
}
