package gradus.autodiff.kernel.product;

import gradus.autodiff.kernel.ConvolutionShape;
import gradus.autodiff.kernel.ConvolutionShape.Along;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.eclipse.collections.api.list.ImmutableList;

/**
 * The results of a convolution that reads images with zeros between their elements, without these
 * zeros. Results that leave the same rest when their number is divided by the spread meet elements at
 * the same places of the window. So for each rest along each axis there is a grid of results, with
 * some of the window's places.
 */
record ResidueGrids(PlaneLayout layout, List<PatchGrid> grids) {
    /** With fewer grids than this. */
    private static final int MOST = 64;

    /**
     * The results of a rest along an axis.
     *
     * @param kept the places of the window that meet elements
     * @param elements the elements that these meet for the first result
     * @param count how many results there are
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Residue(int rest, int[] kept, int[] elements, int count) {
        static Residue of(Along axis, int rest) {
            int[] kept = IntStream.range(0, axis.window())
                    .filter(place -> at(axis, rest, place) % axis.spread() == 0)
                    .toArray();
            int[] elements = Arrays.stream(kept)
                    .map(place -> at(axis, rest, place) / axis.spread())
                    .toArray();
            return new Residue(rest, kept, elements, Math.ceilDiv(axis.count() - rest, axis.spread()));
        }

        private static int at(Along axis, int rest, int place) {
            return rest + place * axis.dilation() - axis.before();
        }
    }

    /** The rests along an axis, and how the elements lie that they read. */
    private record Axis(Along along, List<Residue> residues, CopiedAxis copied) {
        static Axis of(Along along) {
            List<Residue> residues = IntStream.range(0, Math.min(along.spread(), along.count()))
                    .mapToObj(rest -> Residue.of(along, rest))
                    .toList();
            int first = residues.stream()
                    .flatMapToInt(residue -> Arrays.stream(residue.elements()))
                    .min()
                    .orElse(0);
            int end = residues.stream()
                    .flatMapToInt(
                            residue -> Arrays.stream(residue.elements()).map(element -> element + residue.count()))
                    .max()
                    .orElse(1);
            return new Axis(along, residues, new CopiedAxis(along.length(), 1, -first, 1, 1, end - first));
        }

        boolean isWithin() {
            return copied.before() == 0 && copied.size() <= copied.length();
        }

        boolean all(IntPredicate counts) {
            return residues.stream().mapToInt(Residue::count).allMatch(counts);
        }
    }

    /** Whether there are zeros between elements, and results for each place. */
    static boolean fit(ConvolutionShape shape) {
        int rests = shape.axes().stream()
                .mapToInt(axis -> Math.min(MOST, axis.spread()))
                .reduce(1, (all, spread) -> Math.min(MOST, all * spread));
        return rests > 1 && rests < MOST && shape.axes().allSatisfy(axis -> axis.stride() == 1 || axis.count() == 1);
    }

    /** @param readsInPlace whether rows of so many results may be read in place */
    static ResidueGrids of(ConvolutionShape shape, IntPredicate readsInPlace) {
        ImmutableList<Axis> axes = shape.axes().collect(Axis::of);
        PlaneLayout layout = axes.allSatisfy(Axis::isWithin) && axes.getLast().all(readsInPlace)
                ? PlaneLayout.inPlace(shape.axes().collect(axis -> CopiedAxis.whole(axis.length())))
                : PlaneLayout.copied(axes.collect(Axis::copied));
        List<PatchGrid> grids = new ArrayList<>();
        int count = axes.stream().mapToInt(axis -> axis.residues().size()).reduce(1, (all, some) -> all * some);
        for (int i = 0; i < count; i++) {
            Residue[] residues = new Residue[axes.size()];
            int rest = i;
            for (int axis = residues.length - 1; axis >= 0; axis--) {
                List<Residue> all = axes.get(axis).residues();
                residues[axis] = all.get(rest % all.size());
                rest /= all.size();
            }
            grids.add(grid(shape, axes, residues, layout));
        }
        return new ResidueGrids(layout, grids);
    }

    private static PatchGrid grid(
            ConvolutionShape shape, ImmutableList<Axis> axes, Residue[] residues, PlaneLayout layout) {
        int[] kept = {0};
        int[] window = {0};
        int[] rows = {0};
        int[] lines = {0};
        int size = shape.results();
        for (int axis = 0; axis < residues.length; axis++) {
            Residue residue = residues[axis];
            Along along = shape.axes().get(axis);
            int before = axes.get(axis).copied().before();
            int step = layout.steps()[axis];
            size /= along.count();
            kept = sums(kept, along.window(), residue.kept(), 1);
            window = sums(
                    window,
                    1,
                    Arrays.stream(residue.elements())
                            .map(element -> element + before)
                            .toArray(),
                    step);
            if (axis < residues.length - 1) {
                int[] numbers = IntStream.range(0, residue.count()).toArray();
                rows = sums(rows, 1, numbers, step);
                lines = sums(
                        lines,
                        1,
                        Arrays.stream(numbers)
                                .map(number -> residue.rest() + number * along.spread())
                                .toArray(),
                        size);
            }
        }
        Residue last = residues[residues.length - 1];
        lines = sums(lines, 1, new int[] {last.rest()}, 1);
        DepthSteps depth = new DepthSteps(shape.depth(), shape.window(), kept);
        int[] places = PatchGrid.places(window, shape.channels(), layout.size());
        return new PatchGrid(
                depth, places, rows, last.count(), lines, shape.axes().getLast().spread(), false);
    }

    /** a times a factor plus b times another, for all of a and b, those of b counting fastest. */
    private static int[] sums(int[] a, int factor, int[] b, int step) {
        int[] sums = new int[a.length * b.length];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = a[i / b.length] * factor + b[i % b.length] * step;
        }
        return sums;
    }
}
