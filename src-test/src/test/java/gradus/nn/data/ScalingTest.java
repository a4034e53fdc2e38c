package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Indices;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import org.junit.jupiter.api.Test;

class ScalingTest {
    /** Three features: 1, 2, 3, 6 and ten times that and always 5. */
    private final Dataset data =
            Dataset.of(Tensor.of(1.0, 10, 5, 2, 20, 5, 3, 30, 5, 6, 60, 5).reshape(4, 3), Indices.of(0, 0, 0, 0));

    @Test
    void eachFeatureToMeanZeroAndDeviationOne() {
        var scaling = Scaling.standardizing(data);
        assertThat(scaling.offset().toDoubleArray()).containsExactly(3, 30, 5);
        // squared distances from 3: 4, 1, 0, 9
        assertThat(scaling.divisor().toDoubleArray()).containsExactly(Math.sqrt(3.5), Math.sqrt(350), 1);
        var scaled = data.mapInputs(scaling).all().inputs();
        assertThat(scaled.get(3, 1)).isCloseTo(30 / Math.sqrt(350), within(1e-15));
        assertThat(scaled.get(2, 2)).isZero();
    }

    @Test
    void inversesLeadBack() {
        Tensor inputs = data.all().inputs();
        for (var scaling : new Scaling[] {Scaling.standardizing(inputs), Scaling.toRangeWhole(data, -1, 1)}) {
            Tensor back = scaling.inverse().apply(scaling.apply(inputs));
            assertThat(back.toDoubleArray()).containsExactly(inputs.toDoubleArray(), within(1e-13));
        }
        assertThat(Scaling.of(3, 2).inverse().apply(Tensor.of(0.0, 1, -2)).toDoubleArray())
                .containsExactly(3, 5, -1);
    }

    @Test
    void otherFeaturesAreRefused() {
        var scaling = Scaling.standardizing(data);
        String message = "Scaling: needs inputs [n, 3], like those it was made from, got ";
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> scaling.apply(Tensor.ones(DType.F64, Shape.of(2, 2))))
                .withMessage(message + "[2, 2]");
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> scaling.apply(Tensor.scalar(1.0)))
                .withMessage(message + "[]");
        assertThatExceptionOfType(ShapeException.class)
                .as("would be repeated")
                .isThrownBy(() -> scaling.apply(Tensor.ones(DType.F64, Shape.of(2, 1))))
                .withMessage(message + "[2, 1]");
        var planes = new Scaling(Tensor.of(1.0, 2, 3).reshape(3, 1, 1), Tensor.scalar(2.0));
        assertThat(planes.apply(Tensor.ones(2, 3, 4, 4)).get(1, 2, 3, 3)).isEqualTo(-1);
    }

    @Test
    void allInputsTogether() {
        var scaling =
                Scaling.standardizingWhole(Dataset.of(Tensor.of(1.0, 2, 3, 6).reshape(2, 2), Indices.of(0, 0)));
        assertThat(scaling.offset().shape()).isEqualTo(Shape.of());
        assertThat(scaling.offset().item()).isEqualTo(3);
        assertThat(scaling.divisor().item()).isEqualTo(Math.sqrt(3.5));
    }

    @Test
    void toARange() {
        assertThat(data.mapInputs(Scaling.toRange(data, -1, 1)).all().inputs().toDoubleArray())
                .containsExactly(new double[] {-1, -1, -1, -0.6, -0.6, -1, -0.2, -0.2, -1, 1, 1, -1}, within(1e-15));
        assertThat(data.mapInputs(Scaling.toRangeWhole(data, 0, 59))
                        .all()
                        .inputs()
                        .toDoubleArray())
                .containsExactly(0, 9, 4, 1, 19, 4, 2, 29, 4, 5, 59, 4);
    }

    @Test
    void knownNumbersAndOtherElementTypes() {
        var scaled = Scaling.of(2, 4).apply(Tensor.of(2f, 10f));
        assertThat(scaled.dtype()).isEqualTo(DType.F32);
        assertThat(scaled.toFloatArray()).containsExactly(0, 2);
    }

    @Test
    void whatCannotBeScaled() {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Scaling.standardizing(data.slice(0, 0)))
                .withMessage("Scaling.standardizing: needs at least one example, got none");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Scaling.toRange(data, 1, 1))
                .withMessage("Scaling.toRange: needs low < high, got 1.0 and 1.0");
    }
}
