package gradus.nn.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import gradus.autodiff.DType;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.SortedMaps;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * NumPy opens the files that Gradus writes: make_files.py prints what it finds in them. Skipped
 * where there is no Python with NumPy.
 */
class OthersReadOursTest {
    private static final ImmutableList<StoredTensor> TENSORS = Lists.immutable.with(
            StoredTensor.of("floats", Tensor.of(1f, -2.5f, 3e-8f, 4f, 5f, 6f).reshape(2, 3)),
            StoredTensor.of("doubles", Tensor.of(0.1, -1e300)),
            new StoredTensor("labels", NumberType.I64, Tensor.of(7.0, -1.0)),
            new StoredTensor("bytes", NumberType.U8, Tensor.of(255f).reshape(1, 1, 1)),
            StoredTensor.of("none", Tensor.zeros(DType.F32, Shape.of(0, 4))),
            StoredTensor.of("number", Tensor.scalar(2.5)));

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsNumpy() throws Exception {
        int exit = -1;
        try {
            exit = new ProcessBuilder("python3", "-c", "import numpy")
                    .redirectErrorStream(true)
                    .start()
                    .waitFor();
        } catch (IOException _) {
            // no Python: skipped below
        }
        assumeTrue(exit == 0, "there is no python3 with numpy here");
    }

    /** What Python finds in the files, all in one start. */
    private String found(ImmutableList<Path> files) throws Exception {
        var process = new ProcessBuilder(Lists.mutable
                        .with("python3", FilesOfOthers.path("make_files.py").toString())
                        .withAll(files.collect(Path::toString)))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return output;
    }

    private String found(Path file) throws Exception {
        return found(Lists.immutable.with(file));
    }

    private static String line(StoredTensor stored, String type) {
        long sum = 0;
        double[] numbers = stored.tensor().toDoubleArray();
        for (int i = 0; i < numbers.length; i++) {
            long bits = switch (stored.type()) {
                case F32 -> Integer.toUnsignedLong(Float.floatToRawIntBits((float) numbers[i]));
                case F64 -> Double.doubleToRawLongBits(numbers[i]);
                default -> (long) numbers[i];
            };
            sum += bits * (i + 1);
        }
        return stored.name() + " " + type + " " + stored.tensor().shape().dims() + " " + Long.toUnsignedString(sum)
                + "\n";
    }

    private static String numpyType(NumberType type) {
        return switch (type) {
            case F32 -> "<f4";
            case F64 -> "<f8";
            case I64 -> "<i8";
            default -> "|u1";
        };
    }

    @Test
    void arraysInOneFile() throws Exception {
        Path file = folder.resolve("ours.npz");
        Npz.of(TENSORS).write(file);
        assertThat(found(file))
                .isEqualTo(TENSORS.collect(stored -> line(stored, numpyType(stored.type())))
                        .makeString(""));
    }

    @Test
    void eachArrayInAFile() throws Exception {
        ImmutableList<Path> files = TENSORS.collect(stored -> {
            Path file = folder.resolve(stored.name() + ".npy");
            Npy.write(file, stored);
            return file;
        });
        assertThat(found(files))
                .isEqualTo(TENSORS.collect(stored ->
                                line(new StoredTensor("", stored.type(), stored.tensor()), numpyType(stored.type())))
                        .makeString(""));
    }

    @Test
    void tensorsWithTheirMetadata() throws Exception {
        Path file = folder.resolve("ours.safetensors");
        new Safetensors(SortedMaps.immutable.with("seed", "7"), TENSORS).write(file);
        assertThat(found(file))
                .isEqualTo("metadata {\"seed\": \"7\"}\n"
                        + TENSORS.collect(stored -> line(stored, stored.type().name()))
                                .makeString(""));
    }
}
