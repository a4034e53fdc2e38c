package gradus.nn.files;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.DType;
import gradus.autodiff.Shape;
import gradus.autodiff.Tensor;
import gradus.nn.layer.Linear;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.eclipse.collections.api.factory.Maps;

class SavedModelProperties {
    /** Any bits, as floats and as doubles, come back from the file; each NaN as Java's own. */
    @Property
    void everyNumberComesBack(@ForAll @Size(min = 1, max = 100) long[] bits) throws IOException {
        float[] floats = new float[bits.length];
        double[] doubles = new double[bits.length];
        for (int i = 0; i < bits.length; i++) {
            floats[i] = Float.intBitsToFloat((int) (bits[i] ^ (bits[i] >>> 32)));
            doubles[i] = Double.longBitsToDouble(bits[i]);
        }
        Path file = Files.createTempFile("gradus", ".json");
        try {
            var narrow = Linear.of(Tensor.zeros(bits.length, 1), Tensor.of(floats));
            SavedModel.of(narrow, Maps.immutable.empty()).write(file);
            assertThat(biasOf(file).toFloatArray()).isEqualTo(floats);
            var column = Shape.of(bits.length, 1);
            var wide = Linear.of(Tensor.zeros(DType.F64, column), Tensor.of(doubles));
            SavedModel.of(wide, Maps.immutable.empty()).write(file);
            assertThat(biasOf(file).toDoubleArray()).isEqualTo(doubles);
        } finally {
            Files.delete(file);
        }
    }

    private static Tensor biasOf(Path file) {
        return SavedModel.read(file).values().getLast().tensor();
    }
}
