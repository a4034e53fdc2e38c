package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import java.util.random.RandomGenerator;

/**
 * How far images are turned, stretched, sheared and moved at random, each evenly within its limits;
 * without calls not at all. A point x, counted from the middle of the image, comes to R S x s + t
 * with a rotation R, a shear S along the rows, a factor s and a shift t. What comes from between
 * pixels is bilinear in the four around it, and 0 outside of the image.
 *
 * {@snippet lang = java :
 * var some = new Affine().rotation(15).scale(0.9, 1.1).shear(10).shift(0.1);
 * var augmentation = Augmentation.affine(ImageLayout.gray(28, 28), some);
 * }
 *
 * @param rotation in degrees, to either side
 * @param least the least factor
 * @param most the largest factor
 * @param shear in degrees, to either side
 * @param shift as a part of height and width, to either side
 */
public record Affine(double rotation, double least, double most, double shear, double shift) {
    private static final double MOST_SHEAR = 90;

    /**
     * Limits.
     *
     * @throws ArgumentException unless all are finite and 0 or more, the factors above 0 in their
     *     order, and the shear below 90 degrees
     */
    public Affine {
        require("a finite rotation of 0 degrees or more", rotation >= 0 && Double.isFinite(rotation), rotation);
        require("a least factor above 0", least > 0 && Double.isFinite(least), least);
        require("a largest factor that is no less", most >= least && Double.isFinite(most), most);
        require("a shear from 0 to less than 90 degrees", shear >= 0 && shear < MOST_SHEAR, shear);
        require("a finite shift of 0 or more", shift >= 0 && Double.isFinite(shift), shift);
    }

    /** No change. */
    public Affine() {
        this(0, 1, 1, 0, 0);
    }

    private static void require(String need, boolean isMet, double got) {
        if (!isMet) {
            throw new ArgumentException("Augmentation.affine", need, got + "", "");
        }
    }

    /** Turned by up to so many degrees to either side. */
    public Affine rotation(double degrees) {
        return new Affine(degrees, least, most, shear, shift);
    }

    /** Stretched by a factor from {@code low} to {@code high}. */
    public Affine scale(double low, double high) {
        return new Affine(rotation, low, high, shear, shift);
    }

    /** Sheared by up to so many degrees to either side. */
    public Affine shear(double degrees) {
        return new Affine(rotation, least, most, degrees, shift);
    }

    /** Moved by up to this part of the height and the width, in each direction. */
    public Affine shift(double part) {
        return new Affine(rotation, least, most, shear, part);
    }

    /** The way back from a place in the changed image. */
    ImageChange.Change next(ImageLayout layout, RandomGenerator random) {
        double turn = Math.toRadians(between(-rotation, rotation, random));
        double factor = between(least, most, random);
        double slant = StrictMath.tan(Math.toRadians(between(-shear, shear, random)));
        double down = layout.height() * between(-shift, shift, random);
        double right = layout.width() * between(-shift, shift, random);
        double cos = StrictMath.cos(turn) / factor;
        double sin = StrictMath.sin(turn) / factor;
        return (from, to, begin) -> {
            for (int row = 0; row < layout.height(); row++) {
                for (int column = 0; column < layout.width(); column++) {
                    double y = row - (layout.height() - 1) / 2.0 - down;
                    double x = column - (layout.width() - 1) / 2.0 - right;
                    double turnedY = cos * y - sin * x;
                    double turnedX = cos * x + sin * y - slant * turnedY;
                    for (int channel = 0; channel < layout.channels(); channel++) {
                        to[begin + layout.place(row, column, channel)] = bilinear(
                                layout,
                                from,
                                begin,
                                turnedY + (layout.height() - 1) / 2.0,
                                turnedX + (layout.width() - 1) / 2.0,
                                channel);
                    }
                }
            }
        };
    }

    private static double between(double low, double high, RandomGenerator random) {
        return low + (high - low) * random.nextDouble();
    }

    private static double bilinear(
            ImageLayout layout, double[] from, int begin, double row, double column, int channel) {
        int top = (int) Math.floor(row);
        int left = (int) Math.floor(column);
        double down = row - top;
        double right = column - left;
        return (1 - down) * (1 - right) * at(layout, from, begin, top, left, channel)
                + (1 - down) * right * at(layout, from, begin, top, left + 1, channel)
                + down * (1 - right) * at(layout, from, begin, top + 1, left, channel)
                + down * right * at(layout, from, begin, top + 1, left + 1, channel);
    }

    private static double at(ImageLayout layout, double[] from, int begin, int row, int column, int channel) {
        boolean inside = row >= 0 && row < layout.height() && column >= 0 && column < layout.width();
        return inside ? from[begin + layout.place(row, column, channel)] : 0;
    }
}
