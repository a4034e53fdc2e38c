package gradus.nn.data;

/** The bytes of images: all in one array, or read one by one. */
interface PixelRows {
    /** An array with those of an example. */
    byte[] bytes(int example);

    /** Where they begin in it. */
    int begin(int example);

    /** Images of {@code width} bytes each, one after the other. */
    static PixelRows of(byte[] all, int width) {
        return new PixelRows() {
            @Override
            public byte[] bytes(int example) {
                return all;
            }

            @Override
            public int begin(int example) {
                return example * width;
            }
        };
    }
}
