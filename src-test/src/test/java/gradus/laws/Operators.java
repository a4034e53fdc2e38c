package gradus.laws;

import gradus.autodiff.CustomOp;
import gradus.autodiff.Op;
import gradus.autodiff.Tensor;
import java.util.Arrays;
import java.util.function.Function;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.map.ImmutableMap;

/** The operators that exist, found by walking the permitted subclasses of {@link Op} down to the records. */
public final class Operators {
    /** Every operator record, in the order of the families. {@link CustomOp}, the open door, is none. */
    public static final ImmutableList<Class<? extends Op>> ALL =
            leaves(Op.class).toImmutable();

    private Operators() {}

    private static MutableList<Class<? extends Op>> leaves(Class<? extends Op> type) {
        if (type == CustomOp.class) {
            return Lists.mutable.empty();
        }
        if (type.isRecord()) {
            return Lists.mutable.<Class<? extends Op>>empty().with(type);
        }
        if (!type.isSealed()) {
            throw new IllegalStateException(type + " is neither sealed nor a record");
        }
        return Lists.mutable
                .with(type.getPermittedSubclasses())
                .flatCollect(subclass -> leaves(subclass.asSubclass(Op.class)));
    }

    /** Such as {@code Arithmetic.Add}. */
    public static String name(Class<? extends Op> operator) {
        Class<?> family = operator.getEnclosingClass();
        return family == null ? operator.getSimpleName() : family.getSimpleName() + "." + operator.getSimpleName();
    }

    /** How users spell the elementwise operators without settings, by their names in errors and pictures. */
    public static ImmutableMap<String, Function<ImmutableList<Tensor>, Tensor>> elementwise() {
        return ALL.select(operator -> operator.getRecordComponents().length == 0)
                .select(Operators::isElementwise)
                .collect(Prototype::of)
                .toImmutableMap(Op::name, op -> Proofs.of(op).method());
    }

    static boolean isElementwise(Class<? extends Op> operator) {
        return Op.Unary.class.isAssignableFrom(operator) || Op.Binary.class.isAssignableFrom(operator);
    }

    static String name(Op op) {
        return name(op.getClass());
    }

    /** One line: the operator with its settings and the shapes of its inputs. */
    static String describe(Op op, ImmutableList<Grid> x) {
        return op + " of " + x.collect(grid -> Arrays.toString(grid.dims())).makeString(" and ");
    }
}
