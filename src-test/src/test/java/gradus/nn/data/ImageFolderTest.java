package gradus.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import gradus.autodiff.Indices;
import gradus.autodiff.Randomness;
import gradus.nn.files.DataException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageFolderTest {
    private static final ImageLayout LAYOUT = ImageLayout.planes(2, 3);

    @TempDir
    private Path folder;

    private static byte[] png(int height, int width, int... colors) throws IOException {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < height * width; i++) {
            image.setRGB(i % width, i / width, colors[i % colors.length]);
        }
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    private Path save(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, content);
    }

    private DataException refused(ImageLayout layout) {
        var exception = catchThrowableOfType(DataException.class, () -> ImageFolder.load(folder, layout));
        assertThat(exception).as("refused").isNotNull();
        return exception;
    }

    @Test
    void imagesOfEachClassInOrder() throws IOException {
        save("cats/b.png", png(2, 3, 0x0000ff));
        save("cats/a.PNG", png(2, 3, 0xff8000, 0, 0, 0, 0, 0x000033));
        save("ants/z.png", png(2, 3, 0xffffff));
        save("ants/notes.txt", new byte[3]);
        save("stray.png", new byte[3]);
        var images = ImageFolder.load(folder, LAYOUT);
        assertThat(images.classes()).containsExactly("ants", "cats");
        assertThat(images.all().labels()).isEqualTo(Indices.of(0, 1, 1));
        assertThat(images.all().select(1).all().inputs().toFloatArray())
                .containsExactly(1, 0, 0, 0, 0, 0, 128 / 255f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.2f);
        var gray = ImageFolder.load(folder, ImageLayout.gray(2, 3));
        assertThat(gray.all().select(2, 0).all().inputs().toFloatArray())
                .startsWith(85 / 255f)
                .endsWith(1);
        var interleaved = ImageFolder.load(folder, ImageLayout.interleaved(2, 3));
        assertThat(interleaved.all().select(1).all().inputs().toFloatArray()).startsWith(1, 128 / 255f, 0, 0);
    }

    /** The samples as they are, whatever the JDK thinks of their light. */
    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY, BufferedImage.TYPE_BYTE_BINARY})
    void graySamplesAreTakenAsTheyAre(int type) throws IOException {
        int[] samples = switch (type) {
            case BufferedImage.TYPE_BYTE_GRAY -> new int[] {0, 64, 128, 255};
            case BufferedImage.TYPE_USHORT_GRAY -> new int[] {0, 64 * 257, 128 * 257, 65535};
            default -> new int[] {0, 1, 1, 0};
        };
        var image = new BufferedImage(4, 1, type);
        image.getRaster().setSamples(0, 0, 4, 1, 0, samples);
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        save("digits/a.png", bytes.toByteArray());
        float[] expected = type == BufferedImage.TYPE_BYTE_BINARY
                ? new float[] {0, 1, 1, 0}
                : new float[] {0, 64 / 255f, 128 / 255f, 1};
        assertThat(ImageFolder.load(folder, ImageLayout.gray(1, 4))
                        .all()
                        .all()
                        .inputs()
                        .toFloatArray())
                .containsExactly(expected);
        assertThat(ImageFolder.load(folder, ImageLayout.interleaved(1, 4))
                        .all()
                        .all()
                        .inputs()
                        .toFloatArray())
                .endsWith(expected[2], expected[2], expected[2], expected[3], expected[3], expected[3]);
    }

    @Test
    void anotherSize() throws IOException {
        Path file = save("cats/a.png", png(3, 2, 0));
        assertThat(refused(LAYOUT))
                .hasMessage(file + ", byte 16: needs an image of height 2 and width 3, got one of"
                        + " height 3 and width 2; exchanged? ImageLayout takes the height first");
        save("cats/a.png", png(8, 3, 0));
        assertThat(refused(LAYOUT))
                .hasMessageEndingWith("needs an image of height 2 and width 3, got one of height 8 and width 3");
    }

    @Test
    void noImages() throws IOException {
        save("cats/a.gif", new byte[5]);
        assertThat(refused(LAYOUT))
                .hasMessage(folder + ": needs folders with PNG images, one for each class, got no such image, but "
                        + Path.of("cats", "a.gif") + "; other formats have to be converted");
        Files.delete(folder.resolve("cats/a.gif"));
        assertThat(refused(LAYOUT))
                .hasMessage(folder + ": needs folders with PNG images, one for each class, got no such image");
        save("a.png", png(2, 3, 0));
        assertThat(refused(LAYOUT))
                .hasMessageEndingWith("got no such image, but a.png; move each image into the folder of its class");
        Path missing = folder.resolve("missing");
        assertThat(catchThrowableOfType(DataException.class, () -> ImageFolder.load(missing, LAYOUT)))
                .hasMessageContaining("needs a readable folder");
    }

    @Test
    void noPngFile() throws IOException {
        save("cats/a.png", new byte[100]);
        assertThat(refused(LAYOUT)).hasMessageContaining("byte 0: needs a PNG header, got other bytes");
    }

    /**
     * A header that claims two billion pixels in a file of a few bytes, of the size that is asked
     * for.
     */
    @Test
    void tooMuchMemory() throws IOException {
        byte[] bytes = png(2, 3, 0);
        ByteBuffer.wrap(bytes).putInt(16, 1 << 15).putInt(20, 1 << 15);
        save("cats/a.png", bytes);
        assertThat(refused(ImageLayout.planes(1 << 15, 1 << 14)))
                .hasMessageContaining("needs images of at most 1073741824 bytes together, got 1 of 1610612736 bytes");
    }

    @Test
    void everyTruncationIsRefused() throws IOException {
        byte[] whole = png(2, 3, 0x123456, 0xabcdef);
        for (int length = 0; length < whole.length; length++) {
            save("cats/a.png", Arrays.copyOf(whole, length));
            assertThat(refused(LAYOUT)).as("%d bytes", length).hasMessageContaining("a.png");
        }
    }

    /**
     * Any damage is refused or gives an image of the right size; checksums of chunks are made right
     * so that more than they is tested.
     */
    @Test
    void damageIsRefusedOrHarmless() throws IOException {
        byte[] whole = png(2, 3, 0x123456, 0xabcdef);
        var random = Randomness.seeded(9);
        for (int i = 0; i < 400; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(whole.length)] = (byte) random.nextInt(256);
            mend(damaged);
            save("cats/a.png", damaged);
            try {
                assertThat(ImageFolder.load(folder, LAYOUT).all().size()).isEqualTo(1);
            } catch (DataException e) {
                assertThat(e).hasMessageContaining("a.png");
            }
        }
    }

    private static void mend(byte[] png) {
        var chunks = ByteBuffer.wrap(png);
        int begin = 8;
        while (begin <= png.length - 12) {
            int length = chunks.getInt(begin);
            if (length < 0 || length > png.length - begin - 12) {
                return;
            }
            var checksum = new CRC32();
            checksum.update(png, begin + 4, 4 + length);
            chunks.putInt(begin + 8 + length, (int) checksum.getValue());
            begin += 12 + length;
        }
    }

    @Test
    void aCriticalChunkNeedsItsChecksum() throws IOException {
        byte[] damaged = png(2, 3, 0x123456);
        damaged[45] ^= 1;
        save("cats/a.png", damaged);
        assertThat(refused(LAYOUT))
                .hasMessageContaining("byte 33: needs a chunk with the right checksum, got a damaged one");
    }

    @Test
    void foldersWithinAClassBelongToIt() throws IOException {
        save("dog/sub/b.png", png(2, 3, 0x0000ff));
        save("dog/sub/deep/a.png", png(2, 3, 0x00ff00));
        save("dog/z.PnG", png(2, 3, 0xff0000));
        save("cat/only/here/c.png", png(2, 3, 0));
        var images = ImageFolder.load(folder, LAYOUT);
        assertThat(images.classes()).containsExactly("cat", "dog");
        assertThat(images.all().labels()).isEqualTo(Indices.of(0, 1, 1, 1));
        float[] pixels = images.all().all().inputs().toFloatArray();
        assertThat(new float[] {pixels[18], pixels[36 + 12], pixels[54 + 6]}).containsOnly(1);
        assertThat(images.skipped()).isEmpty();
    }

    @Test
    void whatIsHiddenIsSkippedAndSaid() throws IOException {
        byte[] image = png(2, 3, 0);
        for (String name : new String[] {
            ".ipynb_checkpoints/a.png",
            "__MACOSX/cat/b.png",
            "cat/.ipynb_checkpoints/c.png",
            "cat/@eaDir/d.png",
            "cat/._a.png",
            "cat/.DS_Store",
            "cat/Thumbs.db",
            "cat/desktop.ini",
            "cat/photo.jpg",
            "labels.csv"
        }) {
            save(name, image);
        }
        save("cat/a.png", image);
        var said = Said.during(() -> {
            var images = ImageFolder.load(folder, LAYOUT);
            assertThat(images.classes()).containsExactly("cat");
            assertThat(images.all().size()).isEqualTo(1);
            assertThat(images.skipped().collect(path -> folder.relativize(path).toString()))
                    .containsExactlyInAnyOrder(
                            ".ipynb_checkpoints",
                            "__MACOSX",
                            "labels.csv",
                            "cat/.ipynb_checkpoints",
                            "cat/@eaDir",
                            "cat/._a.png",
                            "cat/.DS_Store",
                            "cat/Thumbs.db",
                            "cat/desktop.ini",
                            "cat/photo.jpg");
        });
        assertThat(said)
                .singleElement(InstanceOfAssertFactories.STRING)
                .startsWith(folder + ": left out 10 that are hidden or no PNG: .ipynb_checkpoints, ")
                .endsWith(", ...");
    }

    @Test
    void aClassWithoutImagesIsRefusedByName() throws IOException {
        save("cat/a.png", png(2, 3, 0));
        Path empty = Files.createDirectory(folder.resolve("dog"));
        assertThat(refused(LAYOUT))
                .hasMessage(empty + ": needs a PNG image in the folder of each class, got none;"
                        + " no class? Remove the folder, or let its name begin with a dot");
        save("dog/sub/a.jpg", new byte[3]);
        assertThat(refused(LAYOUT))
                .hasMessage(empty + ": needs a PNG image in the folder of each class, got none, but a.jpg;"
                        + " other formats have to be converted");
    }

    @Test
    void linksAreFollowedUnlessTheyLeadUp() throws IOException {
        save("cat/a.png", png(2, 3, 0));
        Path elsewhere = Files.createDirectories(folder.resolveSibling(folder.getFileName() + "-2"));
        Files.write(elsewhere.resolve("b.png"), png(2, 3, 0));
        Files.createSymbolicLink(folder.resolve("dog"), elsewhere);
        Files.createSymbolicLink(folder.resolve("cat/up"), folder);
        Files.createSymbolicLink(folder.resolve("cat/self"), folder.resolve("cat"));
        Files.createSymbolicLink(folder.resolve("loop"), Path.of("."));
        var images = ImageFolder.load(folder, LAYOUT);
        assertThat(images.classes()).containsExactly("cat", "dog");
        assertThat(images.all().labels()).isEqualTo(Indices.of(0, 1));
        assertThat(images.skipped()).hasSize(3);
        Files.createSymbolicLink(folder.resolve("cat/gone.png"), Path.of("nowhere.png"));
        assertThat(refused(LAYOUT)).hasMessageContaining("gone.png: needs a file, got nothing of that name");
        Files.delete(elsewhere.resolve("b.png"));
        Files.delete(elsewhere);
    }

    @Test
    void imagesOnDiskAreThoseInMemory() throws IOException {
        save("cats/b.png", png(2, 3, 0x0000ff));
        save("cats/a.png", png(2, 3, 0xff8000, 0, 0, 0, 0, 0x000033));
        save("ants/z.png", png(2, 3, 0xffffff));
        save("ants/notes.txt", new byte[3]);
        ImageFolder inMemory = ImageFolder.load(folder, LAYOUT);
        ImageFolder onDisk = ImageFolder.onDisk(folder, LAYOUT);
        assertThat(onDisk.classes()).isEqualTo(inMemory.classes());
        assertThat(onDisk.skipped()).isEqualTo(inMemory.skipped());
        Dataset mixed = onDisk.all().shuffled(Randomness.seeded(1));
        assertThat(mixed.labels())
                .isEqualTo(inMemory.all().shuffled(Randomness.seeded(1)).labels());
        assertThat(mixed.all().inputs().toFloatArray())
                .isEqualTo(inMemory.all()
                        .shuffled(Randomness.seeded(1))
                        .all()
                        .inputs()
                        .toFloatArray());
        var gray = ImageFolder.onDisk(folder, ImageLayout.gray(2, 3));
        assertThat(Said.during(() -> {
                    gray.all().all();
                    gray.all().all();
                }))
                .containsExactly(folder + ": makes colored images gray; ImageLayout.planes keeps their colors");
    }

    @Test
    void brokenImagesOnDiskAreRefusedInTheirTurnOrLeftOut() throws IOException {
        save("cats/a.png", png(2, 3, 0x0000ff));
        Path broken = save("cats/b.png", Arrays.copyOf(png(2, 3, 0xff8000), 40));
        save("cats/c.png", png(2, 3, 0xffffff));
        Path other = save("dogs/d.png", png(3, 3, 0xffffff));
        save("dogs/e.png", png(2, 3, 0xffffff));
        Dataset all = ImageFolder.onDisk(folder, LAYOUT).all();
        assertThat(all.size()).isEqualTo(5);
        assertThat(all.select(0, 2).all().size()).isEqualTo(2);
        assertThat(catchThrowableOfType(DataException.class, all::all)).hasMessageStartingWith(broken + ", byte ");
        assertThat(catchThrowableOfType(DataException.class, () -> {
                    try (var batches = StreamedDataset.of(all).batches(1)) {
                        batches.forEach(_ -> {});
                    }
                }))
                .hasMessageStartingWith(broken + ", byte ");
        var sound = new ImageFolder[1];
        assertThat(Said.during(() -> sound[0] = ImageFolder.soundOnDisk(folder, LAYOUT)))
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("left out " + broken + ", byte "),
                        second -> assertThat(second)
                                .startsWith("left out " + other + ", byte 16: needs an image of height 2 and width 3"));
        assertThat(sound[0].skipped()).containsExactly(broken, other);
        assertThat(sound[0].all().labels()).isEqualTo(Indices.of(0, 0, 1));
        assertThat(sound[0].all().all().size()).isEqualTo(3);
        Files.delete(folder.resolve("dogs/e.png"));
        var exception = catchThrowableOfType(
                DataException.class, () -> Said.during(() -> ImageFolder.soundOnDisk(folder, LAYOUT)));
        assertThat(exception)
                .hasMessage(folder.resolve("dogs")
                        + ": needs an image that can be read in the folder of each class, got none");
    }

    @Test
    void whoMeetsABrokenImageIsToldOfAWayAroundIt() throws IOException {
        Path noise = save("cats/a.png", new byte[100]);
        Path cut = save("cats/b.png", Arrays.copyOf(png(2, 3, 0xff8000), 40));
        Dataset all = ImageFolder.onDisk(folder, LAYOUT).all();
        assertThat(catchThrowableOfType(DataException.class, () -> all.select(0).all()))
                .hasMessage(
                        noise + ", byte 0: needs a PNG header, got other bytes; ImageFolder.soundOnDisk leaves broken"
                                + " images out");
        assertThat(catchThrowableOfType(DataException.class, () -> all.select(1).all()))
                .hasMessageStartingWith(cut + ", byte ")
                .hasMessageEndingWith("; truncated?");
    }

    @Test
    void anImageThatChangesIsRefused() throws IOException {
        Path file = save("cats/a.png", png(2, 3, 0x0000ff));
        Dataset all = ImageFolder.onDisk(folder, LAYOUT).all();
        assertThat(all.all().size()).isEqualTo(1);
        Files.write(file, png(2, 3, 0xff8000, 0x123456, 0x654321));
        assertThat(catchThrowableOfType(DataException.class, all::all))
                .hasMessageStartingWith(file + ": needs the file as it was when it was opened, ");
    }
}
