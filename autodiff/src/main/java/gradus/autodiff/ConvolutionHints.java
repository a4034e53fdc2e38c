package gradus.autodiff;

/** What probably went wrong where images and weights of a convolution do not fit. */
final class ConvolutionHints {
    private ConvolutionHints() {}

    /** Of images with another number of axes than the weights. */
    static String axes(Shape x, Shape w) {
        int missing = w.rank() - x.rank();
        if (w.rank() < 3 || w.rank() > 5 || missing < 1 || missing > 2) {
            return "";
        }
        if (missing == 2) {
            return "expandDims(0, 1) makes a batch of one image of one channel";
        }
        if (x.dim(0) == w.dim(1)) {
            return "expandDims(0) makes a batch of one image";
        }
        return w.dim(1) == 1
                ? "expandDims(1) makes images of one channel"
                : "the first axis counts images, the second channels";
    }

    /** Of images with another number of channels than the weights. */
    static String channels(Shape x, Shape w, int groups) {
        if (x.dim(-1) == (long) w.dim(1) * groups) {
            return "channels come second: " + channelsSecond(x.rank()) + "?";
        }
        if (groups == 1 && w.dim(1) == 1 && x.dim(1) > 0 && w.dim(0) % x.dim(1) == 0) {
            return "groups(" + x.dim(1) + ") where each channel has weights of its own";
        }
        return w.rank() == 4 && w.dim(0) == w.dim(1) && w.dim(2) == x.dim(1) / groups
                ? "outputs and channels of weights come first: permute(3, 2, 0, 1)?"
                : "";
    }

    /** What brings the last of some axes, which counts channels, to the second place. */
    private static String channelsSecond(int rank) {
        return switch (rank) {
            case 3 -> "permute(0, 2, 1)";
            case 4 -> "permute(0, 3, 1, 2)";
            default -> "permute(0, 4, 1, 2, 3)";
        };
    }
}
