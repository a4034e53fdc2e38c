package gradus.autodiff;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * An operator of your own: a value computed in any way you like, and its vjp. Check it with {@link
 * gradus.autodiff.check.GradientCheck} as the built-in ones are checked. A record makes a good
 * operator: its components are the settings, and its name is the name in errors and pictures.
 *
 * {@snippet lang = java :
 * record Cube() implements CustomOp {
 *     public Tensor forward(ImmutableList<Tensor> x) {
 *         return x.get(0).mul(x.get(0)).mul(x.get(0));
 *     }
 *
 *     public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
 *         return g.chain(x.get(0).square().mul(3));
 *     }
 * }
 * Tensor y = new Cube().apply(Tensor.variable(2.0));
 * }
 *
 * <p>{@code forward} is given detached inputs of one element type and must not keep or change
 * anything; throw a {@link ShapeException} for shapes that do not fit. {@code vjp} returns the
 * cotangent of one input, in that input's shape. Write it with tensor operations on {@code x},
 * {@code y} and {@code g} and it can be differentiated again; the engine checks its shape and type
 * and does all accumulation. A record may have a static {@code of} that makes it.
 */
public non-sealed interface CustomOp extends Op.OfMany {
    /** Applies the operator, recording it if some input depends on a variable. */
    default Tensor apply(Tensor... x) {
        if (Given.of(this, "inputs", x).length == 0) {
            throw new ArgumentException(name(), "at least one input", "none", "");
        }
        return Tensor.apply(this, x.clone());
    }

    /**
     * Nobody knows: 0, and {@link gradus.autodiff.graph.Cost} reports the operator as not counted.
     */
    @Override
    default long flops(ImmutableList<Shape> x, Shape y) {
        return 0;
    }

    /** For the engine: asks for {@link #forward(ImmutableList)}. */
    @Override
    default Tensor forward(Tensor[] x) {
        return forward(Lists.immutable.with(x));
    }

    /** For the engine: asks for {@link #vjp(int, ImmutableList, Tensor, Tensor)}. */
    @Override
    default Tensor vjp(int input, Tensor[] x, Tensor y, Tensor g) {
        return vjp(input, Lists.immutable.with(x), y, g);
    }

    /** The result, from detached inputs. */
    Tensor forward(ImmutableList<Tensor> x);

    /** The cotangent of input number {@code input}, in its shape. */
    Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g);
}
