package gradus.laws;

import gradus.autodiff.Op;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/** An operator whose settings were drawn, and shapes of inputs that fit it. */
record Fitting(Op op, ImmutableList<int[]> shapes) {
    static Fitting of(Op op, int[]... shapes) {
        return new Fitting(op, Lists.immutable.with(shapes));
    }
}
