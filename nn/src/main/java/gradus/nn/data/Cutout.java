package gradus.nn.data;

import gradus.autodiff.ArgumentException;

/** Leaves out a square of an image, or the part of it that is inside. */
final class Cutout {
    private static final String NAME = "Augmentation.cutout";

    private Cutout() {}

    static Augmentation of(ImageLayout layout, int size) {
        if (size < 1) {
            throw new ArgumentException(NAME, "a square of 1 pixel or more", size + "", "");
        }
        return new ImageChange(NAME, layout, random -> {
            int top = random.nextInt(layout.height()) - size / 2;
            int left = random.nextInt(layout.width()) - size / 2;
            return (from, to, begin) -> {
                for (int row = 0; row < layout.height(); row++) {
                    for (int column = 0; column < layout.width(); column++) {
                        boolean isOut = row >= top && row < top + size && column >= left && column < left + size;
                        for (int channel = 0; channel < layout.channels() && !isOut; channel++) {
                            int place = begin + layout.place(row, column, channel);
                            to[place] = from[place];
                        }
                    }
                }
            };
        });
    }
}
