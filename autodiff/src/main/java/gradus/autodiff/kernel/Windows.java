package gradus.autodiff.kernel;

/**
 * Windows over images of three axes; those of fewer have {@link WindowAxis#NONE} in front. An image
 * lies in row-major order, and so do what its windows give.
 */
public record Windows(WindowAxis depth, WindowAxis height, WindowAxis width) {
    /** How many elements an image has. */
    public int elements() {
        return depth.length() * height.length() * width.length();
    }

    /** How many windows there are over an image. */
    public int count() {
        return depth.count() * height.count() * width.count();
    }

    /** How many elements a window reads, padding included, where all have one size. */
    public int size() {
        return depth.size()[0] * height.size()[0] * width.size()[0];
    }

    /** See {@link WindowAxis#inside}. */
    public Windows inside() {
        return new Windows(depth.inside(), height.inside(), width.inside());
    }

    /** The element of an image where the row of a place begins, counted from the image's first. */
    public int row(int depthPlace, int heightPlace) {
        return (depthPlace * height.length() + heightPlace) * width.length();
    }
}
