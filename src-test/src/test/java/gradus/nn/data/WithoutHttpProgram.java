package gradus.nn.data;

import gradus.autodiff.ArgumentException;
import java.nio.file.Path;

/** Wants a small data set in a folder, and prints where it is or what is in the way. */
public final class WithoutHttpProgram {
    private WithoutHttpProgram() {}

    public static void main(String[] arguments) {
        try {
            System.out.println(PublicData.IRIS.fetch(Path.of(arguments[0]), DownloadProgress.silent()));
        } catch (ArgumentException e) {
            System.out.println(e.getMessage());
        }
    }
}
