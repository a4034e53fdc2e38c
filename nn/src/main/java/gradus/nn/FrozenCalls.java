package gradus.nn;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.Scope;
import gradus.autodiff.Tensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Calls of a frozen model: in evaluation, and in arrays that the next call uses again. */
final class FrozenCalls {
    /** Of how many bytes arrays are kept for the next call: larger ones are quickly had, beside what is computed. */
    private static final long MOST_KEPT = 16L << 20;

    private final Deque<Scope> idle = new ArrayDeque<>();

    /** Applies a layer of constants, for a frozen one. */
    Tensor apply(Model frozen, Layer layer, Tensor x, Mode mode) {
        Mode evaluation = evaluation(mode);
        return x.isTracked()
                ? layer.forward(x, evaluation)
                : run(evaluation, () -> requireConstant(frozen, layer.forward(x, evaluation)), Tensor::keep);
    }

    /** Applies a model of constants, for a frozen one. */
    NamedTensors apply(Model frozen, Model model, NamedTensors inputs, Mode mode) {
        Mode evaluation = evaluation(mode);
        return inputs.isTracked()
                ? model.forward(inputs, evaluation)
                : run(
                        evaluation,
                        () -> model.forward(inputs, evaluation).mapTensors(y -> requireConstant(frozen, y)),
                        NamedTensors::keep);
    }

    /** Whoever watches goes on. */
    private static Mode evaluation(Mode mode) {
        return mode instanceof Mode.Watching watching
                ? new Mode.Watching(evaluation(watching.mode()), watching.path(), watching.watcher())
                : Mode.evaluation();
    }

    private static Tensor requireConstant(Model frozen, Tensor y) {
        if (y.isTracked()) {
            throw new ArgumentException(
                    frozen.description(),
                    "layers whose parameters are known",
                    "a result that depends on others",
                    "a lambda expression hides what it captures: make it a record");
        }
        return y;
    }

    /** Whoever watches may keep what he sees, and a scope of the caller has memory for what is made in it. */
    private <T> T run(Mode mode, Supplier<T> work, UnaryOperator<T> keep) {
        if (mode instanceof Mode.Watching || Scope.isRunning()) {
            return work.get();
        }
        Scope scope = take();
        T result = scope.run(() -> keep.apply(work.get()));
        if (scope.bytes() <= MOST_KEPT) {
            giveBack(scope);
        }
        return result;
    }

    private Scope take() {
        synchronized (idle) {
            @Nullable Scope last = idle.pollLast();
            return last == null ? new Scope() : last;
        }
    }

    private void giveBack(Scope scope) {
        synchronized (idle) {
            idle.addLast(scope);
        }
    }
}
