package gradus.nn.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.nn.Buffer;
import gradus.nn.Layer;
import gradus.nn.Mode;
import gradus.nn.NamedBuffer;
import gradus.nn.Sequential;
import gradus.nn.data.Dataset;
import gradus.nn.data.Scaling;
import gradus.nn.files.SavedModel;
import gradus.nn.layer.Linear;
import java.nio.file.Path;
import org.eclipse.collections.api.factory.Maps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandardizeTest {
    /** The last feature does not vary. */
    private final Tensor inputs =
            Tensor.of(1.0, 10, 14.62, 2, 20, 14.62, 3, 30, 14.62, 6, 60, 14.62).reshape(4, 3);

    private final Dataset data = Dataset.of(inputs, Indices.of(0, 0, 0, 0));

    @TempDir
    private Path folder;

    @Test
    void itHasTheNumbersOfScalingInBothTypes() {
        var layer = Standardize.of(data);
        var scaling = Scaling.standardizing(data);
        for (DType type : DType.values()) {
            Tensor x = inputs.to(type);
            Tensor y = layer.forward(x, Mode.training(Randomness.seeded(1)));
            assertThat(y.dtype()).isEqualTo(type);
            assertThat(y.toDoubleArray()).containsExactly(scaling.apply(x).toDoubleArray());
            assertThat(y.get(2, 2)).as("constant in training").isZero();
        }
        assertThat(Standardize.of(inputs).mean().value().toDoubleArray()).containsExactly(3, 30, 14.62);
        assertThat(layer.parameters()).isEmpty();
        assertThat(layer.namedBuffers().collect(NamedBuffer::toString))
                .containsExactly("mean F64[3]", "deviation F64[3]");
        assertThat(layer.description()).isEqualTo("Standardize[3]");
    }

    @Test
    void aGradientFlowsThrough() {
        Tensor x = inputs.asVariable();
        double[] slope = Standardize.of(data)
                .forward(x)
                .sum()
                .gradients()
                .of(x)
                .slice(0, 0, 1)
                .toDoubleArray();
        assertThat(slope).containsExactly(1 / Math.sqrt(3.5), 1 / Math.sqrt(350), 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.json", "model.safetensors"})
    void savedWithAModelAndAppliedWhereItIsServed(String name) {
        Layer trained = Sequential.of(Standardize.of(data), Linear.of(DType.F64, 3, 2, Randomness.seeded(1)));
        Path file = folder.resolve(name);
        SavedModel.of(trained, Maps.immutable.empty()).write(file);
        Layer served = Sequential.of(Standardize.of(3), Linear.of(DType.F64, 3, 2, Randomness.seeded(2)));
        assertThat(((Sequential) served).layers().getFirst().forward(inputs).toDoubleArray())
                .as("nothing changes before")
                .containsExactly(inputs.toDoubleArray());
        SavedModel.read(file).into(served);
        assertThat(served.forward(inputs).toDoubleArray())
                .containsExactly(trained.forward(inputs).toDoubleArray());
    }

    @Test
    void otherScalingsAndImages() {
        assertThat(Standardize.of(Scaling.toRangeWhole(data, 0, 59))
                        .forward(inputs)
                        .get(3, 1))
                .isEqualTo(59);
        assertThat(Standardize.of(1, 2, 2).forward(Tensor.ones(5, 1, 2, 2)).shape())
                .isEqualTo(Shape.of(5, 1, 2, 2));
    }

    @Test
    void whatDoesNotServeIsRefused() {
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> Standardize.of(data).forward(Tensor.ones(2, 4)))
                .withMessage("Scaling: needs inputs [n, 3], like those it was made from, got [2, 4]");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(
                        () -> Standardize.of(Tensor.of(1.0, Double.NaN, 2, 3).reshape(2, 2)))
                .withMessage("Standardize: needs finite means, got NaN for feature 1; are there gaps in the data?"
                        + " TableEncoder fills them");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Standardize.of(new Scaling(Tensor.of(1.0, 2), Tensor.of(1.0, 0))))
                .withMessage("Standardize: needs deviations other than 0, got 0; 1 leaves a feature that does not vary"
                        + " as it is");
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() ->
                        new Standardize(Buffer.of("mean", Tensor.zeros(3)), Buffer.of("deviation", Tensor.ones(2))))
                .withMessage("Standardize: needs a deviation for each mean, or one for all, got means [3] and"
                        + " deviations [2]");
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> Standardize.of(Tensor.scalar(1.0)))
                .withMessage("Scaling.standardizing: needs inputs [n, ...], got []");
    }
}
