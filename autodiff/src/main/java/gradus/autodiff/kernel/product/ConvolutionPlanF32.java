package gradus.autodiff.kernel.product;

import static gradus.autodiff.kernel.vector.LanesF32.LANES;

import gradus.autodiff.kernel.ConvolutionShape;
import gradus.autodiff.kernel.ConvolutionShape.Along;
import gradus.autodiff.kernel.ProductKernels;
import gradus.autodiff.kernel.threads.Parallel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A convolution in the forms that its shape suits. Where images have zeros between their elements, the
 * results that meet them at the same places of the window are computed without them.
 */
final class ConvolutionPlanF32 {
    private final ConvolutionShape shape;
    private final float @Nullable [] bias;
    private final ResultsF32 results;
    private final List<ConvolutionFormF32> forms = new ArrayList<>();
    private final List<PackedConvolutionF32> packed = new ArrayList<>();

    private ConvolutionPlanF32(ConvolutionShape shape, float @Nullable [] bias, float[] y) {
        this.shape = shape;
        this.bias = bias;
        this.results = new ResultsF32(y, shape.results());
    }

    /** Writes all results. */
    static void convolve(ConvolutionShape shape, float[] x, float[] weights, float @Nullable [] bias, float[] y) {
        if (!ResidueGrids.fit(shape) || !areFinite(weights) || !convolveResidues(shape, x, weights, bias, y)) {
            PlaneLayout layout = PlaneLayout.of(shape, width -> readsInPlace(shape, width));
            ConvolutionPlanF32 plan = new ConvolutionPlanF32(shape, bias, y);
            plan.add(PatchGrid.of(shape, layout), weights);
            plan.run(new PatchesF32(shape, layout, x, LANES));
        }
    }

    /** Whether all forms are for rows of results that fill vectors. */
    static boolean hasLongRows(ConvolutionShape shape) {
        Along last = shape.axes().getLast();
        int spread = ResidueGrids.fit(shape) ? last.spread() : 1;
        int longest = Math.ceilDiv(last.count(), spread);
        int shortest = Math.max(1, last.count() / spread);
        return shape.outputs() == 1
                || (DirectConvolutionF32.fits(longest)
                        && DirectConvolutionF32.fits(shortest)
                        && DirectConvolutionF32.fits(last.count()));
    }

    /** Whether rows of so many results can be read where nothing may be read beyond them. */
    private static boolean readsInPlace(ConvolutionShape shape, int width) {
        return width >= LANES && (shape.outputs() == 1 || DirectConvolutionF32.fits(width));
    }

    /** Zeros times numbers that are not finite are not 0. */
    private static boolean areFinite(float[] numbers) {
        boolean finite = true;
        for (float number : numbers) {
            finite &= Math.abs(number) <= Float.MAX_VALUE;
        }
        return finite;
    }

    /**
     * Leaves the zeros out, and says whether that has the same bits: a sum that has come to be a negative
     * zero, by products too small to be anything else, depends on the zeros that are added to it.
     */
    private static boolean convolveResidues(
            ConvolutionShape shape, float[] x, float[] weights, float @Nullable [] bias, float[] y) {
        ResidueGrids grids = ResidueGrids.of(shape, width -> readsInPlace(shape, width));
        ConvolutionPlanF32 plan = new ConvolutionPlanF32(shape, bias, y);
        for (PatchGrid grid : grids.grids()) {
            plan.add(grid, kept(grid.depth(), weights));
        }
        plan.run(new PatchesF32(shape, grids.layout(), x, LANES));
        return !plan.results.hasNegativeZeros();
    }

    /** The weights of the steps of depth that are computed. */
    private static float[] kept(DepthSteps depth, float[] weights) {
        int[] kept = depth.kept();
        float[] some = new float[weights.length / depth.period() * kept.length];
        for (int from = 0, to = 0; to < some.length; from += depth.period()) {
            for (int place : kept) {
                some[to++] = weights[from + place];
            }
        }
        return some;
    }

    private void add(PatchGrid grid, float[] weights) {
        if (shape.outputs() == 1) {
            forms.add(new SingleConvolutionF32(shape, grid, weights, bias, results));
        } else if (DirectConvolutionF32.fits(grid.width())) {
            forms.add(new DirectConvolutionF32(shape, grid, weights, bias, results));
        } else {
            PackedConvolutionF32 form = new PackedConvolutionF32(shape, grid, weights, bias, results);
            forms.add(form);
            packed.add(form);
        }
    }

    private void run(PatchesF32 patches) {
        int parts = forms.stream().mapToInt(ConvolutionFormF32::parts).sum();
        long work = forms.stream().mapToLong(form -> form.parts() * form.work()).sum();
        int planes = shape.images() * shape.groups();
        Parallel.ranges(planes * parts, (int) Math.max(1, (long) ProductKernels.GRAIN * parts / work), (from, to) -> {
            PackingBuffersF32 packing = PackingBuffersF32.borrow();
            BlockBuffersF32 waiting = BlockBuffersF32.borrow();
            compute(from, to, parts, new ConvolutionFormF32.Reading(patches.ofThread(packing), packing, waiting));
            waiting.giveBack();
            packing.giveBack();
        });
        patches.end();
        packed.reversed().forEach(PackedConvolutionF32::end);
    }

    private void compute(int from, int to, int parts, ConvolutionFormF32.Reading reading) {
        int at = from;
        while (at < to) {
            int plane = at / parts;
            int group = plane % shape.groups();
            int image = plane / shape.groups();
            reading.planes().load(group, group + 1, image, image + 1);
            int begin = plane * parts;
            for (ConvolutionFormF32 form : forms) {
                int end = begin + form.parts();
                for (; at >= begin && at < Math.min(end, to); at++) {
                    form.compute(group, image, at - begin, reading);
                }
                begin = end;
            }
        }
    }
}
