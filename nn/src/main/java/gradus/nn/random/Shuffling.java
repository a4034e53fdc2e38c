package gradus.nn.random;

import gradus.autodiff.Indices;
import java.util.function.IntSupplier;

/** Whole numbers from 0 to a largest one, by what both of NumPy's generators use to shuffle. */
final class Shuffling {
    private Shuffling() {}

    /** 0 to {@code most}, inclusive: as many bits as {@code most} has, drawn again while they are too many. */
    static int upTo(int most, IntSupplier bits) {
        int mask = most == 0 ? 0 : -1 >>> Integer.numberOfLeadingZeros(most);
        int value = bits.getAsInt() & mask;
        while (value > most) {
            value = bits.getAsInt() & mask;
        }
        return value;
    }

    /** Puts numbers in random order, from the last place to the second. */
    static void shuffle(int[] numbers, IntSupplier bits) {
        for (int last = numbers.length - 1; last > 0; last--) {
            int place = upTo(last, bits);
            int moved = numbers[last];
            numbers[last] = numbers[place];
            numbers[place] = moved;
        }
    }

    /** 0 to {@code count - 1} in random order. */
    static Indices permutation(int count, IntSupplier bits) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = i;
        }
        shuffle(order, bits);
        return Indices.of(order);
    }
}
