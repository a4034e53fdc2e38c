package gradus.autodiff;

import gradus.autodiff.kernel.Kernels;
import org.jspecify.annotations.Nullable;

/**
 * Numbers in a shape: a value that never changes. A tensor computed from a {@linkplain #variable
 * variable} remembers how, so that {@link #gradients()} can differentiate it; one computed from
 * constants alone remembers nothing.
 *
 * {@snippet lang = java :
 * var x = Tensor.variable(3.0);
 * var y = Tensor.variable(2.0);
 * var f = x.square().add(y.square()).add(x.mul(y.add(2))).add(x.mul(3).cos());
 * Gradients g = f.gradients();
 * g.of(x); // 2x - 3 sin 3x + y + 2
 * f.differentiableGradients().of(x).gradients().of(x); // 2 - 9 cos 3x
 * }
 *
 * <p>Operations are fluent methods, one interface a family: {@link Arithmetic}, {@link Elementary},
 * {@link Activations}, {@link Piecewise}, {@link Comparisons}, {@link Reduction}, {@link
 * Statistics}, {@link Standardization}, {@link Normalizations}, {@link Probability}, {@link
 * Movement}, {@link Rearrangement}, {@link Contraction}, {@link Filtering}, {@link Indexing}, {@link
 * Pooling} and {@link Resampling}. None changes its operands. {@link Reading} copies the numbers
 * out. Tensors are made by the static methods of {@link Creation}, such as {@code Tensor.zeros(2, 3)}.
 *
 * <p>Tensors may be shared between threads, virtual ones too, and independent threads may record
 * and differentiate at the same time, also from the same tensors: there is no tape, no mode and no
 * other global state. Nothing needs closing.
 */
public final class Tensor extends Creation
        implements Arithmetic,
                Elementary,
                Activations,
                Piecewise,
                Comparisons,
                Reduction,
                Statistics,
                Standardization,
                Normalizations,
                Probability,
                FusedVjps,
                Movement,
                Rearrangement,
                Contraction,
                Filtering,
                Indexing,
                Pooling,
                Resampling,
                Reading {

    private final Shape shape;
    private final DType dtype;

    /** The elements in row-major order, as float[] or double[]: not to be changed. */
    private final Object data;

    /** How this tensor was computed, or null if it depends on no variable. */
    final @Nullable Node node;

    /** How long the elements stay, or null if they last. */
    private final @Nullable Lifetime lifetime;

    private Tensor(Shape shape, DType dtype, Object data, @Nullable Node node, @Nullable Lifetime lifetime) {
        this.shape = shape;
        this.dtype = dtype;
        this.data = data;
        this.node = node;
        this.lifetime = lifetime;
    }

    /**
     * A tensor that holds as long as the scope that is running, if one is, of elements that nobody
     * else has.
     *
     * @param op what made them
     */
    static Tensor ofNew(Shape shape, DType dtype, Object data, Op op, @Nullable Node node) {
        return new Tensor(shape, dtype, data, node, Lifetime.ofNew(op));
    }

    /**
     * A constant of numbers that were given, drawn or converted, or that an operator gives to the
     * engine.
     */
    static Tensor ofNew(Shape shape, DType dtype, Object data) {
        return new Tensor(shape, dtype, data, null, Lifetime.ofNew(null));
    }

    /** A constant that lasts, of elements that nobody else has. */
    static Tensor lasting(Shape shape, DType dtype, Object data) {
        return new Tensor(shape, dtype, data, null, null);
    }

    /** The same elements as the result of an operator that computed them by means of others. */
    Tensor asResult(Op op, @Nullable Node otherNode) {
        return new Tensor(shape, dtype, data, otherNode, lifetime == null ? null : lifetime.madeBy(op));
    }

    /** The same elements in another role, which hold as long as these. */
    Tensor sharing(Shape otherShape, @Nullable Node otherNode) {
        return new Tensor(otherShape, dtype, data, otherNode, lifetime);
    }

    /** The axis lengths. */
    public Shape shape() {
        return shape;
    }

    /** The element type. */
    public DType dtype() {
        return dtype;
    }

    /** The element type and the axis lengths together, such as {@code F32[2, 3]}. */
    public String type() {
        return dtype + shape.toString();
    }

    /** Whether it depends on a variable, so that what is computed from it is recorded. */
    public boolean isTracked() {
        return node != null;
    }

    /** The result of an operator on this tensor, recorded where this depends on a variable. */
    Tensor apply(Op.OfOne op) {
        return Engine.apply(op, this);
    }

    /**
     * The result of an operator on this tensor and another one, recorded where one of them depends
     * on a variable.
     */
    Tensor apply(Op.OfTwo op, Tensor b) {
        return Engine.apply(op, this, b);
    }

    /**
     * The result of an operator on some tensors, recorded where one of them depends on a variable.
     */
    static Tensor apply(Op.OfMany op, Tensor... x) {
        return Engine.apply(op, x);
    }

    /** The elements in row-major order: not to be changed. */
    <A> A array(Kernels<A> k) {
        return k.cast(elements());
    }

    /**
     * The elements in row-major order, as float[] or double[]: not to be changed.
     *
     * @throws ScopeException if their scope has ended, or belongs to another thread
     */
    Object elements() {
        if (lifetime != null) {
            lifetime.requireOpen(this);
        }
        return data;
    }

    /** Whether the elements are in this array, whether they may still be read or not. */
    @SuppressWarnings("ReferenceEquality") // the array itself is meant
    boolean isIn(Object array) {
        return data == array;
    }

    /** See {@link Recorded#storage}. */
    Storage storage() {
        return new Storage(data);
    }

    /** Whether the elements may not be read any more. */
    boolean isOver() {
        return lifetime != null && lifetime.isOver();
    }

    /** The same numbers as a new variable, independent of how these were computed. */
    public Tensor asVariable() {
        return sharing(shape, Node.leaf(null));
    }

    Tensor leaf(ParameterValue value) {
        return sharing(shape, Node.leaf(value));
    }

    /** The same numbers as a constant: nothing flows back through it. */
    public Tensor detach() {
        return node == null ? this : sharing(shape, null);
    }

    /**
     * The gradients of this single number with respect to every variable it was computed from. They
     * are constants: to differentiate them again, see {@link #differentiableGradients()}. That with
     * respect to any other variable is zeros, without a word: {@link Gradients#dependsOn(Tensor)}
     * tells the difference, and {@link Gradients#requireDependsOn(Tensor)} refuses it.
     *
     * @throws GradientException if it has several elements: then give a cotangent; or if it depends
     *     on no variable
     */
    public Gradients gradients() {
        return Backward.run(this, seed("gradients"), false);
    }

    /**
     * The gradients of the sum of {@code this * cotangent}: a vector-Jacobian product. The shapes
     * must be equal.
     */
    public Gradients gradients(Tensor cotangent) {
        return Backward.run(this, requireCotangent("gradients", cotangent), false);
    }

    /** As {@link #gradients()}, also of the given intermediate results. */
    public Gradients gradientsKeeping(Tensor... intermediates) {
        Given.all("gradientsKeeping", "intermediate results", intermediates);
        return Backward.run(this, seed("gradientsKeeping"), false, intermediates);
    }

    /**
     * As {@link #gradients()}, but recorded: the gradients can be differentiated again, to any
     * order.
     */
    public Gradients differentiableGradients() {
        return Backward.run(this, seed("differentiableGradients"), true).tracked();
    }

    /** As {@link #gradients(Tensor)}, but recorded; the cotangent may be tracked too. */
    public Gradients differentiableGradients(Tensor cotangent) {
        return Backward.run(this, requireCotangent("differentiableGradients", cotangent), true)
                .tracked();
    }

    /**
     * A constant has no gradients: most often a variable was forgotten, or a gradient that was not
     * recorded is differentiated.
     */
    private void requireTracked(String method) {
        if (node == null) {
            throw new GradientException(
                    method,
                    "a tensor computed from a variable",
                    "a constant " + type(),
                    "differentiableGradients() gives gradients that have gradients, asVariable() variables;"
                            + " unfreeze() lets frozen parameters be such");
        }
    }

    private Tensor seed(String method) {
        requireTracked(method);
        if (shape.size() != 1) {
            throw new GradientException(
                    method, "a single number", type(), "reduce it (sum, mean) or give a cotangent of its shape");
        }
        return ones(dtype, shape);
    }

    private Tensor requireCotangent(String method, Tensor cotangent) {
        requireTracked(method);
        Given.of(method, "a cotangent", cotangent);
        if (!cotangent.shape.equals(shape) || cotangent.dtype != dtype) {
            throw new GradientException(
                    method,
                    "a cotangent " + type(),
                    cotangent.type(),
                    cotangent.dtype == dtype ? "" : "convert it with to(DType." + dtype + ")");
        }
        return cotangent;
    }

    /**
     * The same numbers as a constant that lasts, whatever {@link Scope} this tensor was made in.
     * Outside of scopes that is {@link #detach()}.
     *
     * @throws ScopeException if that scope has ended, or belongs to another thread
     */
    public Tensor keep() {
        return lifetime == null ? detach() : kept(dtype.kernels());
    }

    private <A> Tensor kept(Kernels<A> k) {
        return lasting(shape, dtype, k.duplicate(array(k)));
    }

    /** Zeros of this shape and type. */
    Tensor zerosLike() {
        return zeros(dtype, shape);
    }

    /** A number of this element type. */
    Tensor number(double value) {
        return scalar(dtype, value);
    }

    /** Readable: type, shape, and the elements, shortened where there are many. */
    @Override
    public String toString() {
        return TensorText.of(this);
    }
}
