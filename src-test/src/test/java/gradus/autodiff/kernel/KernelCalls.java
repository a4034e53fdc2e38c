package gradus.autodiff.kernel;

import gradus.autodiff.kernel.ConvolutionShape.Along;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;

/**
 * Random arguments for a kernel, found by its parameters: arrays of the element type and the
 * numbers that say where in them the loop runs. A kernel of a new form needs a case here, otherwise
 * nothing compares its implementations.
 */
final class KernelCalls<A> {
    private static final double[] SPECIAL = {
        0,
        -0.0,
        1,
        -1,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        0.5,
        -2.5,
        88.8,
        -103.9,
        709.9,
        -745.2,
        1e-30,
        -1e-42,
        Double.MIN_VALUE,
        3.4e38,
        -3.4e38,
        Double.MAX_VALUE,
        1e-310,
        1e30,
        65536.5,
        -16777217
    };
    private static final int[] LENGTHS = {127, 128, 129, 300, 1023, 4095, 4096, 4097, 8200};

    /** Undefined over nothing. */
    private static final Set<String> MUST_NOT_BE_EMPTY =
            Set.of("max", "min", "logSumExp", "argMax", "argMin", "softmax", "logSoftmax");

    private final Kernels<A> k;
    private final Random random;

    KernelCalls(Kernels<A> k, Random random) {
        this.k = k;
        this.random = random;
    }

    /** Arguments for one call, or an error that asks for a case. */
    Object[] of(Method kernel) {
        Class<?>[] types = kernel.getParameterTypes();
        return switch (kernel.getName()) {
            case "select", "addSelected" -> selection(kernel.getName().equals("select"));
            case "take", "addTaken" -> taking(kernel.getName().equals("take"));
            case "crossEntropy" -> labeled();
            case "crossEntropySlope" -> labeledSlope();
            case "productDerivatives", "normDerivatives" -> alongDirections();
            case "copy" -> copying();
            case "matmul" -> product();
            case "convolve" -> convolution(false);
            case "convolveWeights" -> convolution(true);
            case "normalize" -> normalization(0);
            case "normalizeSlope" -> normalization(1);
            case "normalizeWeights" -> normalization(2);
            case "inverseRoots" -> normalization(3);
            case "variances" -> normalization(4);
            case "where" -> where();
            case "maxPool", "largestPlaces", "pick", "unpool", "unfold", "fold", "resample" ->
                new WindowCalls<>(k, random, this::numbers).of(kernel.getName());
            case "descendWithMomentum", "adam", "adagrad" -> optimizerStep(types);
            case "rmsprop", "rmspropWithMomentum", "rmspropCentered", "rmspropCenteredWithMomentum" ->
                optimizerStep(types);
            default -> {
                if (types.length == 5 && matches(types, Object.class, types[1], int.class, int.class, int.class)) {
                    yield along(types[1], MUST_NOT_BE_EMPTY.contains(kernel.getName()) ? 1 : 0);
                }
                if (matches(types, Object.class, Object.class, int.class, int.class)) {
                    yield elementwise(types.length - 4);
                }
                if (types.length == 9 && matches(types, Object.class, int.class, int.class, Object.class, int.class)) {
                    yield pairwise(types[6]);
                }
                throw new AssertionError("no arguments for " + kernel + ": add a case to KernelCalls");
            }
        };
    }

    private static boolean matches(Class<?>[] types, Class<?>... first) {
        return types.length >= first.length
                && List.of(types).subList(0, first.length).equals(List.of(first));
    }

    private int length() {
        return random.nextInt(12) == 0 ? LENGTHS[random.nextInt(LENGTHS.length)] : random.nextInt(70);
    }

    private A numbers(int size) {
        int rarity = 1 << random.nextInt(8);
        double scale = Math.pow(10, random.nextInt(5) - 3);
        return k.fromDoubles(IntStream.range(0, size)
                .mapToDouble(_ -> random.nextInt(rarity) == 1
                        ? SPECIAL[random.nextInt(SPECIAL.length)]
                        : random.nextInt(20) == 0 ? 0.25 : random.nextGaussian() * scale)
                .toArray());
    }

    private Object results(Class<?> type, int size) {
        return type == int[].class ? new int[size] : type == boolean[].class ? new boolean[size] : numbers(size);
    }

    private int[] below(int bound, int count) {
        return random.ints(count, 0, bound).toArray();
    }

    private Object[] elementwise(int parameters) {
        int from = random.nextInt(3);
        int to = from + length();
        Object[] call = Arrays.copyOf(new Object[] {numbers(to + 2), numbers(to + 2), from, to}, 4 + parameters);
        double first = random.nextInt(4) == 0 ? random.nextInt(7) - 3 : random.nextGaussian();
        for (int i = 0; i < parameters; i++) {
            call[4 + i] = first + i;
        }
        return call;
    }

    private Object[] pairwise(Class<?> result) {
        int n = length();
        int a0 = random.nextInt(3);
        int b0 = random.nextInt(3);
        int y0 = random.nextInt(3);
        int size = n + 4;
        return new Object[] {
            numbers(size), a0, random.nextInt(2), numbers(size), b0, random.nextInt(2), results(result, size), y0, n
        };
    }

    /** Value, gradient and memory; where the loop runs; settings. */
    private Object[] optimizerStep(Class<?>[] types) {
        int arrays = List.of(types).indexOf(int.class);
        int settings = List.of(types).lastIndexOf(double.class) - arrays - 1;
        Object[] plain = elementwise(settings);
        Object[] call = new Object[types.length];
        call[types.length - 1] = random.nextBoolean();
        System.arraycopy(plain, 2, call, arrays, 2 + settings);
        for (int i = 0; i < arrays; i++) {
            call[i] = i < 2 ? plain[i] : numbers((int) plain[3] + 2);
        }
        return call;
    }

    private Object[] alongDirections() {
        int length = 1 + random.nextInt(6);
        int rows = 1 + random.nextInt(4);
        double[][] x = new double[1 + random.nextInt(3)][];
        Arrays.setAll(x, _ -> random.doubles(rows * length, -2, 2).toArray());
        return new Object[] {x, new double[rows * length], length, random.nextInt(rows), rows};
    }

    private Object[] labeledSlope() {
        Object[] call = labeled();
        int rows = (int) call[3];
        int classes = (int) call[4];
        return new Object[] {call[0], numbers(rows), numbers(rows * classes), call[2], rows, classes};
    }

    /** Runs with a weight each or for each of their elements; in one call of three without weights. */
    private Object[] normalization(int kind) {
        int length = 1 + length();
        int neighbors = 1 + random.nextInt(3);
        int groups = 1 + random.nextInt(4);
        int count = neighbors * groups * (1 + random.nextInt(3));
        boolean each = random.nextBoolean();
        int weights = each ? length : count;
        var shape = new NormalizationShape(length, count, neighbors, groups, weights, each ? 1 : 0);
        int size = length * count;
        boolean centered = random.nextBoolean();
        double epsilon = random.nextInt(2) * 1e-5;
        boolean plain = random.nextInt(3) == 0;
        return switch (kind) {
            case 0 ->
                new Object[] {
                    numbers(size),
                    plain ? null : numbers(weights),
                    plain ? null : numbers(weights),
                    numbers(size),
                    shape,
                    centered,
                    epsilon
                };
            case 1 ->
                new Object[] {
                    numbers(size),
                    numbers(size),
                    plain ? null : numbers(weights),
                    numbers(size),
                    shape,
                    centered,
                    epsilon
                };
            case 2 -> new Object[] {numbers(size), numbers(size), numbers(weights), shape, centered, epsilon};
            case 3 -> new Object[] {numbers(size), numbers(groups), shape, centered, epsilon};
            default -> new Object[] {numbers(size), numbers(groups), shape, centered};
        };
    }

    private Object[] where() {
        Object[] call = pairwise(Object.class);
        boolean[] mask = new boolean[length() + (int) call[8] + 4];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = random.nextBoolean();
        }
        Object[] withMask = new Object[call.length + 1];
        withMask[0] = mask;
        System.arraycopy(call, 0, withMask, 1, call.length);
        return withMask;
    }

    private Object[] along(Class<?> result, int least) {
        int length = least + length();
        int inner = random.nextBoolean() ? 1 : 1 + (length < 500 ? length() : random.nextInt(4));
        int outer = length * inner > 5000 ? 1 : 1 + random.nextInt(3);
        int size = outer * length * inner;
        return new Object[] {numbers(size), results(result, Math.max(size, outer * inner)), outer, length, inner};
    }

    private Object[] labeled() {
        int rows = random.nextInt(5);
        int classes = 1 + length();
        return new Object[] {numbers(rows * classes), numbers(rows), below(classes, rows), rows, classes};
    }

    private Object[] selection(boolean reading) {
        int outer = 1 + random.nextInt(3);
        int axis = 1 + random.nextInt(5);
        int inner = 1 + random.nextInt(70);
        int[] rows = below(axis, random.nextInt(random.nextInt(12) == 0 ? 3000 : 6));
        int whole = outer * axis * inner;
        int picked = outer * rows.length * inner;
        return new Object[] {
            numbers(reading ? whole : picked), numbers(reading ? picked : whole), rows, outer, axis, inner
        };
    }

    private Object[] taking(boolean reading) {
        int outer = 1 + random.nextInt(3);
        int axis = 1 + random.nextInt(5);
        boolean isLong = random.nextInt(12) == 0;
        int length = random.nextInt(isLong ? 3000 : 6);
        int inner = 1 + random.nextInt(isLong ? 3 : 40);
        int whole = outer * axis * inner;
        int picked = outer * length * inner;
        return new Object[] {
            numbers(reading ? whole : picked),
            numbers(reading ? picked : whole),
            below(axis, picked),
            outer,
            axis,
            length,
            inner
        };
    }

    /** A transposing copy into a gap of a larger array. */
    private Object[] copying() {
        int rows = 1 + length() % 80;
        int columns = 1 + length() % 80;
        int depth = 1 + random.nextInt(3);
        int size = rows * columns * depth;
        return new Object[] {
            numbers(size),
            0,
            random.nextBoolean() ? new int[] {rows * columns, 1, columns} : new int[] {rows * columns, rows, 1},
            numbers(size + 3),
            random.nextInt(3),
            new int[] {rows * columns, rows, 1},
            new int[] {depth, columns, rows}
        };
    }

    private Object[] product() {
        int rows = 1 + random.nextInt(20);
        boolean deep = random.nextInt(12) == 0;
        int depth = random.nextInt(deep ? 2600 : 70);
        int columns = 1 + length() % (deep ? 40 : 600);
        return new Object[] {
            numbers(rows * depth + 1),
            1,
            random.nextBoolean(),
            numbers(depth * columns + 2),
            2,
            random.nextBoolean(),
            random.nextBoolean() ? numbers(columns) : null,
            numbers(rows * columns + 1),
            1,
            rows,
            depth,
            columns
        };
    }

    /** Any settings, also those that only derivatives have: zeros in between, and cropped images. */
    private Object[] convolution(boolean ofWeights) {
        boolean deep = random.nextInt(6) == 0;
        Along along = along(1 + length() % (deep ? 5 : 70), 1 + random.nextInt(deep ? 20 : 5));
        Along across = along(1 + random.nextInt(6), 1 + random.nextInt(3));
        ConvolutionShape shape = new ConvolutionShape(
                1 + random.nextInt(deep ? 30 : 3),
                1 + random.nextInt(2),
                1 + random.nextInt(deep ? 300 : 5),
                1 + random.nextInt(deep ? 6 : 40),
                Lists.immutable.with(across, along));
        int planes = shape.images() * shape.groups();
        A x = numbers(planes * shape.channels() * shape.elements());
        A y = numbers(planes * shape.outputs() * shape.results());
        A weights = numbers(shape.groups() * shape.outputs() * shape.depth());
        A bias = random.nextBoolean() ? numbers(shape.groups() * shape.outputs()) : null;
        return ofWeights ? new Object[] {shape, x, y, weights} : new Object[] {shape, x, weights, bias, y};
    }

    private Along along(int length, int window) {
        int spread = 1 + random.nextInt(2);
        int dilation = 1 + random.nextInt(2);
        int stride = 1 + random.nextInt(3);
        int before = random.nextInt(6) - 2;
        int span = (window - 1) * dilation + 1;
        int count = 1 + Math.max(0, (length - 1) * spread + 1 + before - span) / stride + random.nextInt(2);
        return random.nextInt(3) == 0
                ? new Along(length + span, 1, 0, window, dilation, 1, length + 1)
                : new Along(length, spread, before, window, dilation, stride, count);
    }
}
