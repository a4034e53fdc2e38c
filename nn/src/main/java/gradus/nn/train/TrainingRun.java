package gradus.nn.train;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradientException;
import gradus.autodiff.Gradients;
import gradus.autodiff.Parameter;
import gradus.autodiff.Randomness;
import gradus.autodiff.Scope;
import gradus.autodiff.Tensor;
import gradus.nn.Mode;
import gradus.nn.data.Batch;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.primitive.MutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.jspecify.annotations.Nullable;

/** One run of a trainer, from its first step to its last. */
final class TrainingRun {
    /** Processes of a group compare their parameters after so many steps, and after each epoch. */
    private static final int STEPS_OF_A_CHECK = 100;

    private final TrainingPlan plan;
    private final Scope scope = new Scope();
    private final ShardSums shardSums;
    private final ReplicaCheck replicas;
    private final Reached reached;
    private final DivergenceDiagnosis diagnosis;
    private final HintWatch hints;
    private final @Nullable ValidationSet validation;
    private boolean hasTriedMetrics;
    private @Nullable FirstShard first;
    private final @Nullable EarlyStopping earlyStopping;

    TrainingRun(TrainingPlan plan) {
        this.plan = plan;
        this.shardSums = new ShardSums(plan.shards(), plan.optimizer().parameters());
        this.replicas = new ReplicaCheck(plan.shards(), plan.model());
        this.reached = new Reached(RunSettings.of(plan));
        this.earlyStopping = plan.earlyStopping();
        this.hints = new HintWatch(plan, reached.stepLosses);
        this.diagnosis = new DivergenceDiagnosis(plan.model(), plan.objective(), plan.optimizer(), reached.stepLosses);
        this.validation = plan.validation() == null ? null : new ValidationSet(plan, plan.validation(), diagnosis);
    }

    /** From the first step on. */
    History begin() {
        if (plan.checkpoint() != null) {
            CheckpointFile.requireWritable(plan.checkpoint());
        }
        return run();
    }

    /** From the checkpoint on, if there is one. */
    History resume() {
        Path file = plan.checkpoint();
        if (file == null) {
            throw new ArgumentException("Trainer.resume", "a file to resume from", "none", "checkpoint(file) names it");
        }
        if (Files.exists(file)) {
            new Resumption(plan, file).restore(reached);
        }
        return begin();
    }

    private History run() {
        try {
            return trained();
        } catch (RuntimeException | Error failure) {
            plan.listeners().forEach(listener -> tell(listener, failure));
            throw failure;
        }
    }

    private static void tell(TrainingListener listener, Throwable failure) {
        try {
            listener.failed(failure);
        } catch (RuntimeException another) {
            failure.addSuppressed(another);
        }
    }

    private History trained() {
        Randomness streams = Randomness.seeded(plan.seed());
        reached.epochs.forEach(_ -> streams.split());
        hints.begin();
        replicas.requireSame(reached.stepLosses.size());
        while (!isDone()) {
            epoch(reached.epochs.size() + 1, streams.split());
            hints.epoch();
        }
        hints.remember();
        History history =
                new History(reached.epochs.toImmutable(), reached.stepLosses.toImmutable(), keep(), hints.hints());
        plan.listeners().forEach(listener -> listener.finished(history));
        return history;
    }

    private boolean isDone() {
        return reached.epochs.size() >= plan.epochs()
                || reached.stepLosses.size() >= plan.maxSteps()
                || (earlyStopping != null
                        && reached.epochs.notEmpty()
                        && earlyStopping.stops(reached.epochs.toImmutable()));
    }

    /** Goes back to the best epoch, if early stopping says so. */
    private int keep() {
        if (earlyStopping == null || reached.best == null) {
            return reached.epochs.size();
        }
        reached.best.restore(plan.model());
        return earlyStopping.best(reached.epochs.toImmutable());
    }

    private void epoch(int number, Randomness random) {
        long start = System.nanoTime();
        Measurements measured = new Measurements(plan.metrics());
        int taken = steps(number, random, measured);
        boolean whole = taken >= 0;
        if (taken == 0) {
            throw new ArgumentException(
                    "Trainer",
                    "at least one batch in an epoch",
                    "none in epoch " + number + " of " + plan.material().words(),
                    plan.material().ifEmpty());
        }
        Epoch epoch = finish(number, measured, start);
        if (plan.plateau() != null) {
            plan.plateau().observe(plan.validation() == null ? epoch.loss() : epoch.validationLoss());
        }
        replicas.requireSame(reached.stepLosses.size());
        hints.remember();
        if (whole && plan.checkpoint() != null && plan.shards().group().rank() == 0) {
            reached.checkpoint(plan).write(plan.checkpoint(), plan.model());
        }
        plan.listeners().forEach(listener -> listener.epoch(epoch));
    }

    /** Takes the steps of an epoch, and says how many, or -1 where it was cut short. */
    private int steps(int epoch, Randomness random, Measurements measured) {
        try (Steps steps = plan.material().epochs().next(random.split(), plan.shards())) {
            hints.epochOf(steps.data());
            int inEpoch = 0;
            for (StepExamples examples : steps.examples()) {
                if (reached.stepLosses.size() >= plan.maxSteps()) {
                    return -1;
                }
                inEpoch++;
                int place = inEpoch;
                TrainingStep step = scope.run(() -> step(epoch, place, steps.count(), examples, random, measured));
                plan.listeners().forEach(listener -> listener.step(step));
            }
            return inEpoch;
        }
    }

    private TrainingStep step(
            int epoch, int inEpoch, int perEpoch, StepExamples examples, Randomness random, Measurements measured) {
        ImmutableList<Tensor> buffers = Snapshot.buffers(plan.model());
        int number = reached.stepLosses.size();
        reached.stepLosses.add(Double.NaN);
        first = null;
        ShardSum sum;
        try {
            sum = shardSums.sum(examples, random, (shard, mode, part) -> shard(epoch, shard, mode, part, measured));
            reached.stepLosses.set(number, sum.loss());
            if (plan.shards().hasGroup()) {
                TrainerRules.requireSameBuffers(plan.model(), buffers);
            }
            if (plan.schedule() != null) {
                plan.schedule().apply(plan.optimizer(), number);
            }
            sum.evaluated().forEach(measured::add);
            observe(perEpoch);
            plan.optimizer().step(sum.gradients());
        } catch (RuntimeException failure) {
            Snapshot.restoreBuffers(plan.model(), buffers);
            throw failure;
        }
        diagnosis.requireFiniteParameters(epoch);
        if ((number + 1) % STEPS_OF_A_CHECK == 0) {
            replicas.requireSame(number + 1);
        }
        hints.taken();
        return new TrainingStep(
                number + 1,
                epoch,
                plan.epochs(),
                inEpoch,
                perEpoch,
                sum.loss(),
                plan.optimizer().learningRate());
    }

    /** The first shard of a step, as if it were the whole batch. */
    private record FirstShard(DivergenceDiagnosis.Case made, Gradients gradients, double part) {}

    /** Hints come from the first shard: its gradient is one of the batch, with more noise. */
    private void observe(int perEpoch) {
        @Nullable FirstShard seen = first;
        first = null;
        if (seen == null) { // no shard of this process has examples
            return;
        }
        hints.step(seen.made, seen.part == 1 ? seen.gradients : seen.gradients.times(1 / seen.part), perEpoch);
    }

    /** The loss and the gradients of one shard, times the part of the batch that it is. */
    private ShardSum shard(int epoch, Batch given, Mode mode, double part, Measurements measured) {
        Batch batch = given.withOutputs(plan.model().forward(given.namedInputs(), mode));
        Tensor output = batch.outputs().first();
        Tensor loss = requireTracked(TrainerRules.requireNumber(plan.objective().of(output, batch)));
        if (!hasTriedMetrics) {
            Measurements.requireFit(plan.metrics(), batch, plan.validation());
            hasTriedMetrics = true;
        }
        int step = reached.stepLosses.size() - 1;
        double value = loss.item();
        reached.stepLosses.set(step, value); // what a diagnosis looks at
        DivergenceDiagnosis.Case made = new DivergenceDiagnosis.Case(batch, output, loss, epoch);
        diagnosis.requireFiniteLoss(made);
        Gradients gradients = loss.gradients(Tensor.full(loss.dtype(), loss.shape(), part));
        diagnosis.requireFiniteGradients(gradients, made);
        first = first == null ? new FirstShard(made, gradients, part) : first;
        return new ShardSum(value * part, gradients, Lists.immutable.with(measured.of(batch, value)));
    }

    private Tensor requireTracked(Tensor loss) {
        if (!loss.isTracked()) {
            boolean allFrozen = plan.optimizer().parameters().allSatisfy(Parameter::isFrozen);
            throw new GradientException(
                    "Trainer",
                    "a loss that depends on the model's parameters",
                    "a constant " + loss.type(),
                    allFrozen
                            ? "all of them are frozen: unfreeze() lets them be trained again"
                            : "does the objective use its first argument, the model's output, and not a detached"
                                    + " copy?");
        }
        return loss;
    }

    private Epoch finish(int number, Measurements measured, long start) {
        if (plan.endsExplosions()) {
            diagnosis.requireNoExplosion(measured.loss(), number);
        }
        MutableDoubleList values = DoubleLists.mutable.ofAll(measured.values());
        if (validation != null) {
            values.addAll(scope.run(() -> validation.evaluate(number)).values());
        }
        values.add(plan.optimizer().learningRate());
        values.add((System.nanoTime() - start) * 1e-9);
        Epoch epoch = new Epoch(number, plan.names(), values.toImmutable());
        reached.epochs.add(epoch);
        if (earlyStopping != null
                && earlyStopping.restoresBest()
                && earlyStopping.best(reached.epochs.toImmutable()) == number) {
            reached.best = Snapshot.of(plan.model());
        }
        return epoch;
    }
}
