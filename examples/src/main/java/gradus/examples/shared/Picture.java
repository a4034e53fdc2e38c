package gradus.examples.shared;

/** A picture in the PNG format, twice as many pixels as it is wide and high on the page, for sharp screens and print. */
public final class Picture {
    private final String name;
    private final byte[] png;
    private final int width;
    private final int height;

    Picture(String name, byte[] png, int width, int height) {
        this.name = name;
        this.png = png;
        this.width = width;
        this.height = height;
    }

    /** The name of its file, without the ending. */
    String name() {
        return name;
    }

    /** The file; not to be changed. */
    byte[] png() {
        return png;
    }

    /** How wide it is on the page, in CSS pixels. */
    int width() {
        return width;
    }

    /** How high it is on the page, in CSS pixels. */
    int height() {
        return height;
    }
}
