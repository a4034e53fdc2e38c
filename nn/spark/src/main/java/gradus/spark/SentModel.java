package gradus.spark;

import gradus.autodiff.ArgumentException;
import gradus.nn.Frozen;
import gradus.nn.Layer;
import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * A trained model that can be sent to other processes, where it predicts: how it is made, and the
 * values of its parameters and buffers as they were when this was made. A layer itself cannot be
 * sent.
 */
public final class SentModel<L extends Layer> implements Serializable {
    private static final long serialVersionUID = 1L;

    /** So it can be sent by any serializer. */
    private final byte[] packed;

    private transient @Nullable L made;
    private transient @Nullable Layer constant;
    private transient @Nullable Broadcast<SentModel<?>> sent;
    private transient @Nullable String application;

    private SentModel(byte[] packed) {
        this.packed = packed;
    }

    private record Parts<L extends Layer>(ModelFactory<L> factory, ModelValues values) implements Serializable {}

    /**
     * A model with what makes one like it; that need not draw the same numbers.
     *
     * @throws ArgumentException if the factory cannot be sent
     */
    public static <L extends Layer> SentModel<L> of(ModelFactory<L> factory, L trained) {
        return new SentModel<>(Packed.pack("SentModel", "a factory", new Parts<>(factory, ModelValues.of(trained))));
    }

    /**
     * The model, with its parameters frozen: what it computes is not recorded. It is made when it is
     * first asked for, then always the same; any number of threads may evaluate it at once.
     */
    @SuppressWarnings("unchecked") // it was packed so
    public synchronized L model() {
        if (made == null) {
            Parts<L> parts = Packed.unpack(packed, Parts.class);
            L model = parts.factory.model();
            parts.values.restore(model);
            model.freeze();
            made = model;
        }
        return made;
    }

    /** The {@linkplain #model() model} as a layer of constants, which takes less memory for each row. */
    public synchronized Layer frozen() {
        if (constant == null) {
            constant = Frozen.of(model());
        }
        return constant;
    }

    /** The same on all executors of a cluster: sent once, however often it is asked for. */
    synchronized Broadcast<SentModel<?>> on(SparkContext spark) {
        if (sent == null || !spark.applicationId().equals(application)) {
            sent = JavaSparkContext.fromSparkContext(spark).broadcast(this);
            application = spark.applicationId();
        }
        return sent;
    }
}
