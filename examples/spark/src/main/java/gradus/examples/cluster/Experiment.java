package gradus.examples.cluster;

import gradus.examples.shared.Run;
import gradus.nn.Sequential;
import gradus.nn.data.Mnist;
import gradus.nn.metrics.Evaluation;
import gradus.nn.report.Numbers;
import gradus.nn.train.History;
import gradus.nn.train.Progress;
import gradus.spark.DataParallel;
import gradus.spark.Trained;
import gradus.spark.TrainerFactory;
import org.apache.spark.SparkContext;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;

/** The same training in several places, on so many shards of each batch. */
record Experiment(Run run, Learner learner, Mnist mnist, int shards) {

    /** In this process, without Spark. */
    Training alone() {
        String name = "one machine";
        try (Progress bar = run.progress(name, learner.steps())) {
            Sequential model = learner.model();
            Timeline timeline = new Timeline(bar, learner.perEpoch());
            History history =
                    learner.trainer(model).shards(shards).listener(timeline).train(mnist.train());
            return ended(name, 1, Lists.immutable.empty(), timeline, model, history, bar);
        }
    }

    /** On workers of a cluster. */
    Training on(SparkContext spark, int workers) {
        return train(spark, workers(workers), parallel(spark, workers), Halt.never());
    }

    /**
     * The same, where the last worker halts in the middle of the second epoch; a folder keeps
     * checkpoints.
     */
    Training withAKill(SparkContext spark, int workers, String checkpoints) {
        Halt halt = new Halt(workers - 1, learner.perEpoch() + (learner.perEpoch() + 1) / 2);
        DataParallel parallel = parallel(spark, workers).checkpoint(checkpoints, 1);
        return train(spark, workers(workers) + ", one killed", parallel, halt);
    }

    private static String workers(int count) {
        return count == 1 ? "1 worker" : count + " workers";
    }

    private DataParallel parallel(SparkContext spark, int workers) {
        return DataParallel.on(spark).workers(workers).shards(shards);
    }

    private Training train(SparkContext spark, String name, DataParallel parallel, Halt halt) {
        try (Progress bar = run.progress(name, learner.steps())) {
            Timeline timeline = new Timeline(bar, learner.perEpoch());
            ClusterWatch watch = new ClusterWatch();
            spark.addSparkListener(watch);
            try {
                Trained<Sequential> trained =
                        parallel.listener(timeline).train(learner::model, trainers(learner, halt), mnist.train());
                return ended(
                        name, trained.attempts(), watch.losses(), timeline, trained.model(), trained.history(), bar);
            } finally {
                spark.removeSparkListener(watch);
            }
        }
    }

    /** What is sent to the workers: nothing of this object. */
    private static TrainerFactory<Sequential> trainers(Learner learner, Halt halt) {
        return model -> learner.trainer(model).listener(new HaltWatch(halt));
    }

    private Training ended(
            String name,
            int attempts,
            ImmutableList<Loss> lost,
            Timeline timeline,
            Sequential model,
            History history,
            Progress bar) {
        double seconds = timeline.now();
        timeline.reached(history.stepLosses().size());
        Evaluation onTest = Evaluation.of(model, mnist.test());
        Training training = new Training(name, attempts, lost, seconds, timeline.curve(name), model, history, onTest);
        bar.note("test accuracy " + Numbers.percent(onTest.accuracy()) + ", SHA-256 "
                + training.hash().substring(0, 12) + "...");
        return training;
    }
}
