package gradus.autodiff;

/** Numbers less their mean. */
final class Centering {
    private Centering() {}

    /**
     * The numbers less their mean along the axes, which it kept. Equal numbers give exactly 0, with the
     * derivatives of centering: they are subtracted as constants first, as their mean may round away
     * from them. That can only be where the first number is hardly off the mean, so that nothing else is
     * looked at twice; and numbers that are not equal keep their bits.
     */
    static Tensor of(Tensor x, Tensor mean, Axes axes) {
        Tensor centered = x.sub(mean);
        if (!mayBeEqual(centered.detach(), mean.detach(), axes)) {
            return centered;
        }
        Tensor shifted = withoutLevel(x, axes);
        return shifted.sub(shifted.mean(axes.kept()));
    }

    /** Where all numbers along the axes are equal, less that number, as a constant; the others stay. */
    private static Tensor withoutLevel(Tensor x, Axes axes) {
        Tensor least = x.detach().min(axes.kept());
        return x.sub(Tensor.where(least.equal(x.detach().max(axes.kept())), least, 0));
    }

    private static boolean mayBeEqual(Tensor centered, Tensor mean, Axes axes) {
        Tensor first = centered;
        for (int axis : axes.resolve("centered", centered.shape())) {
            first = first.slice(axis, 0, 1);
        }
        // further than rounding takes a mean from equal numbers
        double rounding = mean.dtype() == DType.F32 ? 0x1p-15 : 0x1p-44;
        return first.abs()
                .lessOrEqual(mean.abs().mul(rounding))
                .and(first.notEqual(0))
                .any();
    }
}
