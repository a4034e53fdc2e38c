package gradus.spark.ml;

import org.apache.spark.ml.param.Param;

/** Parameters that can be set: what estimators have in common. */
public interface NetworkSettings<E extends NetworkSettings<E>> extends NetworkParams {
    /** See {@link #hiddenLayers}. */
    default E setHiddenLayers(int... sizes) {
        return with(hiddenLayers(), sizes.clone());
    }

    /** See {@link #activation}. */
    default E setActivation(String name) {
        return with(activation(), name);
    }

    /** See {@link #architecture}. */
    default E setArchitecture(Architecture maker) {
        return with(architecture(), maker);
    }

    /** See {@link #maxIter}. */
    default E setMaxIter(int epochs) {
        return with(maxIter(), epochs);
    }

    /** See {@link #batchSize}. */
    default E setBatchSize(int examples) {
        return with(batchSize(), examples);
    }

    /** See {@link #stepSize}. */
    default E setStepSize(double learningRate) {
        return with(stepSize(), learningRate);
    }

    /** See {@link #solver}. */
    default E setSolver(String name) {
        return with(solver(), name);
    }

    /** See {@link #seed}. */
    default E setSeed(long number) {
        return with(seed(), number);
    }

    /** See {@link #shards}. */
    default E setShards(int count) {
        return with(shards(), count);
    }

    /** See {@link #workers}. */
    default E setWorkers(int count) {
        return with(workers(), count);
    }

    /** See {@link #checkpointDir}. */
    default E setCheckpointDir(String folder) {
        return with(checkpointDir(), folder);
    }

    /** See {@link #checkpointInterval}. */
    default E setCheckpointInterval(int epochs) {
        return with(checkpointInterval(), epochs);
    }

    @SuppressWarnings("unchecked") // E is the class of this
    private <T> E with(Param<T> param, T value) {
        set(param, value);
        return (E) this;
    }
}
