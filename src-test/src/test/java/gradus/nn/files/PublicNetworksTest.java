package gradus.nn.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.Convolution;
import gradus.autodiff.Padding;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.SlidingWindow;
import gradus.autodiff.Tensor;
import gradus.nn.Buffer;
import gradus.nn.Layer;
import gradus.nn.Mode;
import gradus.nn.NamedParameter;
import gradus.nn.Residual;
import gradus.nn.Sequential;
import gradus.nn.files.SavedModel.Value;
import gradus.nn.layer.Conv2d;
import gradus.nn.layer.GlobalAveragePool;
import gradus.nn.layer.LeakyReLU;
import gradus.nn.layer.Linear;
import gradus.nn.layer.MaxPool;
import gradus.nn.layer.ReLU;
import java.nio.file.Path;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.SortedMaps;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two public networks that others trained to find faces, and points in a face; make_public.py says
 * whose they are. Their state dicts open here and give PyTorch's outputs for a drawn face.
 */
class PublicNetworksTest {
    private static final Randomness RANDOM = Randomness.seeded(1);
    private static final Convolution VALID = Convolution.valid();
    private static final Convolution SAME = Convolution.same();
    private static final Safetensors LANDMARKS = Safetensors.read(FilesOfOthers.path("landmarks.safetensors"));

    @TempDir
    private Path folder;

    /** The PyTorch module, record for class: names of components are names of attributes. */
    record Landmarks(Layer dense0, Layer dense1, Layer dense2, Layer fc, Buffer mean) implements Layer {
        static Landmarks of(Convolution halving) {
            return new Landmarks(
                    Block.of(Conv2d.of(3, 32, 3, halving, RANDOM), 32),
                    Block.of(Separable.of(32, 64, halving), 64),
                    Block.of(Separable.of(64, 128, halving), 128),
                    Linear.of(128, 136, RANDOM),
                    Buffer.of("mean", Tensor.zeros(3, 1, 1)));
        }

        @Override
        public Tensor forward(Tensor x, Mode mode) {
            Tensor y = mode.apply("dense0", dense0, x.sub(mean.value()).div(255));
            y = mode.apply("dense2", dense2, mode.apply("dense1", dense1, y));
            return mode.apply("fc", fc, y.globalAveragePool());
        }
    }

    record Block(Layer conv0, Layer conv1, Layer conv2) implements Layer {
        static Block of(Layer first, int channels) {
            return new Block(first, Separable.of(channels, channels, SAME), Separable.of(channels, channels, SAME));
        }

        @Override
        public Tensor forward(Tensor x, Mode mode) {
            Tensor one = mode.apply("conv0", conv0, x).relu();
            Tensor two = mode.apply("conv1", conv1, one);
            Tensor three = mode.apply("conv2", conv2, one.add(two).relu());
            return one.add(two.add(three)).relu();
        }
    }

    record Separable(Conv2d depthwise, Conv2d pointwise) implements Layer {
        static Separable of(int in, int out, Convolution how) {
            return new Separable(
                    Conv2d.of(in, in, 3, how.groups(in), RANDOM).withoutBias(), Conv2d.of(in, out, 1, VALID, RANDOM));
        }

        @Override
        public Tensor forward(Tensor x, Mode mode) {
            return mode.apply("pointwise", pointwise, mode.apply("depthwise", depthwise, x));
        }
    }

    @Test
    void namesOfRecordsAreThoseOfModules() {
        Landmarks model = Landmarks.of(SAME.stride(2));
        Path file = folder.resolve("state.safetensors");
        new Safetensors(LANDMARKS.metadata(), state(LANDMARKS.tensors())).write(file);
        SavedModel.read(file).into(model);
        assertAnswers(model, LANDMARKS.tensors(), Shape.of(1, 136), 2e-6);
    }

    @Test
    void readyMadeLayersGiveTheSameUnderOtherNames() {
        Convolution halving = SAME.stride(2);
        Tensor mean = LANDMARKS.tensor("mean");
        Sequential model = Sequential.of(
                (x, mode) -> x.sub(mean).div(255),
                dense(Conv2d.of(3, 32, 3, halving, RANDOM), 32),
                dense(separable(32, 64, halving), 64),
                dense(separable(64, 128, halving), 128),
                new GlobalAveragePool(),
                Linear.of(128, 136, RANDOM));
        ImmutableList<String> names = model.namedParameters().collect(NamedParameter::name);
        ImmutableList<StoredTensor> state =
                state(LANDMARKS.tensors()).reject(stored -> stored.name().equals("mean"));
        saved(state.zip(names)
                        .collect(pair -> new StoredTensor(
                                pair.getTwo(),
                                pair.getOne().type(),
                                pair.getOne().tensor())))
                .into(model);
        assertAnswers(model, LANDMARKS.tensors(), Shape.of(1, 136), 2e-6);
    }

    private static Layer dense(Layer first, int channels) {
        return Sequential.of(
                first,
                new ReLU(),
                new Residual(separable(channels, channels, SAME)),
                new Residual(Sequential.of(new ReLU(), separable(channels, channels, SAME))),
                new ReLU());
    }

    private static Sequential separable(int in, int out, Convolution how) {
        return Sequential.of(
                Conv2d.of(in, in, 3, how.groups(in), RANDOM).withoutBias(), Conv2d.of(in, out, 1, VALID, RANDOM));
    }

    /** What the comparison is worth: with zeros at both ends the windows begin a pixel earlier, and it shows. */
    @Test
    void zerosAtBothEndsGiveOtherPoints() {
        Landmarks model = Landmarks.of(VALID.stride(2).padding(1));
        saved(state(LANDMARKS.tensors())).into(model);
        Tensor difference = model.forward(LANDMARKS.tensor("x")).sub(LANDMARKS.tensor("y"));
        assertThat(difference.abs().max().item()).isGreaterThan(0.01);
    }

    /** Its outputs are up to 59, where a unit in the last place is 4e-6. */
    @Test
    void aDetectorOfLayersInARowHasTheirNumbersAsNames() {
        Npz torch = Npz.read(FilesOfOthers.path("detector.npz"));
        Sequential model = detector();
        saved(state(torch.tensors())).into(model);
        assertAnswers(model, torch.tensors(), Shape.of(1, 25, 4, 4), 5e-5);
    }

    private static Sequential detector() {
        Layer leaky = new LeakyReLU(0.1);
        Layer halves = new MaxPool(SlidingWindow.of(2).roundingUp());
        Padding after = Padding.along(2, 0, 1).and(3, 0, 1).replicated();
        ImmutableList<Layer> layers = Lists.immutable.with(Conv2d.of(3, 16, 3, VALID, RANDOM), leaky);
        for (int in = 16; in < 512; in *= 2) {
            layers = layers.newWith(halves)
                    .newWithAll(separable(in, 2 * in, SAME).layers())
                    .newWith(leaky);
        }
        return new Sequential(layers.newWithAll(Lists.immutable.<Layer>with(
                (x, mode) -> x.pad(after),
                new MaxPool(SlidingWindow.of(2).stride(1)),
                Conv2d.of(512, 25, 1, VALID, RANDOM))));
    }

    /** What is stored but for the input x and the output y. */
    private static ImmutableList<StoredTensor> state(ImmutableList<StoredTensor> stored) {
        return stored.reject(one -> one.name().length() == 1);
    }

    private static SavedModel saved(ImmutableList<StoredTensor> state) {
        return new SavedModel(
                SortedMaps.immutable.empty(), state.collect(stored -> new Value(stored.name(), stored.tensor())));
    }

    private static void assertAnswers(Layer model, ImmutableList<StoredTensor> torch, Shape shape, double tolerance) {
        Tensor x = torch.detect(stored -> stored.name().equals("x")).tensor();
        Tensor expected = torch.detect(stored -> stored.name().equals("y")).tensor();
        Tensor y = model.forward(x, Mode.evaluation());
        assertThat(y.shape()).isEqualTo(shape);
        assertThat(y.toDoubleArray()).containsExactly(expected.toDoubleArray(), within(tolerance));
        assertThat(model.frozen().forward(x).toFloatArray()).containsExactly(y.toFloatArray());
    }
}
