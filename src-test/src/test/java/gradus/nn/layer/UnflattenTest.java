package gradus.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import org.junit.jupiter.api.Test;

class UnflattenTest {
    @Test
    void makesImagesOfRows() {
        var rows = Tensor.arange(DType.F32, 12).reshape(2, 6);
        var images = Unflatten.of(1, 2, 3).forward(rows);
        assertThat(images.shape()).isEqualTo(Shape.of(2, 1, 2, 3));
        assertThat(images.toDoubleArray()).isEqualTo(rows.toDoubleArray());
        assertThat(new Flatten().forward(images).shape()).isEqualTo(rows.shape());
        assertThat(Unflatten.of(1, 2, 3).forward(Tensor.zeros(0, 6)).shape()).isEqualTo(Shape.of(0, 1, 2, 3));
    }

    @Test
    void refusesOtherSizes() {
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> Unflatten.of(2, 2).forward(Tensor.zeros(3, 5)))
                .withMessage("Unflatten[2, 2]: needs examples of 4 numbers, got [3, 5]");
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> Unflatten.of(2, 0))
                .withMessage("Unflatten: needs lengths of 1 or more, got [2, 0]");
    }
}
