package gradus.autodiff.kernel.product;

import gradus.autodiff.kernel.ConvolutionShape;
import gradus.autodiff.kernel.threads.Parallel;
import gradus.autodiff.kernel.threads.Recycler;
import java.util.Arrays;

/**
 * The images that the windows of a convolution read, with zeros around and between their elements. They
 * are read in place, or each thread copies the planes that it reads next, into memory that stays in
 * its cache. A few images are copied all at once, since several threads read the same ones.
 */
final class PatchesF32 {
    private static final float[] NONE = new float[0];

    /** Fewer planes are shared, for each thread: those that two threads read count twice otherwise. */
    private static final int FEW = 16;

    private final ConvolutionShape shape;
    private final PlaneLayout layout;
    private final float[] x;
    private final int reach;
    private final boolean copiedAtOnce;
    private final float[] all;
    private final int elements;
    private final boolean isSpread;
    private final int step;
    private final int[] lastLine;
    private final Phase[] phases;

    /** @param reach so many elements may be read beyond the end of a copy */
    PatchesF32(ConvolutionShape shape, PlaneLayout layout, float[] x, int reach) {
        this(shape, layout, x, reach, isFew(shape));
    }

    private PatchesF32(ConvolutionShape shape, PlaneLayout layout, float[] x, int reach, boolean few) {
        this.shape = shape;
        this.layout = layout;
        this.x = x;
        this.reach = reach;
        CopiedAxis last = layout.axes().getLast();
        this.elements = shape.elements();
        this.isSpread = last.spread() > 1;
        this.step = last.step();
        this.lastLine = new int[isSpread ? last.size() : 0];
        Arrays.setAll(lastLine, last::element);
        this.phases = new Phase[isSpread ? 0 : last.phases()];
        Arrays.setAll(phases, phase -> Phase.of(last, phase));
        this.copiedAtOnce = !layout.inPlace() && few;
        this.all = layout.inPlace() ? x : copiedAtOnce ? copyAll() : NONE;
    }

    private static boolean isFew(ConvolutionShape shape) {
        return Parallel.threads() > 1 && shape.images() * shape.groups() < FEW * Parallel.threads();
    }

    /** Of all images at once, for loops that read one plane of all of them. */
    static PatchesF32 atOnce(ConvolutionShape shape, PlaneLayout layout, float[] x) {
        return new PatchesF32(shape, layout, x, 0, true);
    }

    /** All planes, where they were copied at once or are read in place. */
    float[] all() {
        return all;
    }

    /** Where the first channel of a group of an image begins in {@link #all}. */
    int start(int group, int image) {
        return (image * shape.groups() + group) * shape.channels() * layout.size();
    }

    private float[] copyAll() {
        int planes = shape.images() * shape.groups() * shape.channels();
        float[] data = Recycler.floats(Math.addExact(Math.multiplyExact(planes, layout.size()), reach), false);
        int grain = Math.max(1, Parallel.GRAIN / Math.max(1, layout.size()));
        Parallel.ranges(planes, grain, (from, to) -> copy(from, to, data, from * layout.size(), true));
        return data;
    }

    /** Gives back what was borrowed. */
    void end() {
        if (copiedAtOnce) {
            Recycler.giveBack(all);
        }
    }

    /** For one thread, which lends the memory. */
    OfThread ofThread(PackingBuffersF32 buffers) {
        return new OfThread(buffers);
    }

    /** What a thread reads. */
    final class OfThread {
        private final PackingBuffersF32 buffers;
        private float[] data = all;
        private int firstGroup;
        private int endGroup;
        private int firstImage;
        private int endImage;

        /** So many planes have their zeros from before. */
        private int clearedPlanes;

        private OfThread(PackingBuffersF32 buffers) {
            this.buffers = buffers;
        }

        /** Brings the planes of some groups of some images here. */
        void load(int group, int endOfGroups, int image, int endOfImages) {
            boolean isHere =
                    group >= firstGroup && endOfGroups <= endGroup && image >= firstImage && endOfImages <= endImage;
            if (layout.inPlace() || copiedAtOnce || isHere) {
                return;
            }
            firstGroup = group;
            endGroup = endOfGroups;
            firstImage = image;
            endImage = endOfImages;
            int planes = (endGroup - firstGroup) * shape.channels();
            int size = planes * layout.size();
            data = buffers.planes(Math.addExact(Math.multiplyExact(endImage - firstImage, size), reach));
            int count = (endImage - firstImage) * planes;
            for (int i = firstImage; i < endImage; i++) {
                int plane = (i * shape.groups() + firstGroup) * shape.channels();
                copy(plane, plane + planes, data, (i - firstImage) * size, count > clearedPlanes);
            }
            clearedPlanes = Math.max(clearedPlanes, count);
        }

        /** The array with the planes that were loaded last. */
        float[] data() {
            return data;
        }

        /** Where the first channel of a group of an image begins. */
        int start(int group, int image) {
            int plane = (image - firstImage) * (endGroup - firstGroup) + group - firstGroup;
            return endImage == 0 ? PatchesF32.this.start(group, image) : plane * shape.channels() * layout.size();
        }
    }

    /** Copies some planes of the images, with or without their zeros. */
    private void copy(int from, int to, float[] data, int start, boolean zeros) {
        int lineSize = layout.axes().getLast().size();
        int length = layout.axes().getLast().length();
        int at = start;
        for (int plane = from; plane < to; plane++) {
            for (int line : layout.lines()) {
                if (line < 0) {
                    clear(data, at, zeros ? lineSize : 0);
                } else if (isSpread) {
                    copySpread(plane * elements + line * length, data, at);
                } else {
                    copyLine(plane * elements + line * length, data, at, zeros);
                }
                at += lineSize;
            }
        }
    }

    /** Zeros, then elements, then zeros: so many of each. */
    private record Phase(int zeros, int first, int count, int after) {
        static Phase of(CopiedAxis axis, int phase) {
            int zeros = axis.zeros(phase);
            int end = axis.end(phase);
            int first = phase * axis.common() - axis.before() + zeros * axis.step();
            return new Phase(zeros, first, end - zeros, axis.phaseSize() - end);
        }
    }

    /** One line along the last axis, phase by phase. */
    private void copyLine(int x0, float[] data, int start, boolean zeros) {
        int to = start;
        for (Phase phase : phases) {
            int end = to + phase.zeros() + phase.count();
            copyElements(x0 + phase.first(), data, to + phase.zeros(), phase.count());
            if (zeros) {
                clear(data, to, phase.zeros());
                clear(data, end, phase.after());
            }
            to = end + phase.after();
        }
    }

    private void copyElements(int x0, float[] data, int to, int count) {
        if (step == 1 && count > 0) {
            System.arraycopy(x, x0, data, to, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            data[to + i] = x[x0 + i * step];
        }
    }

    private void copySpread(int x0, float[] data, int to) {
        for (int i = 0; i < lastLine.length; i++) {
            data[to + i] = lastLine[i] < 0 ? 0 : x[x0 + lastLine[i]];
        }
    }

    /** Few numbers, mostly. */
    private static void clear(float[] data, int from, int count) {
        for (int i = from; i < from + count; i++) {
            data[i] = 0;
        }
    }
}
