package gradus.laws;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The laws, over all operators: each try draws settings and inputs for every one of them. */
class OperatorLaws {
    @Property
    void resultsHaveTheRightShapeAndTypeAndInputsStay(@ForAll("draws") Draw draw) {
        Law.SHAPE.checkAll(draw);
    }

    @Property
    void methodsMakeTheOperatorThatTheyAreNamedAfter(@ForAll("draws") Draw draw) {
        Law.METHOD.checkAll(draw);
    }

    @Property
    void doubleKernelsAgreeWithTheReference(@ForAll("draws") Draw draw) {
        Law.FORWARD_F64.checkAll(draw);
    }

    @Property
    void floatKernelsAgreeWithTheReference(@ForAll("draws") Draw draw) {
        Law.FORWARD_F32.checkAll(draw);
    }

    @Property
    void specialValuesAgreeWithTheReference(@ForAll("draws") Draw draw) {
        Law.SPECIAL.checkAll(draw);
    }

    @Property
    void firstDerivativesAgreeWithDifferences(@ForAll("draws") Draw draw) {
        Law.ORDER_1.checkAll(draw);
    }

    @Property
    void secondDerivativesAgreeWithDifferences(@ForAll("draws") Draw draw) {
        Law.ORDER_2.checkAll(draw);
    }

    @Property
    void thirdDerivativesAgreeWithDifferences(@ForAll("draws") Draw draw) {
        Law.ORDER_3.checkAll(draw);
    }

    @Property
    void oneTensorUsedSeveralTimesGathersAllItsGradients(@ForAll("draws") Draw draw) {
        Law.SHARED.checkAll(draw);
    }

    @Property
    void vjpIsLinearInTheCotangent(@ForAll("draws") Draw draw) {
        Law.LINEARITY.checkAll(draw);
    }

    @Property
    void gradientsOfBroadcastInputsAreSummedBack(@ForAll("draws") Draw draw) {
        Law.BROADCASTING.checkAll(draw);
    }

    @Property
    void branchesNotTakenLeakNothing(@ForAll("draws") Draw draw) {
        Law.WHERE.checkAll(draw);
    }

    @Provide
    Arbitrary<Draw> draws() {
        return Draw.arbitrary();
    }
}
