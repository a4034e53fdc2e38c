package gradus.nn.train;

import gradus.autodiff.ArgumentException;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.tuple.primitive.ObjectDoublePair;
import org.eclipse.collections.impl.tuple.primitive.PrimitiveTuples;
import org.jspecify.annotations.Nullable;

/** Numbers by name: one combination of a {@link SearchSpace}. */
public record Settings(ImmutableList<ObjectDoublePair<String>> numbers) {
    static final Settings NONE = new Settings(Lists.immutable.empty());

    Settings with(String name, double value) {
        return new Settings(numbers.newWith(PrimitiveTuples.pair(name, value)));
    }

    /**
     * The number of that name.
     *
     * @throws ArgumentException if there is none
     */
    public double get(String name) {
        @Nullable
        ObjectDoublePair<String> found = numbers.detect(pair -> pair.getOne().equals(name));
        if (found == null) {
            throw new ArgumentException(
                    "settings",
                    "one of " + numbers.collect(ObjectDoublePair::getOne).makeString(),
                    name,
                    "");
        }
        return found.getTwo();
    }

    /**
     * The number of that name, as a count: a batch size, say.
     *
     * @throws ArgumentException if there is none, or it is not whole
     */
    public int count(String name) {
        double number = get(name);
        if (number != (int) number) {
            throw new ArgumentException("settings", "a whole number " + name, number + "", "");
        }
        return (int) number;
    }

    /** Such as {@code rate 0.1, hidden 250}. */
    @Override
    public String toString() {
        return numbers.collect(pair -> pair.getOne() + " " + text(pair.getTwo()))
                .makeString();
    }

    private static String text(double number) {
        return number == (int) number ? (int) number + "" : number + "";
    }
}
