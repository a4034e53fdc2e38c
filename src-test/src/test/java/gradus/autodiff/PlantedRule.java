package gradus.autodiff;

import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * Breaks rules on purpose: the architecture test must find a rule that calls the engine, and one
 * that takes a lock.
 */
public final class PlantedRule implements CustomOp {
    private final ReentrantLock lock = new ReentrantLock();

    @Override
    public Tensor forward(ImmutableList<Tensor> x) {
        lock.lock();
        return x.getFirst();
    }

    @Override
    public Tensor vjp(int input, ImmutableList<Tensor> x, Tensor y, Tensor g) {
        return Engine.apply(new Arithmetic.Neg(), g);
    }
}
