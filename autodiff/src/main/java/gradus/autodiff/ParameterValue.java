package gradus.autodiff;

import java.lang.invoke.VarHandle;
import java.util.function.Function;

/**
 * The numbers that a parameter has between two changes. An update may overwrite them in place only
 * while no user can see them; what was recorded from them for the engine's own use then refuses.
 */
final class ParameterValue {
    final Parameter parameter;
    final Tensor tensor;
    private volatile boolean shared;
    private volatile boolean overwritten;

    ParameterValue(Parameter parameter, Tensor numbers) {
        this.parameter = parameter;
        boolean frozen = parameter.isFrozen();
        this.tensor = frozen ? numbers.detach() : numbers.leaf(this);
        this.shared = frozen; // a constant in a graph does not know whose it is: nothing would refuse
    }

    /**
     * What {@code f} makes of the current values of some parameters, which need no copy for it. If
     * an update overwrote one of them meanwhile, {@code f} is asked again with the next values, so
     * that its result never comes from a mixture.
     */
    static <R> R reading(Function<Tensor[], R> f, Parameter... parameters) {
        ParameterValue[] values = new ParameterValue[parameters.length];
        while (true) {
            Tensor[] tensors = new Tensor[parameters.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = parameters[i].live();
                tensors[i] = values[i].tensor;
            }
            R result = f.apply(tensors);
            if (areIntact(values)) {
                return result;
            }
        }
    }

    private static boolean areIntact(ParameterValue... values) {
        for (ParameterValue value : values) {
            if (!value.isIntact()) {
                return false;
            }
        }
        return true;
    }

    /** Notes that users may keep the tensor: its numbers never change from now on. */
    void share() {
        shared = true;
    }

    boolean isShared() {
        return shared;
    }

    /** To be called before the first number changes. */
    void overwrite() {
        overwritten = true;
        VarHandle.storeStoreFence();
    }

    /**
     * Whether the numbers that this thread has read so far were those of this value, all of them:
     * an update says that it overwrites them before it does.
     */
    boolean isIntact() {
        VarHandle.loadLoadFence();
        return !overwritten;
    }

    /** Refuses a loss that {@code op} recorded from this value, if it is gone. */
    void requireIntact(Op op) {
        if (!isIntact()) {
            throw gone("vjp of " + op.name());
        }
    }

    /** As {@link #share()}, for a user who asks long after: refuses if the value is gone. */
    void shareLate(String method) {
        synchronized (parameter) {
            share();
            if (!isIntact()) {
                throw gone(method);
            }
        }
    }

    private GradientException gone(String operator) {
        return new GradientException(
                operator,
                "parameter " + parameter.qualifiedName() + " as it was recorded",
                "one that an optimizer's step has changed in place since",
                "use the loss before the step, or record it again after");
    }
}
