package gradus.spark.ml;

import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.eclipse.collections.impl.factory.primitive.IntLists;

/** How a network is made and trained: the parameters of estimators and of their models. */
public interface NetworkParams extends Params {
    /** All of them. */
    NetworkParamSet networkParams();

    /** Sizes of the hidden layers: {@code [100]}, unless set. */
    default IntArrayParam hiddenLayers() {
        return networkParams().hiddenLayers();
    }

    /** What follows each hidden layer: elu, gelu, relu, sigmoid, silu, softplus or tanh; relu, unless set. */
    default Param<String> activation() {
        return networkParams().activation();
    }

    /** Makes the network, instead of hidden layers and activation; not set at first. */
    default ArchitectureParam architecture() {
        return networkParams().architecture();
    }

    /** How many epochs: 20, unless set. */
    default IntParam maxIter() {
        return networkParams().maxIter();
    }

    /** How many examples a step takes: 128, unless set. */
    default IntParam batchSize() {
        return networkParams().batchSize();
    }

    /** The learning rate: 0.001, unless set. */
    default DoubleParam stepSize() {
        return networkParams().stepSize();
    }

    /** The optimizer's rule: adagrad, adam, adamw, rmsprop or sgd; adam, unless set. */
    default Param<String> solver() {
        return networkParams().solver();
    }

    /** Of the first weights, the order of the examples, and what layers draw: 0, unless set. */
    default LongParam seed() {
        return networkParams().seed();
    }

    /** Into how many parts each batch is divided: 8, unless set. With another number the bits are others. */
    default IntParam shards() {
        return networkParams().shards();
    }

    /** How many tasks train together: 1, unless set. The bits do not depend on it. */
    default IntParam workers() {
        return networkParams().workers();
    }

    /** A folder for the checkpoints of this training and no other; not set at first. */
    default Param<String> checkpointDir() {
        return networkParams().checkpointDir();
    }

    /** After how many epochs there is a checkpoint: 1, unless set. */
    default IntParam checkpointInterval() {
        return networkParams().checkpointInterval();
    }

    /** See {@link #hiddenLayers}. */
    default int[] getHiddenLayers() {
        return getOrDefault(hiddenLayers());
    }

    /** See {@link #activation}. */
    default String getActivation() {
        return getOrDefault(activation());
    }

    /** What makes the network: the architecture that was set, or one of the hidden layers. */
    default Architecture getArchitecture() {
        return isDefined(architecture())
                ? getOrDefault(architecture())
                : new FullyConnected(IntLists.immutable.with(getHiddenLayers()), getActivation());
    }

    /** See {@link #maxIter}. */
    default int getMaxIter() {
        return (int) getOrDefault(maxIter());
    }

    /** See {@link #batchSize}. */
    default int getBatchSize() {
        return (int) getOrDefault(batchSize());
    }

    /** See {@link #stepSize}. */
    default double getStepSize() {
        return (double) getOrDefault(stepSize());
    }

    /** See {@link #solver}. */
    default String getSolver() {
        return getOrDefault(solver());
    }

    /** See {@link #seed}. */
    default long getSeed() {
        return (long) getOrDefault(seed());
    }

    /** See {@link #shards}. */
    default int getShards() {
        return (int) getOrDefault(shards());
    }

    /** See {@link #workers}. */
    default int getWorkers() {
        return (int) getOrDefault(workers());
    }

    /** See {@link #checkpointDir}. */
    default String getCheckpointDir() {
        return getOrDefault(checkpointDir());
    }

    /** See {@link #checkpointInterval}. */
    default int getCheckpointInterval() {
        return (int) getOrDefault(checkpointInterval());
    }
}
