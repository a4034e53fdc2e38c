package gradus.nn.loss;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Parameter;
import gradus.autodiff.Tensor;
import gradus.nn.Model;
import java.util.function.UnaryOperator;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * A term of the loss that keeps parameters small: {@code
 * loss.add(Penalty.l2(0.2).ofWeights(model))}.
 */
public final class Penalty {
    private final String name;
    private final double strength;
    private final UnaryOperator<Tensor> size;

    private Penalty(String name, double strength, UnaryOperator<Tensor> size) {
        if (!(strength >= 0) || !Double.isFinite(strength)) {
            throw new ArgumentException(name, "a finite strength of 0 or more", strength + "", "");
        }
        this.name = name;
        this.strength = strength;
        this.size = size;
    }

    /**
     * The strength times the sum of |w|, which drives numbers to exactly 0; its slope at 0 is 0.
     *
     * @throws ArgumentException unless the strength is finite and 0 or more
     */
    public static Penalty l1(double strength) {
        return new Penalty("Penalty.l1", strength, w -> w.abs().sum());
    }

    /**
     * The strength times the sum of w², not halved: its slope is 2 strength w.
     *
     * @throws ArgumentException unless the strength is finite and 0 or more
     */
    public static Penalty l2(double strength) {
        return new Penalty("Penalty.l2", strength, w -> w.square().sum());
    }

    /**
     * The term over these parameters, a single number.
     *
     * @throws ArgumentException if there are none
     * @throws gradus.autodiff.ElementTypeException if they differ in element type
     */
    public Tensor of(ImmutableList<Parameter> parameters) {
        if (parameters.isEmpty()) {
            throw new ArgumentException(name, "at least one parameter", "none", "");
        }
        ImmutableList<Tensor> sizes = parameters.collect(parameter -> size.apply(parameter.value()));
        return sizes.drop(1).injectInto(sizes.getFirst(), Tensor::add).mul(strength);
    }

    /**
     * The term over all weights of a model, which are its parameters of two axes or more: not its
     * biases, nor the scales of a normalization.
     */
    public Tensor ofWeights(Model model) {
        return of(model.parameters().select(parameter -> parameter.shape().rank() > 1));
    }

    /** Such as {@code Penalty.l2(0.2)}. */
    @Override
    public String toString() {
        return name + "(" + strength + ")";
    }
}
