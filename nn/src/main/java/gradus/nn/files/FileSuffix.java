package gradus.nn.files;

import gradus.autodiff.ArgumentException;
import java.nio.file.Path;
import java.util.Locale;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.map.ImmutableMap;
import org.jspecify.annotations.Nullable;

/**
 * What the end of a file's name promises, so that nothing else is written under it. Capital letters
 * count as small ones.
 */
final class FileSuffix {
    static final String NPY = "npy";
    static final String NPZ = "npz";
    static final String SAFETENSORS = "safetensors";
    static final String JSON = "json";

    private static final String PYTORCH = "a file of PyTorch";
    private static final String PICKLE = "a pickle of Python";
    private static final String HDF5 = "an HDF5 file";
    private static final String PACKED = "a packed file";
    private static final String TABLE = "a table";
    private static final String IMAGE = "an image";

    private static final ImmutableMap<String, String> PROMISES = Maps.mutable
            .<String, String>empty()
            .withKeyValue(NPY, "one array of NumPy")
            .withKeyValue(NPZ, "arrays of NumPy")
            .withKeyValue(SAFETENSORS, "a safetensors file")
            .withKeyValue(JSON, "JSON")
            .withKeyValue("pt", PYTORCH)
            .withKeyValue("pth", PYTORCH)
            .withKeyValue("bin", "a file of PyTorch or of plain bytes")
            .withKeyValue("pkl", PICKLE)
            .withKeyValue("pickle", PICKLE)
            .withKeyValue("joblib", PICKLE)
            .withKeyValue("h5", HDF5)
            .withKeyValue("hdf5", HDF5)
            .withKeyValue("keras", "a model of Keras")
            .withKeyValue("pb", "a model of TensorFlow")
            .withKeyValue("tflite", "a model of TensorFlow")
            .withKeyValue("onnx", "a model in ONNX")
            .withKeyValue("gguf", "a GGUF file")
            .withKeyValue("gz", PACKED)
            .withKeyValue("zip", PACKED)
            .withKeyValue("xz", PACKED)
            .withKeyValue("bz2", PACKED)
            .withKeyValue("zst", PACKED)
            .withKeyValue("tar", "an archive")
            .withKeyValue("tgz", PACKED)
            .withKeyValue("csv", TABLE)
            .withKeyValue("tsv", TABLE)
            .withKeyValue("parquet", TABLE)
            .withKeyValue("xlsx", TABLE)
            .withKeyValue("png", IMAGE)
            .withKeyValue("jpg", IMAGE)
            .withKeyValue("jpeg", IMAGE)
            .withKeyValue("svg", IMAGE)
            .withKeyValue("html", "a web page")
            .withKeyValue("pdf", "a PDF document")
            .toImmutable();

    /** Who writes what our own suffixes promise. */
    private static final ImmutableMap<String, String> WRITERS = Maps.immutable.with(
            NPY, "Npy.write writes one array",
            NPZ, "Npz.write writes arrays by name",
            SAFETENSORS, "Safetensors.write writes tensors by name",
            JSON, "SavedModel.write writes a model as JSON");

    private FileSuffix() {}

    /** What follows the last point in a file's name, in small letters; empty without a point. */
    static String of(Path file) {
        String name = file.getFileName() == null ? "" : file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1).equals(name)
                ? ""
                : name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /**
     * Refuses a name that promises another format. One that promises none is taken.
     *
     * @param own the suffixes of what is to be written, the usual one first
     * @throws ArgumentException if it does
     */
    static void requireOwn(String operator, Path file, String... own) {
        String suffix = of(file);
        @Nullable String promise = PROMISES.get(suffix);
        for (String each : own) {
            promise = suffix.equals(each) ? null : promise;
        }
        if (promise != null) {
            String name = file.getFileName().toString();
            String stem = name.substring(0, name.length() - suffix.length());
            throw new ArgumentException(
                    operator,
                    "a name that ends in ." + String.join(" or .", own),
                    name + ", which promises " + promise,
                    stem + own[0] + "?" + (WRITERS.containsKey(suffix) ? " " + WRITERS.get(suffix) : ""));
        }
    }
}
