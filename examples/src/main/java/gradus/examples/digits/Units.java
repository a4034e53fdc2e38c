package gradus.examples.digits;

import gradus.autodiff.Axes;
import gradus.autodiff.Gradients;
import gradus.autodiff.Tensor;
import gradus.nn.Layer;
import gradus.nn.Linear;
import gradus.nn.ReLU;
import gradus.nn.Sequential;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.ImmutableDoubleList;

/** What goes on inside a network: which hidden units are alive, and how large numbers and gradients are from layer to layer. */
final class Units {
    private Units() {}

    /** How many of the hidden units give more than 0 for at least one of the images. The others have no gradient and never come back. */
    static int alive(Sequential model, Labelled images) {
        int alive = 0;
        Tensor x = images.images();
        for (Layer layer : model.layers()) {
            x = layer.forward(x).detach();
            if (layer instanceof ReLU) {
                alive += x.max(Axes.of(0)).greater(0).count();
            }
        }
        return alive;
    }

    /** How many hidden units there are. */
    static int count(Sequential model) {
        int hidden = 0;
        ImmutableList<Layer> layers = model.layers();
        for (int i = 1; i < layers.size(); i++) {
            if (layers.get(i) instanceof ReLU && layers.get(i - 1) instanceof Linear linear) {
                hidden += linear.out();
            }
        }
        return hidden;
    }

    /** The root mean square of what each linear layer gives, for some images. */
    static ImmutableDoubleList outputs(Sequential model, Labelled images) {
        MutableList<Double> sizes = Lists.mutable.empty();
        Tensor x = images.images();
        for (Layer layer : model.layers()) {
            x = layer.forward(x).detach();
            if (layer instanceof Linear) {
                sizes.add(size(x));
            }
        }
        return sizes.collectDouble(size -> size).toImmutable();
    }

    /** The root mean square of the gradient of the mean loss, for the weights of each linear layer. */
    static ImmutableDoubleList gradients(Sequential model, Labelled images) {
        Gradients gradients = model.forward(images.images())
                .binaryCrossEntropy(images.labels())
                .mean()
                .gradients();
        return model.layers()
                .selectInstancesOf(Linear.class)
                .collectDouble(linear -> size(gradients.of(linear.weight())));
    }

    private static double size(Tensor x) {
        return Math.sqrt(x.square().mean().item());
    }
}
