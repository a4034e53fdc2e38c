package gradus.nn.train;

import gradus.autodiff.Gradients;
import gradus.autodiff.Randomness;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Mode;
import gradus.nn.Model;
import gradus.nn.NamedTensors;
import gradus.nn.data.Batch;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.jspecify.annotations.Nullable;

/**
 * Finds the layer in which numbers that are not finite are born: applies the model once more,
 * watched, with other random numbers. So what depends on them may not be found again, and buffers
 * change.
 */
final class LayerSearch {
    private record Visit(String path, Layer layer, Tensor x, Tensor y) {
        boolean spoils() {
            return x.isFinite() && !y.isFinite();
        }

        /** Whether finite gradients come to it, and others leave it. */
        boolean spoils(Gradients gradients) {
            return isFinite(gradients, y)
                    && (!isFinite(gradients, x)
                            || layer.parameters().anySatisfy(parameter -> !gradients.isFinite(parameter)));
        }

        Origin place() {
            return Origin.layer(path, layer.description());
        }
    }

    private final MutableList<Visit> visits = Lists.mutable.empty();
    private final NamedTensors outputs;
    private final Tensor output;

    /** @param trains whether the numbers arose in training, and not in an evaluation */
    LayerSearch(Model model, Batch batch, boolean trains) {
        Mode mode = trains ? Mode.training(Randomness.seeded(0)) : Mode.evaluation();
        Mode watched = mode.watching((path, layer, x, y) -> visits.add(new Visit(path, layer, x, y)));
        // a variable, so that there is a gradient before the first parameter too
        outputs = model.forward(batch.namedInputs().mapTensors(Tensor::asVariable), watched);
        output = outputs.first();
    }

    /**
     * The innermost layer, of those that are told of, that makes something else of finite numbers.
     */
    Origin forward() {
        return place(visits.detect(Visit::spoils));
    }

    /** The innermost layer whose derivative makes something else of finite gradients. */
    Origin backward(Objective objective, Batch batch) {
        ImmutableList<Tensor> kept = visits.flatCollect(visit -> Lists.immutable.with(visit.x, visit.y))
                .toImmutable()
                .newWith(output)
                .select(Tensor::isTracked);
        Gradients gradients =
                objective.of(output, batch.withOutputs(outputs)).gradientsKeeping(kept.toArray(new Tensor[0]));
        return isFinite(gradients, output) ? place(visits.detect(visit -> visit.spoils(gradients))) : Origin.OBJECTIVE;
    }

    private static boolean isFinite(Gradients gradients, Tensor tensor) {
        return !tensor.isTracked() || gradients.of(tensor).isFinite();
    }

    private static Origin place(@Nullable Visit visit) {
        return visit == null ? Origin.UNKNOWN : visit.place();
    }
}
