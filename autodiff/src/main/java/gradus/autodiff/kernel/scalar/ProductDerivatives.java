package gradus.autodiff.kernel.scalar;

/**
 * Derivatives of the product of a row, of any order, without overflow or underflow on the way. With
 * m directions h the result at place i is the coefficient of ε₁...εₘ in the product of all x[k] +
 * ε₁h₁[k] + ... + εₘhₘ[k] but the one at i, where each εₐ² = 0: without directions the product of
 * the others. The product before i and that after i are each carried along as 2ᵐ coefficients, one
 * for each set of directions.
 *
 * <p>What is multiplied by a direction is 0 where the direction is 0; the elements of x are
 * multiplied as IEEE does.
 */
public final class ProductDerivatives {
    private final int directions;
    private final int sets;
    private final int length;
    private final ScaledNumbers before;
    private final ScaledNumbers after;

    /** The element of x, then those of the directions, at one place. */
    private final ScaledNumbers here;

    private final ScaledNumbers result = new ScaledNumbers(1);

    private ProductDerivatives(int directions, int length) {
        this.directions = directions;
        this.sets = 1 << directions;
        this.length = length;
        this.before = new ScaledNumbers(sets * (length + 1));
        this.after = new ScaledNumbers(sets);
        this.here = new ScaledNumbers(directions + 1);
    }

    /**
     * The rows {@code from <= row < to} of y, for rows of x and of the directions, which follow it.
     */
    public static void rows(double[][] x, double[] y, int length, int from, int to) {
        ProductDerivatives derivative = new ProductDerivatives(x.length - 1, length);
        for (int row = from; row < to; row++) {
            derivative.row(x, y, row * length);
        }
    }

    private void row(double[][] x, double[] y, int start) {
        before.set(0, 1, 0);
        for (int place = 0; place < length; place++) {
            load(x, start + place);
            before.copy(before, place * sets, (place + 1) * sets, sets);
            multiply(before, (place + 1) * sets);
        }
        after.set(0, 1, 0);
        for (int set = 1; set < sets; set++) {
            after.set(set, 0, 0);
        }
        for (int place = length - 1; place >= 0; place--) {
            y[start + place] = join(place * sets);
            load(x, start + place);
            multiply(after, 0);
        }
    }

    private void load(double[][] x, int place) {
        for (int input = 0; input <= directions; input++) {
            here.set(input, x[input][place], 0);
        }
    }

    /**
     * Multiplies the coefficients by x + ε₁h₁ + ... here; each needs those of smaller sets as they
     * were.
     */
    private void multiply(ScaledNumbers product, int start) {
        for (int set = sets - 1; set > 0; set--) {
            product.chain(start + set, here, 0);
            for (int direction = 0; direction < directions; direction++) {
                if (((set >> direction) & 1) == 1) {
                    product.addChain(start + set, product, start + set - (1 << direction), here, direction + 1);
                }
            }
        }
        product.multiply(start, here, 0);
    }

    private double join(int start) {
        if (sets == 1) {
            result.copy(before, start, 0, 1);
            result.multiply(0, after, 0);
        } else {
            result.set(0, 0, 0);
            for (int set = 0; set < sets; set++) {
                result.addChain(0, before, start + set, after, sets - 1 - set);
            }
        }
        return result.get(0);
    }
}
