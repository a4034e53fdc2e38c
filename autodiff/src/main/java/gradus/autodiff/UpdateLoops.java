package gradus.autodiff;

import gradus.autodiff.kernel.OptimizerKernels;
import org.eclipse.collections.api.list.ImmutableList;

/** Runs the named update rules as loops over arrays, in place. */
final class UpdateLoops {
    private UpdateLoops() {}

    /** Changes {@code w} and {@code state} for {@code from <= i < to}; {@code g} is only read. */
    static <A> void run(
            UpdateRule.Loop rule, OptimizerKernels<A> k, A w, A g, ImmutableList<A> state, int from, int to) {
        switch (rule) {
            case UpdateRule.Descent r -> k.descend(w, g, from, to, r.rate(), r.decay());
            case UpdateRule.MomentumDescent r ->
                k.descendWithMomentum(
                        w, g, state.getFirst(), from, to, r.rate(), r.decay(), r.momentum(), r.nesterov());
            case UpdateRule.Adam r ->
                k.adam(
                        w,
                        g,
                        state.get(0),
                        state.get(1),
                        from,
                        to,
                        r.rate(),
                        r.decay(),
                        r.shrink(),
                        r.beta1(),
                        r.beta2(),
                        r.root(),
                        r.epsilon());
            case UpdateRule.Adagrad r -> k.adagrad(w, g, state.getFirst(), from, to, r.rate(), r.decay(), r.epsilon());
            case UpdateRule.RMSprop r -> rmsprop(r, k, w, g, state, from, to);
        }
    }

    private static <A> void rmsprop(
            UpdateRule.RMSprop r, OptimizerKernels<A> k, A w, A g, ImmutableList<A> state, int from, int to) {
        A s = state.getFirst();
        A v = state.getLast();
        double rate = r.rate();
        double decay = r.decay();
        double alpha = r.alpha();
        double epsilon = r.epsilon();
        if (r.centered() && r.momentum() == 0) {
            k.rmspropCentered(w, g, s, v, from, to, rate, decay, alpha, epsilon);
        } else if (r.centered()) {
            A m = state.get(1);
            k.rmspropCenteredWithMomentum(w, g, s, m, v, from, to, rate, decay, alpha, epsilon, r.momentum());
        } else if (r.momentum() == 0) {
            k.rmsprop(w, g, s, from, to, rate, decay, alpha, epsilon);
        } else {
            k.rmspropWithMomentum(w, g, s, v, from, to, rate, decay, alpha, epsilon, r.momentum());
        }
    }
}
