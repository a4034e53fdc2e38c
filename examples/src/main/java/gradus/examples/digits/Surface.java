package gradus.examples.digits;

import gradus.autodiff.Tensor;
import gradus.nn.report.Picture;
import gradus.plots.ContourPlot;
import gradus.plots.Points;
import gradus.plots.Window;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;

/** The surface of part 1 from above, with a path on it. */
final class Surface {
    private static final Window WINDOW = new Window(-3.2, 3.6, -2.4, 2.6);
    private static final ImmutableDoubleList LEVELS =
            DoubleLists.immutable.with(-2.5, -2, -1.5, -1, -0.5, 0, 0.5, 1, 2, 3, 5, 7, 10, 14, 18, 22);

    private Surface() {}

    static Picture picture(String name, Descent descent) {
        return ContourPlot.of(
                        WINDOW,
                        (x, y) -> Descent.surface(Tensor.scalar(x), Tensor.scalar(y))
                                .item())
                .levels(LEVELS)
                .paths(new Points(
                        descent.name(),
                        descent.path().collectDouble(Descent.Point::x),
                        descent.path().collectDouble(Descent.Point::y)))
                .picture(name);
    }
}
