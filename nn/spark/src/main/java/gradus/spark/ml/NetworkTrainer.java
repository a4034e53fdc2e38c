package gradus.spark.ml;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradusException;
import gradus.nn.Layer;
import gradus.nn.loss.CrossEntropy;
import gradus.nn.loss.SquaredError;
import gradus.nn.optim.Optimizer;
import gradus.nn.optim.Rule;
import gradus.nn.train.Epoch;
import gradus.nn.train.Objective;
import gradus.nn.train.Trainer;
import gradus.spark.Columns;
import gradus.spark.DataParallel;
import gradus.spark.Trained;
import gradus.spark.TrainerFactory;
import java.util.Objects;
import org.apache.spark.sql.Dataset;

/** Trains as the parameters of an estimator say: with cross-entropy where rows have labels. */
record NetworkTrainer(int epochs, int batchSize, String solver, double stepSize, long seed)
        implements TrainerFactory<Layer> {

    /** As {@link DataParallel} does, before any row is read, and naming what is set here. */
    static void requireShards(NetworkParams params) {
        int shards = params.getShards();
        int workers = params.getWorkers();
        if (shards < workers) {
            throw new ArgumentException(
                    params.getClass().getSimpleName(),
                    "a shard or more for each of " + GradusException.counted(workers, "worker"),
                    GradusException.counted(shards, "shard"),
                    "setShards(" + workers + ") or more, or setWorkers(" + shards + ") or fewer");
        }
    }

    /** A trained network. */
    static Network train(NetworkParams params, Dataset<?> rows, Columns columns, int inputs, int outputs) {
        NetworkMaker maker = NetworkMaker.of(params, inputs, outputs);
        DataParallel cluster = DataParallel.on(rows.sparkSession().sparkContext())
                .workers(params.getWorkers())
                .shards(params.getShards());
        if (params.isDefined(params.checkpointDir())) {
            cluster.checkpoint(params.getCheckpointDir(), params.getCheckpointInterval());
        }
        NetworkTrainer trainer = new NetworkTrainer(
                params.getMaxIter(), params.getBatchSize(), params.getSolver(), params.getStepSize(), params.getSeed());
        Trained<Layer> trained = cluster.train(maker, trainer, columns.examples(rows));
        double[] losses = trained.history().epochs().collectDouble(Epoch::loss).toArray();
        return Network.of(maker, trained.model(), losses);
    }

    @Override
    public Trainer trainer(Layer model) {
        Rule rule = Objects.requireNonNull(NetworkParamSet.SOLVERS.get(solver)).get();
        Optimizer optimizer = rule.of(model).learningRate(stepSize);
        Objective objective = (y, batch) -> batch.hasLabels()
                ? new CrossEntropy().mean(y, batch.labels())
                : new SquaredError().mean(y, batch.targets());
        return Trainer.of(model, objective, optimizer)
                .epochs(epochs)
                .batchSize(batchSize)
                .seed(seed);
    }
}
