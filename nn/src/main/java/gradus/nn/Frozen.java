package gradus.nn;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradusException;
import gradus.autodiff.Scope;
import gradus.autodiff.Tensor;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.jspecify.annotations.Nullable;

/**
 * A layer of constants: what {@link Layer#frozen()} gives.
 *
 * {@snippet lang = java :
 * var model = Sequential.of(Linear.of(784, 300, random), new ReLU(), Linear.of(300, 10, random));
 * var served = model.frozen(); // a snapshot, for any number of threads
 * var fineTuned = Sequential.of(trained.frozen(), Linear.of(10, 3, random)); // only the new layer learns
 * }
 *
 * <p><b>Training around it.</b> It is differentiable in its input, so that what comes before it can
 * be trained. No gradient is computed for what is in it, and where nothing before it is a variable,
 * backward does not go into it at all. It is evaluated in any mode: dropout in it drops nothing, and
 * batch normalization takes its running statistics and leaves them alone.
 *
 * <p><b>Saving.</b> Its values are {@linkplain #namedParts() buffers} with the names that they had as
 * parameters. A model with frozen parts is saved with them, and its file opens in a model without,
 * and the other way round.
 *
 * <p><b>Memory.</b> It shares the numbers of the layer that it was made from until that is trained
 * on. What one call computes on the way lies in arrays that the next one uses again, of up to 16 MB
 * for each thread that applies it at once; the result is new. Within a {@link Scope} the arrays are
 * that scope's.
 *
 * <p><b>Layers of one's own</b> that are records are made anew from copies of their components. A
 * class with parts says how:
 *
 * {@snippet lang = java :
 * final class Gated implements Layer {
 *     private final Linear gates;
 *     private final Linear head;
 *
 *     Gated(Linear gates, Linear head) {
 *         this.gates = gates;
 *         this.head = head;
 *     }
 *
 *     public Tensor forward(Tensor x, Mode mode) {
 *         return mode.apply("head", head, x.mul(mode.apply("gates", gates, x).sigmoid()));
 *     }
 *
 *     public NamedParts namedParts() {
 *         return NamedParts.of("gates", gates, "head", head);
 *     }
 *
 *     public Layer frozen() {
 *         return Frozen.of(new Gated(Frozen.copy(gates), Frozen.copy(head)));
 *     }
 * }
 * }
 *
 * <p>What a lambda expression captures is not part of a layer, and so not frozen: a frozen layer with
 * one that uses parameters is refused when it is applied to a constant.
 */
public final class Frozen implements Layer {
    private final Layer layer;
    private final NamedParts parts;
    private final FrozenCalls calls = new FrozenCalls();

    private Frozen(Layer layer, NamedParts parts) {
        this.layer = layer;
        this.parts = parts;
    }

    /**
     * A layer whose parameters are all frozen, as one without parameters: for the {@code frozen()} of
     * a class. It is used as it is; {@link Layer#frozen()} makes a copy.
     *
     * @throws ArgumentException if a parameter is not frozen
     */
    public static Frozen of(Layer layer) {
        return layer instanceof Frozen frozen ? frozen : new Frozen(layer, constants(layer));
    }

    /**
     * As {@link #of(Layer)}, of a model of several inputs or outputs.
     *
     * @throws ArgumentException if a parameter is not frozen
     */
    public static Model of(Model model) {
        return switch (model) {
            case Layer layer -> of(layer);
            case FrozenModel frozen -> frozen;
            default -> new FrozenModel(model, constants(model));
        };
    }

    /** The values of a model whose parameters are all frozen. */
    private static NamedParts constants(Model model) {
        ImmutableList<NamedParameter> parameters = NamedParameter.listed(model);
        ImmutableList<NamedParameter> others =
                parameters.reject(named -> named.parameter().isFrozen());
        if (others.notEmpty()) {
            throw new ArgumentException(
                    "Frozen.of",
                    "a layer whose parameters are frozen",
                    model.description() + " with " + others.getFirst()
                            + (others.size() == 1 ? "" : " and " + GradusException.counted(others.size() - 1, "other")),
                    "Frozen.copy makes such a layer of any, and frozen() both in one");
        }
        var cells = parameters.collect(NamedParameter::parameter).distinct().toMap(cell -> cell, Buffer::of);
        MutableList<@Nullable Object> namesAndParts = Lists.mutable.empty();
        parameters.forEach(named -> namesAndParts.with(named.name()).with(cells.get(named.parameter())));
        NamedBuffer.listed(model)
                .forEach(named -> namesAndParts.with(named.name()).with(named.buffer()));
        return NamedParts.of(namesAndParts.toArray());
    }

    /**
     * The same part, a layer or whatever has layers or parameters in it, with constants for its
     * parameters and cells of their own for its buffers, which hold the values of now. Of a record
     * it is a record of the same class. A parameter that is there twice is one in the copy too.
     *
     * @throws ArgumentException if it cannot be made: see {@link Layer#frozen()}
     */
    public static <T> T copy(T part) {
        return new FrozenCopy().of(part);
    }

    /**
     * A {@linkplain #copy copy}, or the model itself where none can be made: for who evaluates any
     * model, and is better off without a graph, but does not need it.
     */
    public static <M extends Model> M copyIfPossible(M model) {
        try {
            return copy(model);
        } catch (ArgumentException _) {
            return model;
        }
    }

    /**
     * Applies the layer, in evaluation. What comes from a constant is a constant.
     *
     * @throws ArgumentException if it does not, as a lambda expression in it uses parameters that are
     *     not frozen
     */
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        return calls.apply(this, layer, x, mode);
    }

    /**
     * Applies the layer to several inputs, in evaluation. What comes from constants is constants.
     *
     * @throws ArgumentException as {@link #forward(Tensor, Mode)}
     */
    @Override
    public NamedTensors forward(NamedTensors inputs, Mode mode) {
        return calls.apply(this, layer, inputs, mode);
    }

    /** The same with cells of its own. */
    Frozen copied(FrozenCopy copy) {
        return of(copy.of(layer));
    }

    /** The values as buffers, with the names that they have in the layer. */
    @Override
    public NamedParts namedParts() {
        return parts;
    }

    /** Itself: nothing in it is trained. */
    @Override
    public Layer frozen() {
        return this;
    }

    /** Such as {@code Frozen(Linear(784 -> 10))}. */
    @Override
    public String description() {
        return "Frozen(" + layer.description() + ")";
    }

    @Override
    public String toString() {
        return description();
    }
}
