package gradus.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.GradusException;
import gradus.autodiff.Parameter;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.Mode;
import gradus.nn.NamedParameter;
import gradus.nn.Parallel;
import gradus.nn.Residual;
import gradus.nn.Sequential;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Layers over channels and of branches: what they start with, are called and refuse. */
class ChannelLayersTest {
    private final Randomness random = Randomness.seeded(5);
    private final Mode training = Mode.training(random);
    private final Tensor images = Tensor.normal(DType.F64, Shape.of(3, 2, 4, 5), 7, 2, random);
    private final Parameter two = Parameter.of("weight", Tensor.ones(2));
    private final Parameter three = Parameter.of("bias", Tensor.ones(3));

    private static void refused(Class<? extends GradusException> type, ThrowingCallable mistake, String message) {
        assertThatThrownBy(mistake).isInstanceOf(type).hasMessage(message);
    }

    @Test
    void batchNormOfImagesIsThatOfTheirPixels() {
        var ofImages = BatchNorm.of(DType.F64, 2);
        var ofPixels = BatchNorm.of(DType.F64, 2);
        Tensor y = ofImages.forward(images, training);
        Tensor pixels = images.permute(0, 2, 3, 1).reshape(60, 2);
        Tensor expected = ofPixels.forward(pixels, training).reshape(3, 4, 5, 2).permute(0, 3, 1, 2);
        assertThat(y.toDoubleArray()).containsExactly(expected.toDoubleArray(), within(1e-13));
        assertThat(ofImages.runningVariance().value().toDoubleArray())
                .containsExactly(ofPixels.runningVariance().value().toDoubleArray(), within(1e-13));
        assertThat(ofImages.forward(images.slice(0, 0, 1), training).shape()).isEqualTo(Shape.of(1, 2, 4, 5));
        refused(
                ShapeException.class,
                () -> BatchNorm.of(DType.F64, 2).forward(Tensor.zeros(DType.F64, Shape.of(1, 2, 1)), training),
                "BatchNorm(2): needs two examples or more to train, got [1, 2, 1]; "
                        + "leave out a last batch of one, or use Mode.evaluation()");
    }

    @Test
    void aNormThatStartsAtZeroMakesTheBlockTheIdentity() {
        Tensor x = images.to(DType.F32);
        for (var norm : new gradus.nn.Layer[] {
            BatchNorm.of(2).zeroWeight(),
            GroupNorm.of(1, 2).zeroWeight(),
            LayerNorm.of(4, 5).zeroWeight(),
            RMSNorm.of(5).zeroWeight()
        }) {
            var block = new Residual(Sequential.of(new Tanh(), norm));
            Tensor y = block.forward(x, training);
            assertThat(y.toDoubleArray()).as(norm.description()).containsExactly(x.toDoubleArray());
            Parameter weight = norm.parameters().getFirst();
            assertThat(weight.name()).isEqualTo("weight");
            assertThat(y.square().sum().gradients().of(weight).abs().max().item())
                    .isPositive();
        }
    }

    @Test
    void groupNormStartsAndRefuses() {
        var layer = GroupNorm.of(2, 4);
        assertThat(layer.description()).isEqualTo("GroupNorm(2 groups of 4)");
        assertThat(GroupNorm.of(1, 4).description()).isEqualTo("GroupNorm(1 group of 4)");
        assertThat(layer.namedParameters().collect(NamedParameter::name)).containsExactly("weight", "bias");
        refused(
                ShapeException.class,
                () -> GroupNorm.of(3, 4),
                "GroupNorm: needs a number of groups that divides the channels, got 3 groups of 4 channels; "
                        + "1 takes all channels together, 4 each by itself");
        refused(
                ShapeException.class,
                () -> layer.forward(Tensor.zeros(2, 3, 5)),
                "GroupNorm(2 groups of 4): needs a batch [n, 4] or [n, 4, ...], got [2, 3, 5]");
        refused(
                ElementTypeException.class,
                () -> layer.forward(Tensor.zeros(DType.F64, Shape.of(2, 4))),
                "GroupNorm(2 groups of 4): needs inputs of its weights' type F32, got F64[2, 4]; "
                        + "convert them with to(DType.F32)");
        refused(
                ShapeException.class,
                () -> new GroupNorm(
                        1, Parameter.of("weight", Tensor.ones(2, 2)), Parameter.of("bias", Tensor.ones(2, 2)), 0),
                "GroupNorm: needs weights [channels], got [2, 2]");
    }

    @Test
    void instanceNormStartsAndRefuses() {
        assertThat(InstanceNorm.of(2).parameters()).isEmpty();
        assertThat(InstanceNorm.of(2).description()).isEqualTo("InstanceNorm(2)");
        assertThat(InstanceNorm.affine(2).description()).isEqualTo("InstanceNorm(2, affine)");
        assertThat(InstanceNorm.affine(2).namedParameters().collect(NamedParameter::name))
                .containsExactly("weight", "bias");
        refused(
                ShapeException.class,
                () -> InstanceNorm.of(2).forward(Tensor.zeros(3, 2)),
                "InstanceNorm(2): needs a batch [n, 2, length] or [n, 2, ...], got [3, 2]");
        refused(
                ArgumentException.class,
                () -> new InstanceNorm(2, two, null, 0),
                "InstanceNorm: needs weights and biases, or neither, got weights alone");
        refused(
                ShapeException.class,
                () -> new InstanceNorm(3, two, Parameter.of("bias", Tensor.ones(2)), 0),
                "InstanceNorm: needs weights [3], got [2]");
        refused(
                ArgumentException.class,
                () -> InstanceNorm.of(0),
                "InstanceNorm: needs 1 channel or more, got 0 channels");
        refused(
                ArgumentException.class,
                () -> new InstanceNorm(2, null, null, -1),
                "InstanceNorm: needs a finite epsilon of 0 or more, got -1.0");
        refused(
                ElementTypeException.class,
                () -> InstanceNorm.affine(2).forward(images),
                "InstanceNorm(2, affine): needs inputs of its weights' type F32, got F64[3, 2, 4, 5]; "
                        + "convert them with to(DType.F32)");
    }

    @Test
    void rmsNormStartsAndRefuses() {
        assertThat(RMSNorm.of(5).description()).isEqualTo("RMSNorm[5]");
        assertThat(RMSNorm.of(5).epsilon()).isEqualTo(Math.scalb(1.0, -23));
        assertThat(RMSNorm.of(DType.F64, 5).epsilon()).isEqualTo(Math.scalb(1.0, -52));
        assertThat(RMSNorm.of(5).epsilon(0.5).forward(Tensor.ones(1, 5)).get(0, 0))
                .isCloseTo(Math.sqrt(2 / 3.0), within(1e-7));
        refused(
                ShapeException.class,
                () -> RMSNorm.of(3).forward(Tensor.zeros(2, 4)),
                "RMSNorm[3]: needs a batch whose last axes are [3], got [2, 4]");
        refused(
                ArgumentException.class,
                () -> RMSNorm.of(3).epsilon(Double.NaN),
                "RMSNorm: needs a finite epsilon of 0 or more, got NaN");
    }

    @Test
    void preluStartsAndRefuses() {
        assertThat(PReLU.of().forward(Tensor.of(-4f, 4f)).toDoubleArray()).containsExactly(-1, 4);
        assertThat(PReLU.of(3).description()).isEqualTo("PReLU(3)");
        refused(ArgumentException.class, () -> PReLU.of(0), "PReLU: needs 1 channel or more, got 0 channels");
        refused(
                ShapeException.class,
                () -> new PReLU(Parameter.of("weight", Tensor.ones(2, 2))),
                "PReLU: needs weights [1] or [channels], got [2, 2]");
        refused(
                ShapeException.class,
                () -> PReLU.of(3).forward(Tensor.zeros(4, 2)),
                "PReLU(3): needs a batch [n, 3] or [n, 3, ...], got [4, 2]");
        refused(
                ElementTypeException.class,
                () -> PReLU.of().forward(images),
                "PReLU(1): needs inputs of its weights' type F32, got F64[3, 2, 4, 5]; "
                        + "convert them with to(DType.F32)");
    }

    @Test
    void gatesHalveAnAxis() {
        assertThat(new GLU().forward(Tensor.of(new double[][] {{2, 0}})).toDoubleArray())
                .containsExactly(1);
        assertThat(new GLU().description()).isEqualTo("GLU");
        assertThat(new GLU(1).description()).isEqualTo("GLU(axis 1)");
        assertThat(new SwiGLU().description()).isEqualTo("SwiGLU");
        assertThat(new SwiGLU(2).description()).isEqualTo("SwiGLU(axis 2)");
        refused(
                ShapeException.class,
                () -> Sequential.of(new SwiGLU()).forward(Tensor.zeros(2, 3)),
                "layer 0, SwiGLU, swiglu: needs an axis of even length, as it is halved, "
                        + "got 3 along axis -1 of [2, 3]");
    }

    @Test
    void branchesSideBySideAndAdded() {
        Tensor x = Tensor.of(new double[][] {{-1, 2}});
        var wide = Parallel.concat(1, new ReLU(), new Tanh(), Linear.of(DType.F64, 2, 1, random));
        assertThat(wide.forward(x).shape()).isEqualTo(Shape.of(1, 5));
        assertThat(wide.forward(x).slice(1, 0, 2).toDoubleArray()).containsExactly(0, 2);
        assertThat(wide.namedParameters().collect(NamedParameter::name)).containsExactly("2.weight", "2.bias");
        assertThat(wide.description()).isEqualTo("Parallel.concat(1, ReLU, Tanh, Linear(2 -> 1))");
        var sum = Parallel.sum(new ReLU(), new ReLU(), new Dropout(0));
        assertThat(sum.forward(x, Mode.evaluation()).toDoubleArray()).containsExactly(-1, 6);
        assertThat(sum.toString()).isEqualTo("Parallel.sum(ReLU, ReLU, Dropout(0.0))");
        assertThat(Parallel.concat(-1, new ReLU(), new Tanh()).forward(images).shape())
                .isEqualTo(Shape.of(3, 2, 4, 10));
    }

    @Test
    void branchesThatDoNotFitAreRefused() {
        var linear = Linear.of(DType.F64, 2, 3, random);
        Tensor x = Tensor.zeros(DType.F64, Shape.of(4, 2));
        refused(
                ShapeException.class,
                () -> Parallel.sum(new ReLU(), linear).forward(x),
                "Parallel: needs branches that give one shape, got [4, 2] and [4, 3]; "
                        + "Parallel.concat puts results of several widths side by side");
        refused(
                ShapeException.class,
                () -> Parallel.concat(0, new ReLU(), linear).forward(x),
                "Parallel: needs branches that differ along axis 0 alone, got [4, 2] and [4, 3]");
        refused(ArgumentException.class, Parallel::sum, "Parallel: needs one branch or more, got none");
        refused(
                ArgumentException.class,
                () -> Parallel.sum(new ReLU(), null),
                "Parallel: needs one branch or more, got null as a branch");
        refused(
                ShapeException.class,
                () -> Parallel.sum(new ReLU(), linear).forward(Tensor.zeros(DType.F64, Shape.of(4, 5))),
                "layer 1, Linear(2 -> 3): needs a batch [n, 2], got [4, 5]");
    }

    @Test
    void weightsAndBiasesFitEachOther() {
        refused(
                ShapeException.class,
                () -> new GroupNorm(1, two, three, 0),
                "GroupNorm: needs biases of the weights' shape [2], got [3]");
    }
}
