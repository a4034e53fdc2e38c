package gradus.autodiff.kernel.scalar;

import gradus.autodiff.kernel.WindowAxis;
import gradus.autodiff.kernel.Windows;

/** Images as rows of what each place of the windows reads, and back. */
final class FoldingF32 {
    private FoldingF32() {}

    /**
     * Copies images into rows of what each place of the windows reads, or adds such rows back to images
     * of zeros.
     */
    static void fold(float[] images, float[] rows, Windows windows, int from, int to, boolean back) {
        int places = windows.size();
        for (int image = from; image < to; image++) {
            for (int k = 0; k < places; k++) {
                foldPlace(
                        images,
                        image * windows.elements(),
                        rows,
                        (image * places + k) * windows.count(),
                        windows,
                        k,
                        back);
            }
        }
    }

    /** One place of the windows, in all of them. */
    private static void foldPlace(
            float[] images, int image0, float[] rows, int row0, Windows windows, int k, boolean back) {
        WindowAxis depth = windows.depth();
        WindowAxis height = windows.height();
        WindowAxis width = windows.width();
        int widthPlace = k % width.size()[0] * width.dilation();
        int rest = k / width.size()[0];
        int heightPlace = rest % height.size()[0] * height.dilation();
        int depthPlace = rest / height.size()[0] * depth.dilation();
        int first = firstAtLeast(width.start(), -widthPlace);
        int end = firstAtLeast(width.start(), width.length() - widthPlace);
        int at = row0;
        for (int d = 0; d < depth.count(); d++) {
            int inDepth = depth.start()[d] + depthPlace;
            for (int h = 0; h < height.count(); h++) {
                int inHeight = height.start()[h] + heightPlace;
                if (inDepth >= 0 && inDepth < depth.length() && inHeight >= 0 && inHeight < height.length()) {
                    int image = image0 + windows.row(inDepth, inHeight) + widthPlace;
                    foldRow(images, image, rows, at, width.start(), first, end, back);
                }
                at += width.count();
            }
        }
    }

    private static void foldRow(
            float[] images, int image, float[] rows, int at, int[] start, int first, int end, boolean back) {
        if (back) {
            for (int w = first; w < end; w++) {
                images[image + start[w]] += rows[at + w];
            }
        } else {
            for (int w = first; w < end; w++) {
                rows[at + w] = images[image + start[w]];
            }
        }
    }

    /** The first of ascending numbers that is not less; their count if all are. */
    private static int firstAtLeast(int[] ascending, int least) {
        int o = 0;
        while (o < ascending.length && ascending[o] < least) {
            o++;
        }
        return o;
    }
}
