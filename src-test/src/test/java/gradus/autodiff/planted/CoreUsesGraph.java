package gradus.autodiff.planted;

import gradus.autodiff.Tensor;
import gradus.autodiff.graph.Graph;

/** Breaks a rule on purpose: the architecture test must find it. */
public final class CoreUsesGraph {
    String text(Tensor tensor) {
        return Graph.of(tensor).text();
    }
}
