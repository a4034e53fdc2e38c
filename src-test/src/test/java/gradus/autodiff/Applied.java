package gradus.autodiff;

import org.eclipse.collections.api.list.ImmutableList;

/**
 * The engine's entry for any operator, for tests: operators that no method makes by themselves can
 * be tried as well.
 */
public final class Applied {
    private Applied() {}

    /** The operator's result, recorded if some input depends on a variable. */
    public static Tensor of(Op op, ImmutableList<Tensor> x) {
        return switch (op) {
            case Op.OfOne one -> Engine.apply(one, x.getOnly());
            case Op.OfTwo two when x.size() == 2 -> Engine.apply(two, x.getFirst(), x.getLast());
            case Op.OfTwo _ -> throw new IllegalArgumentException(x.size() + " inputs for " + op);
            case Op.OfMany many -> Engine.apply(many, x.toArray(new Tensor[0]));
        };
    }
}
