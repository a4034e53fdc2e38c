package gradus.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.DType;
import gradus.autodiff.ElementTypeException;
import gradus.autodiff.IndexException;
import gradus.autodiff.Indices;
import gradus.autodiff.Shape;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What losses of class numbers refuse, and what they do at the edges; their numbers are in {@link
 * TorchLossesTest}.
 */
class ClassWeightsTest {
    private final Tensor rows = Tensor.of(new double[][] {{-1, -2, -3}, {-3, -2, -1}});
    private final Indices labels = Indices.of(2, 0);

    @Test
    void weightsMustFitTheClasses() {
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() ->
                        new CrossEntropy().classWeights(Tensor.of(1.0, 2.0)).mean(rows, labels))
                .withMessage("CrossEntropy: needs one weight for each of 3 classes, got 2 weights");
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> new CrossEntropy().classWeights(Tensor.zeros(2, 2)))
                .withMessage("CrossEntropy: needs class weights [classes], got [2, 2]");
        assertThatExceptionOfType(ElementTypeException.class)
                .isThrownBy(() ->
                        new NegativeLogLikelihood().classWeights(Tensor.ones(3)).mean(rows, labels))
                .withMessage("NegativeLogLikelihood: needs class weights of the element type of F64[2, 3], got F32[3]; "
                        + "convert them with to(DType.F64)");
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN, Double.POSITIVE_INFINITY})
    void weightsAreFiniteAndNotNegative(double bad) {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> new CrossEntropy().classWeights(Tensor.of(1.0, bad)))
                .withMessage("CrossEntropy: needs class weights that are finite and not negative, got " + bad);
    }

    @Test
    void aMeanNeedsWeight() {
        var loss = new CrossEntropy().classWeights(Tensor.of(0.0, 1.0, 0.0));
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> loss.mean(rows, labels))
                .withMessage("CrossEntropy.mean: needs an example whose class has a weight, got weights that sum to 0");
        var none = Tensor.zeros(DType.F64, Shape.of(0, 3));
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> loss.mean(none, Indices.of()))
                .withMessage("CrossEntropy.mean: needs at least one example, got an empty batch; "
                        + "CrossEntropy.sum is 0 for it");
    }

    @Test
    void aClassWithoutWeightCostsNothingHoweverWrong() {
        var certain = Tensor.of(new double[][] {{Double.NEGATIVE_INFINITY, 0}});
        var loss = new CrossEntropy().classWeights(Tensor.of(0.0, 1.0));
        assertThat(loss.sum(certain, Indices.of(0)).item()).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
    void smoothingIsAShare(double share) {
        assertThatExceptionOfType(ArgumentException.class)
                .isThrownBy(() -> new CrossEntropy().labelSmoothing(share))
                .withMessage("CrossEntropy: needs label smoothing from 0 to 1, got " + share);
    }

    @Test
    void eachExampleHasItsLossInTheShapeOfTheLabels() {
        var batch = rows.reshape(1, 2, 3);
        var places = labels.reshape(1, 2);
        assertThat(new CrossEntropy().each(batch, places).shape()).isEqualTo(Shape.of(1, 2));
        assertThat(new NegativeLogLikelihood().each(batch, places).toDoubleArray())
                .containsExactly(3, 3);
    }

    @Test
    void likelihoodsRefuseLabelsThatDoNotFit() {
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> new NegativeLogLikelihood().mean(rows, Indices.of(1)))
                .withMessage("NegativeLogLikelihood: needs one label for each row of log-probabilities "
                        + "[..., classes], got [2, 3] and labels [1]");
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> new NegativeLogLikelihood().mean(Tensor.scalar(0.0), Indices.of(0)));
        assertThatExceptionOfType(IndexException.class)
                .isThrownBy(() -> new NegativeLogLikelihood().mean(rows, Indices.of(0, 3)))
                .withMessage("NegativeLogLikelihood: needs labels from 0 to 2, got 3 at position 1; labels count"
                        + " from 0");
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> new NegativeLogLikelihood().mean(Tensor.zeros(0, 3), Indices.of()))
                .withMessageStartingWith("NegativeLogLikelihood.mean: needs at least one example");
    }
}
