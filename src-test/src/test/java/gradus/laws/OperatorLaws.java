package gradus.laws;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * The laws, over all operators or the {@linkplain ChosenOperators chosen} ones: each try draws settings
 * and inputs for every one of them.
 */
class OperatorLaws {
    private static final LawProgress PROGRESS = new LawProgress(System.out, System::nanoTime);

    private static void check(Law law, Draw draw) {
        var operators = law.operators().select(ChosenOperators.get()::contains);
        PROGRESS.tries(law.toString(), operators.size());
        law.checkEach(operators, draw);
    }

    @Property
    void resultsHaveTheRightShapeAndTypeAndInputsStay(@ForAll("draws") Draw draw) {
        check(Law.SHAPE, draw);
    }

    @Property
    void methodsMakeTheOperatorThatTheyAreNamedAfter(@ForAll("draws") Draw draw) {
        check(Law.METHOD, draw);
    }

    @Property
    void doubleKernelsAgreeWithTheReference(@ForAll("draws") Draw draw) {
        check(Law.FORWARD_F64, draw);
    }

    @Property
    void floatKernelsAgreeWithTheReference(@ForAll("draws") Draw draw) {
        check(Law.FORWARD_F32, draw);
    }

    @Property
    void specialValuesAgreeWithTheReference(@ForAll("draws") Draw draw) {
        check(Law.SPECIAL, draw);
    }

    @Property
    void firstDerivativesAgreeWithDifferences(@ForAll("draws") Draw draw) {
        check(Law.ORDER_1, draw);
    }

    @Property
    void secondDerivativesAgreeWithDifferences(@ForAll("draws") Draw draw) {
        check(Law.ORDER_2, draw);
    }

    @Property
    void thirdDerivativesAgreeWithDifferences(@ForAll("draws") Draw draw) {
        check(Law.ORDER_3, draw);
    }

    @Property
    void oneTensorUsedSeveralTimesGathersAllItsGradients(@ForAll("draws") Draw draw) {
        check(Law.SHARED, draw);
    }

    @Property
    void vjpIsLinearInTheCotangent(@ForAll("draws") Draw draw) {
        check(Law.LINEARITY, draw);
    }

    @Property
    void gradientsOfBroadcastInputsAreSummedBack(@ForAll("draws") Draw draw) {
        check(Law.BROADCASTING, draw);
    }

    @Property
    void branchesNotTakenLeakNothing(@ForAll("draws") Draw draw) {
        check(Law.WHERE, draw);
    }

    @Provide
    Arbitrary<Draw> draws() {
        return Draw.arbitrary();
    }
}
