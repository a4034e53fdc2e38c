package gradus.laws;

import gradus.autodiff.DType;

/**
 * Where an operator is checked and how exact it has to be.
 *
 * @param first where elements of the first input (of all inputs, for a list) lie: away from kinks
 *     by more than the differences reach, 12 steps at most
 * @param second the same for the second input
 * @param wide where elements lie in tests of the forward computation alone
 * @param step of the finite differences; large where they are exact, as the operator is a
 *     polynomial of low degree
 * @param ulps how far an F64 result may be from the reference, in units in the last place; see
 *     {@link Precision}
 * @param floatUlps the same for F32
 * @param huge the largest number worth trying: what is made of a few of them should not overflow
 *     halfway, in one element type only
 */
record Domain(Values first, Values second, Wide wide, double step, double ulps, double floatUlps, double huge) {
    private static final double SMOOTH = 0.01;
    private static final double POLYNOMIAL = 0.25;

    /** F32 kernels compute in double and round once, or a few times at most. */
    private static final double FLOAT = 3;

    /** The signs and sizes that elements may have where only the forward computation is checked. */
    enum Wide {
        /** Any number from 1e-6 to 1e6 in size. */
        ANY,
        /** The same, above 0. */
        POSITIVE,
        /** The same, above -1. */
        ABOVE_MINUS_ONE,
        /** Up to 80 in size, so that even F32 does not overflow. */
        MODERATE,
        /** As the differences use them. */
        NARROW
    }

    /** A smooth function, whose differences need small steps. */
    static Domain smooth(double ulps) {
        return new Domain(Values.ORDINARY, Values.ORDINARY, Wide.NARROW, SMOOTH, ulps, Math.min(ulps, FLOAT), 1e300);
    }

    /** A polynomial of low degree, whose differences are exact. */
    static Domain polynomial(double ulps) {
        return new Domain(Values.ORDINARY, Values.ORDINARY, Wide.ANY, POLYNOMIAL, ulps, Math.min(ulps, FLOAT), 1e300);
    }

    /** All inputs from here. */
    Domain from(Values values) {
        return from(values, values);
    }

    /** The first input from one place, the second from another. */
    Domain from(Values one, Values other) {
        return new Domain(one, other, wide, step, ulps, floatUlps, huge);
    }

    /** Other numbers where only the forward computation is checked. */
    Domain over(Wide range) {
        return new Domain(first, second, range, step, ulps, floatUlps, huge);
    }

    /** Another step of the differences. */
    Domain step(double chosen) {
        return new Domain(first, second, wide, chosen, ulps, floatUlps, huge);
    }

    /** Another limit for F32. */
    Domain inFloat(double allowed) {
        return new Domain(first, second, wide, step, ulps, allowed, huge);
    }

    /** A smaller bound of special numbers. */
    Domain upTo(double largest) {
        return new Domain(first, second, wide, step, ulps, floatUlps, largest);
    }

    double ulps(DType dtype) {
        return switch (dtype) {
            case F32 -> floatUlps;
            case F64 -> ulps;
        };
    }
}
