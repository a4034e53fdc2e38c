package gradus.nn.data;

import gradus.nn.files.DataException;
import gradus.nn.files.FileMark;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.collections.api.list.ImmutableList;

/** The bytes of images in files, each read when it is asked for. */
final class DiskImages implements PixelRows {
    private final Path folder;
    private final ImmutableList<FileMark> files;
    private final ImageLayout layout;
    private final AtomicBoolean said = new AtomicBoolean();

    DiskImages(Path folder, ImmutableList<FileMark> files, ImageLayout layout) {
        this.folder = folder;
        this.files = files;
        this.layout = layout;
    }

    @Override
    public byte[] bytes(int example) {
        FileMark mark = files.get(example);
        byte[] pixels = new byte[layout.size()];
        mark.requireUnchanged();
        boolean losesColor = read(mark.file(), pixels);
        mark.requireUnchanged();
        if (losesColor && said.compareAndSet(false, true)) {
            Notices.warn(folder + ": makes colored images gray; ImageLayout.planes keeps their colors");
        }
        return pixels;
    }

    private boolean read(Path file, byte[] pixels) {
        try {
            return PngImage.read(file, layout, pixels, 0);
        } catch (DataException damage) {
            throw damage.orHint("ImageFolder.soundOnDisk leaves broken images out");
        }
    }

    @Override
    public int begin(int example) {
        return 0;
    }
}
