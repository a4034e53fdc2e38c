package gradus.nn.layer;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.Parameter;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Standardization;
import gradus.autodiff.Tensor;
import gradus.nn.Buffer;
import gradus.nn.Layer;
import gradus.nn.Mode;
import gradus.nn.NamedParts;

/**
 * y = (x - mean) / √(variance + epsilon) * weight + bias for each feature of a batch {@code [n,
 * features]}, or each channel of images and the like, {@code [n, channels, ...]}, over all examples
 * and places: PyTorch's {@code BatchNorm1d}, {@code BatchNorm2d} and {@code BatchNorm3d}. In
 * training, mean and variance (not corrected) are those of the batch, and the running ones move
 * toward them by the momentum: running = (1 - momentum) running + momentum new, where the new
 * variance is the unbiased one, divided by one less than there are numbers. In evaluation the
 * running ones are used. Ioffe and Szegedy, ICML 2015. Names and shapes are PyTorch's; {@code
 * num_batches_tracked}, a whole number there, is a single number of type F64 here.
 *
 * <p>A variance beyond the range of the type is infinity in the running ones, in F32 that of
 * numbers whose deviation is above 1.8e19. Training goes on, as the batch is scaled for it, but
 * evaluation gives the biases. One step is enough: scale such features before.
 *
 * <p>One thread trains it at a time: forward in training changes the buffers.
 */
public record BatchNorm(
        Parameter weight,
        Parameter bias,
        Buffer runningMean,
        Buffer runningVariance,
        Buffer batchesTracked,
        double momentum,
        double epsilon)
        implements Layer {

    /**
     * A layer of these parameters and buffers.
     *
     * @throws ShapeException unless parameters and running statistics are all {@code [features]},
     *     not 0, and the number of batches is a single number
     * @throws ElementTypeException if parameters and running statistics differ in type
     * @throws ArgumentException unless the momentum is from 0 to 1, and epsilon finite and 0 or
     *     more
     */
    public BatchNorm {
        Normalization.require("BatchNorm", weight, bias, epsilon);
        requireStatistics(weight, runningMean);
        requireStatistics(weight, runningVariance);
        if (weight.shape().rank() != 1 || batchesTracked.shape().rank() != 0) {
            throw new ShapeException(
                    "BatchNorm",
                    "weights [features] and a single number of batches",
                    weight.shape() + " and " + batchesTracked.shape(),
                    "");
        }
        if (!(momentum >= 0 && momentum <= 1)) {
            throw new ArgumentException("BatchNorm", "a momentum from 0 to 1", momentum + "", "");
        }
    }

    private static void requireStatistics(Parameter weight, Buffer buffer) {
        if (!buffer.shape().equals(weight.shape())) {
            throw new ShapeException(
                    "BatchNorm",
                    buffer.qualifiedName() + " of the weights' shape " + weight.shape(),
                    buffer.shape().toString(),
                    "");
        }
        if (buffer.dtype() != weight.dtype()) {
            throw new ElementTypeException(
                    "BatchNorm",
                    buffer.qualifiedName() + " of the weights' type " + weight.dtype(),
                    buffer.dtype().toString(),
                    "convert it with to(DType." + weight.dtype() + ")");
        }
    }

    /**
     * For so many features of type F32: weights 1, biases 0, running means 0 and variances 1, a
     * momentum of 0.1 and an epsilon of 10⁻⁵.
     */
    public static BatchNorm of(int features) {
        return of(DType.F32, features);
    }

    /** As {@link #of(int)}, in the given type. */
    public static BatchNorm of(DType dtype, int features) {
        Shape shape = Shape.of(features);
        return new BatchNorm(
                Parameter.of("weight", Tensor.ones(dtype, shape)),
                Parameter.of("bias", Tensor.zeros(dtype, shape)),
                Buffer.of("running_mean", Tensor.zeros(dtype, shape)),
                Buffer.of("running_var", Tensor.ones(dtype, shape)),
                Buffer.of("num_batches_tracked", Tensor.scalar(0.0)),
                0.1,
                Normalization.EPSILON);
    }

    /**
     * The same layer with weights that start at 0: for the last norm of a {@link
     * gradus.nn.Residual}, which is then the identity in the beginning, so that deep models train
     * from the start. Goyal et al., arXiv 1706.02677.
     */
    public BatchNorm zeroWeight() {
        return new BatchNorm(
                Normalization.zero(weight), bias, runningMean, runningVariance, batchesTracked, momentum, epsilon);
    }

    /** The same layer, with the same parameters and buffers, and another momentum. */
    public BatchNorm momentum(double share) {
        return new BatchNorm(weight, bias, runningMean, runningVariance, batchesTracked, share, epsilon);
    }

    /**
     * Applies the layer.
     *
     * @throws ShapeException unless {@code x} is {@code [n, features, ...]}; in training, of two
     *     numbers or more of each feature, as one has no variance
     * @throws ElementTypeException if {@code x} has another type than the weight
     * @throws ArgumentException if the mode is not said
     */
    @Override
    public Tensor forward(Tensor x, Mode mode) {
        Normalization.requireChannels(description(), x, 2, features());
        Normalization.requireType(description(), x, weight);
        return mode.isTraining(description())
                ? train(x)
                : x.batchNorm(runningMean.value(), runningVariance.value(), weight.value(), bias.value(), epsilon);
    }

    private Tensor train(Tensor x) {
        int count = x.shape().size() / features();
        if (count < 2) {
            throw new ShapeException(
                    description(),
                    "two examples or more to train",
                    x.shape().toString(),
                    "leave out a last batch of one, or use Mode.evaluation()");
        }
        Standardization.Moments moments =
                x.detach().moments(Normalization.allBut(1, x.shape().rank()));
        Shape vector = weight.shape();
        move(runningMean, moments.mean().reshape(vector));
        move(runningVariance, moments.variance().reshape(vector).mul(count / (count - 1.0)));
        batchesTracked.set(batchesTracked.value().add(1));
        return x.batchNorm(weight.value(), bias.value(), epsilon);
    }

    private void move(Buffer running, Tensor batch) {
        running.set(running.value().mul(1 - momentum).add(batch.mul(momentum)));
    }

    /** How many features there are. */
    public int features() {
        return weight.shape().dim(0);
    }

    @Override
    public NamedParts namedParts() {
        return NamedParts.of(
                "weight", weight,
                "bias", bias,
                "running_mean", runningMean,
                "running_var", runningVariance,
                "num_batches_tracked", batchesTracked);
    }

    /** Such as {@code BatchNorm(300)}. */
    @Override
    public String description() {
        return "BatchNorm(" + features() + ")";
    }
}
