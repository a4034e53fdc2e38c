package gradus.nn.random;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Normal numbers by the ziggurat method of Marsaglia and Tsang, Journal of Statistical Software 5
 * (2000): the area under the bell is cut into 256 layers of equal size; most draws fall where a
 * layer is certainly under the curve. The table beside this class has the layers with the last bits
 * that NumPy's have, one a line: the largest integer that is certainly under the curve, the layer's
 * width in units of 2⁻⁵² and the curve's height there.
 */
final class Ziggurat {
    private static final int LAYERS = 256;

    /** Where the tail begins: the width of the lowest layer. */
    private static final double TAIL = 3.654152885361009;

    private static final long[] CERTAIN = new long[LAYERS];
    private static final double[] WIDTH = new double[LAYERS];
    private static final double[] HEIGHT = new double[LAYERS];

    static {
        try (var in = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Ziggurat.class.getResourceAsStream("ziggurat.txt")),
                StandardCharsets.US_ASCII))) {
            for (int layer = 0; layer < LAYERS; layer++) {
                String[] words = in.readLine().split(" ");
                CERTAIN[layer] = Long.parseLong(words[0], 16);
                WIDTH[layer] = Double.parseDouble(words[1]);
                HEIGHT[layer] = Double.parseDouble(words[2]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Ziggurat() {}

    /** From the normal distribution of mean 0 and deviation 1. */
    static double normal(NumpyGenerator random) {
        while (true) {
            long bits = random.nextLong();
            int layer = (int) (bits & 0xff);
            long distance = (bits >>> 9) & 0x000f_ffff_ffff_ffffL;
            double width = distance * WIDTH[layer];
            double x = (bits & 0x100) == 0 ? width : -width;
            if (distance < CERTAIN[layer]) {
                return x;
            }
            if (layer == 0) {
                return tail(random, ((distance >>> 8) & 1) == 1);
            }
            double height = (HEIGHT[layer - 1] - HEIGHT[layer]) * random.nextDouble() + HEIGHT[layer];
            if (height < StrictMath.exp(-0.5 * x * x)) {
                return x;
            }
        }
    }

    private static double tail(NumpyGenerator random, boolean negative) {
        while (true) {
            double x = -StrictMath.log1p(-random.nextDouble()) / TAIL;
            double y = -StrictMath.log1p(-random.nextDouble());
            if (y + y > x * x) {
                return negative ? -(TAIL + x) : TAIL + x;
            }
        }
    }
}
