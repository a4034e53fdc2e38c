package gradus.autodiff.kernel;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Random arguments for the kernels of {@link PoolingKernels}. */
final class WindowCalls<A> {
    private final Kernels<A> k;
    private final Random random;
    private final IntFunction<A> numbers;

    WindowCalls(Kernels<A> k, Random random, IntFunction<A> numbers) {
        this.k = k;
        this.random = random;
        this.numbers = numbers;
    }

    Object[] of(String kernel) {
        int images = 1 + random.nextInt(3);
        int from = random.nextInt(images);
        Windows padded = new Windows(axis(3), axis(4), axis(12));
        Windows windows = padded.inside();
        int places = padded.size() * windows.count();
        return switch (kernel) {
            case "maxPool" ->
                new Object[] {
                    numbers.apply(images * windows.elements()),
                    numbers.apply(images * windows.count()),
                    windows,
                    from,
                    images
                };
            case "largestPlaces" -> {
                A x = numbers.apply(images * windows.elements());
                A y = k.allocate(images * windows.count());
                k.maxPool(x, y, windows, 0, images);
                yield new Object[] {x, y, new int[images * windows.count()], windows, from, images};
            }
            case "pick" -> placed(images, windows.elements(), windows.count(), true);
            case "unpool" -> placed(images, windows.elements(), windows.count(), false);
            case "unfold" ->
                new Object[] {
                    numbers.apply(images * windows.elements()), numbers.apply(images * places), padded, from, images
                };
            case "fold" ->
                new Object[] {
                    numbers.apply(images * places), numbers.apply(images * windows.elements()), padded, from, images
                };
            default -> resampled(images);
        };
    }

    /** Windows of which each has an element that is no padding. */
    private WindowAxis axis(int most) {
        int length = 1 + random.nextInt(most);
        int size = 1 + random.nextInt(Math.min(3, length));
        int dilation = size * 2 > length ? 1 : 1 + random.nextInt(2);
        int padding = random.nextInt((size - 1) * dilation / 2 + 1);
        int stride = 1 + random.nextInt(3);
        int count = (length + 2 * padding - (size - 1) * dilation - 1) / stride + 1;
        int[] sizes = new int[count];
        Arrays.fill(sizes, size);
        WindowAxis drawn = new WindowAxis(
                length,
                dilation,
                IntStream.range(0, count).map(o -> o * stride - padding).toArray(),
                sizes);
        boolean allRead = Arrays.stream(drawn.inside().size()).allMatch(read -> read > 0);
        return allRead ? drawn : axis(most);
    }

    private Object[] placed(int images, int elements, int count, boolean picked) {
        A wide = numbers.apply(images * elements);
        A narrow = numbers.apply(images * count);
        int[] places = random.ints((long) images * count, 0, elements).toArray();
        return picked
                ? new Object[] {wide, narrow, places, elements, count, 0, images}
                : new Object[] {narrow, wide, places, elements, count, 0, images};
    }

    private Object[] resampled(int outer) {
        int length = 1 + random.nextInt(9);
        int inner = random.nextBoolean() ? 1 : 1 + random.nextInt(70);
        int[] ends = new int[1 + random.nextInt(9)];
        for (int o = 0, end = 0; o < ends.length; o++) {
            end += random.nextInt(4);
            ends[o] = end;
        }
        int taps = ends[ends.length - 1];
        return new Object[] {
            numbers.apply(outer * length * inner),
            numbers.apply(outer * ends.length * inner),
            ends,
            random.ints(taps, 0, length).toArray(),
            random.doubles(taps, -1, 1).toArray(),
            length,
            inner,
            0,
            outer
        };
    }
}
