package gradus.laws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import gradus.autodiff.CustomOp;
import gradus.autodiff.GradusException;
import gradus.autodiff.Op;
import gradus.autodiff.Piecewise;
import gradus.autodiff.Tensor;
import net.jqwik.api.Property;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Sets;
import org.eclipse.collections.api.set.ImmutableSet;
import org.eclipse.collections.impl.list.primitive.IntInterval;
import org.junit.jupiter.api.Test;

/** Counts: no operator escapes the laws. */
class OperatorsTest {
    private static final Draw ANY = new Draw(7, 5);

    @Test
    void theWalkFindsRecordsOnlyAndEveryFamily() {
        assertThat(Operators.ALL)
                .allSatisfy(operator -> assertThat(operator.isRecord()).isTrue());
        assertThat(Operators.ALL).doesNotHaveDuplicates().noneMatch(CustomOp.class::isAssignableFrom);
        ImmutableSet<String> families = Operators.ALL
                .collect(operator -> operator.getEnclosingClass().getSimpleName())
                .toImmutableSet();
        assertThat(families)
                .isEqualTo(Sets.immutable.with(
                        "Arithmetic",
                        "Elementary",
                        "Activations",
                        "Piecewise",
                        "Comparisons",
                        "Reduction",
                        "ReductionDerivatives",
                        "Probability",
                        "Movement",
                        "Contraction",
                        "Indexing",
                        "Filtering",
                        "Pooling",
                        "Resampling",
                        "FusedNormalization",
                        "FusedVjps"));
    }

    @Test
    void everyOperatorIsDrawnWithSettingsThatVary() {
        Operators.ALL.forEach(operator -> {
            ImmutableSet<Op> drawn = IntInterval.oneTo(20)
                    .collect(seed -> Samples.smooth(operator, new Draw(seed, 5)).op())
                    .toImmutableSet();
            boolean settings = operator.getRecordComponents().length > 0;
            assertThat(drawn.size() > 1).as("%s: %s", operator, drawn).isEqualTo(settings);
        });
    }

    @Test
    void aRowThatForgetsToDrawSettingsIsFound() {
        Proof forgetful = Rows.unary(Tensor::relu, x -> x, Domain.smooth(1));
        Op prototype = Prototype.of(Piecewise.LeakyRelu.class);
        assertThatThrownBy(() -> forgetful.drawing().draw(prototype, ANY.source(prototype.getClass(), Lengths.SHORT)))
                .hasMessage("Piecewise.LeakyRelu has settings: its row must say how they are drawn");
    }

    @Test
    void samplesAreOfTheOperatorAskedFor() {
        Operators.ALL.forEach(
                operator -> assertThat(Samples.smooth(operator, ANY).op()).isInstanceOf(operator));
    }

    @Test
    void everyLawChecksEveryOperatorThatItSpeaksOf() {
        for (Law law : Law.values()) {
            law.checkAll(ANY);
            assertThat(Ledger.checked(law)).as("%s", law).isEqualTo(law.operators());
        }
        assertThat(Lists.immutable
                        .with(Law.values())
                        .select(law -> law.operators().equals(Operators.ALL)))
                .as("laws that speak of all operators")
                .contains(Law.SHAPE, Law.FORWARD_F64, Law.FORWARD_F32, Law.ORDER_1, Law.ORDER_2, Law.ORDER_3);
    }

    @Test
    void everyLawHasItsProperty() {
        assertThat(OperatorLaws.class.getDeclaredMethods())
                .filteredOn(method -> method.isAnnotationPresent(Property.class))
                .hasSize(Law.values().length);
    }

    @Test
    void everyOperatorRefusesWhatItShouldAndNamesItself() {
        Operators.ALL.forEach(operator -> {
            Op op = Samples.smooth(operator, ANY).op();
            Proofs.of(op).refusals().forEach(refusal -> requireRefused(op, refusal));
        });
    }

    private static void requireRefused(Op op, Refusal refusal) {
        Throwable refused = catchThrowable(() -> refusal.attempt().apply(op));
        assertThat(refused).as(op.name()).isExactlyInstanceOf(refusal.type());
        assertThat(((GradusException) refused).operator()).isEqualTo(op.name());
        assertThat(refused).hasMessageStartingWith(op.name() + ": needs ").hasMessageContaining(", got ");
    }

    @Test
    void onlyFunctionsOfOneElementRefuseNothing() {
        assertThat(Operators.ALL.select(operator ->
                        Proofs.of(Samples.smooth(operator, ANY).op()).refusals().isEmpty()))
                .allSatisfy(operator -> assertThat(Op.Unary.class).isAssignableFrom(operator));
    }
}
