package gradus.nn.files;

import gradus.autodiff.DType;
import gradus.autodiff.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

/**
 * Writes saved models as JSON, in the format that {@link SavedModel} describes. The same model
 * gives the same bytes.
 */
final class ModelWriter {
    static final String FORMAT = "gradus model";
    static final int VERSION = 1;

    private static final JsonFactory WRITER =
            JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

    private final JsonGenerator json;

    private ModelWriter(JsonGenerator json) {
        this.json = json;
    }

    static void write(SavedModel model, Path file) {
        AtomicFile.write(file, out -> write(model, out));
    }

    private static void write(SavedModel model, OutputStream out) throws IOException {
        try (JsonGenerator json = WRITER.createGenerator(new Lines(), out)) {
            new ModelWriter(json).write(model);
        } catch (JacksonIOException e) {
            throw e.getCause();
        }
    }

    /** A line for each member of an object, ended the same way on every system. */
    private static final class Lines extends ObjectWriteContext.Base {
        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }

    private void write(SavedModel model) {
        json.writeStartObject();
        json.writeStringProperty("format", FORMAT);
        json.writeNumberProperty("version", VERSION);
        json.writeName("metadata").writeStartObject();
        model.metadata().forEachKeyValue(json::writeStringProperty);
        json.writeEndObject();
        json.writeName("parameters").writeStartArray();
        model.values().forEach(this::write);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void write(SavedModel.Value value) {
        Tensor tensor = value.tensor();
        json.writeStartObject();
        json.writeStringProperty("name", value.name());
        json.writeStringProperty("type", tensor.dtype().name());
        json.writeName("shape").writeStartArray();
        tensor.shape().dims().forEach(json::writeNumber);
        json.writeEndArray();
        json.writeName("values").writeStartArray();
        writeNumbers(tensor);
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeNumbers(Tensor tensor) {
        if (tensor.dtype() == DType.F32) {
            for (float number : tensor.toFloatArray()) {
                json.writeNumber(number);
            }
        } else {
            for (double number : tensor.toDoubleArray()) {
                json.writeNumber(number);
            }
        }
    }
}
