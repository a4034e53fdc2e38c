package gradus.nn.train;

import gradus.autodiff.ArgumentException;
import gradus.autodiff.GradientException;
import gradus.autodiff.Gradients;
import gradus.autodiff.GradusException;
import gradus.autodiff.Randomness;
import gradus.autodiff.ShapeException;
import gradus.autodiff.Tensor;
import gradus.autodiff.Workspace;
import gradus.nn.Mode;
import gradus.nn.data.Batch;
import gradus.nn.data.Batches;
import gradus.nn.data.Dataset;
import gradus.nn.files.DataException;
import gradus.nn.optim.OnPlateau;
import gradus.nn.optim.SavedState;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.eclipse.collections.api.list.primitive.MutableDoubleList;
import org.eclipse.collections.impl.factory.primitive.DoubleLists;
import org.jspecify.annotations.Nullable;

/** One run of a trainer, from its first step to its last. */
final class TrainingRun {
    private final Trainer trainer;
    private final EpochSource source;
    private final String data;
    private final ImmutableList<NamedMetric> metrics;
    private final ImmutableList<String> names;
    private final @Nullable EarlyStopping earlyStopping;
    private final Workspace workspace = new Workspace();
    private final DivergenceDiagnosis diagnosis;
    private final MutableList<Epoch> epochs = Lists.mutable.empty();
    private final MutableDoubleList stepLosses = DoubleLists.mutable.empty();
    private boolean hasTriedMetrics;
    private RunSettings settings;
    private @Nullable Snapshot best;

    /** @param data in words */
    TrainingRun(Trainer trainer, EpochSource source, String data) {
        this.trainer = trainer;
        this.source = source;
        this.metrics = trainer.metrics.toImmutable();
        this.names = names();
        this.data = data;
        this.settings = RunSettings.of(trainer, data, names);
        this.earlyStopping = trainer.earlyStopping;
        if (earlyStopping != null) {
            earlyStopping.requireMeasured(names);
        }
        this.diagnosis = new DivergenceDiagnosis(trainer.model, trainer.objective, trainer.optimizer, stepLosses);
    }

    private ImmutableList<String> names() {
        ImmutableList<String> measured = Measurements.names(metrics);
        return measured.newWithAll(
                        trainer.validation == null
                                ? Lists.immutable.empty()
                                : measured.collect(name -> Epoch.VALIDATION + name))
                .newWith(Epoch.LEARNING_RATE)
                .newWith(Epoch.SECONDS);
    }

    /** From the first step on. */
    History begin() {
        if (trainer.checkpoint != null) {
            CheckpointFile.requireWritable(trainer.checkpoint);
        }
        return run();
    }

    /** From the checkpoint on, if there is one. */
    History resume() {
        Path file = trainer.checkpoint;
        if (file == null) {
            throw new ArgumentException("Trainer.resume", "a file to resume from", "none", "checkpoint(file) names it");
        }
        if (Files.exists(file)) {
            restore(Checkpoint.read(file, trainer.model), file);
        }
        return begin();
    }

    /** Takes over what an interrupted run had reached: all of it, or nothing if it does not fit. */
    private void restore(Checkpoint checkpoint, Path file) {
        checkpoint.settings().requireSame(settings, checkpoint.rate(), file);
        requireSchedule(checkpoint, file);
        restoreStates(checkpoint, file);
        checkpoint.model().restore(trainer.model);
        settings = checkpoint.settings();
        epochs.addAllIterable(checkpoint.epochs());
        stepLosses.addAll(checkpoint.stepLosses());
        best = checkpoint.best();
    }

    /** Schedules are functions; what can be compared is the rate of the last step. */
    private void requireSchedule(Checkpoint checkpoint, Path file) {
        if (trainer.schedule == null) {
            return;
        }
        int steps = checkpoint.stepLosses().size();
        double was = checkpoint.epochs().getLast().get(Epoch.LEARNING_RATE);
        double is = trainer.schedule.at(steps - 1L);
        if (is != was) {
            throw new ArgumentException(
                    "Trainer.resume",
                    "a schedule with a learning rate of " + was + " for step " + steps + ", as in " + file,
                    "one with " + is,
                    "a schedule for a longer training is another one");
        }
    }

    private void restoreStates(Checkpoint checkpoint, Path file) {
        OnPlateau plateau = trainer.plateau;
        SavedState before = plateau == null ? null : plateau.state();
        try {
            if (plateau != null && checkpoint.plateau() != null) {
                plateau.restore(checkpoint.plateau());
            }
            trainer.optimizer.restore(checkpoint.optimizer());
        } catch (GradusException unfit) {
            if (plateau != null && before != null) {
                plateau.restore(before);
            }
            throw new DataException(
                    file, DataException.NOWHERE, unfit.need() + " for " + unfit.operator(), unfit.got(), unfit.hint());
        }
    }

    private History run() {
        try {
            return trained();
        } catch (RuntimeException | Error failure) {
            trainer.listeners.forEach(listener -> tell(listener, failure));
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
        Randomness streams = Randomness.seeded(trainer.seed);
        epochs.forEach(_ -> streams.split());
        while (!isDone()) {
            epoch(epochs.size() + 1, streams.split());
        }
        History history = new History(epochs.toImmutable(), stepLosses.toImmutable(), keep());
        trainer.listeners.forEach(listener -> listener.finished(history));
        return history;
    }

    private boolean isDone() {
        return epochs.size() >= trainer.epochs
                || stepLosses.size() >= trainer.maxSteps
                || (earlyStopping != null && epochs.notEmpty() && earlyStopping.stops(epochs.toImmutable()));
    }

    /** Goes back to the best epoch, if early stopping says so. */
    private int keep() {
        if (earlyStopping == null || best == null) {
            return epochs.size();
        }
        best.restore(trainer.model);
        return earlyStopping.best(epochs.toImmutable());
    }

    private void epoch(int number, Randomness random) {
        long start = System.nanoTime();
        Iterable<Batch> batches = source.epoch(random.split());
        Mode mode = Mode.training(random);
        int perEpoch = batches instanceof Batches counted ? counted.count() : 0;
        Measurements measured = new Measurements(metrics);
        int inEpoch = 0;
        boolean whole = true;
        for (Batch batch : batches) {
            if (stepLosses.size() >= trainer.maxSteps) {
                whole = false;
                break;
            }
            inEpoch++;
            TrainingStep step = step(number, inEpoch, perEpoch, batch, mode, measured);
            trainer.listeners.forEach(listener -> listener.step(step));
        }
        if (inEpoch == 0) {
            throw new ArgumentException(
                    "Trainer",
                    "at least one batch in an epoch",
                    "none in epoch " + number + " of " + data,
                    trainer.hintOnNoBatches());
        }
        Epoch epoch = finish(number, measured, start);
        if (trainer.plateau != null) {
            trainer.plateau.observe(trainer.validation == null ? epoch.loss() : epoch.validationLoss());
        }
        if (whole && trainer.checkpoint != null) {
            new Checkpoint(
                            settings,
                            trainer.optimizer.learningRate(),
                            epochs.toImmutable(),
                            stepLosses.toImmutable(),
                            Snapshot.of(trainer.model),
                            best,
                            trainer.optimizer.state(),
                            trainer.plateau == null ? null : trainer.plateau.state())
                    .write(trainer.checkpoint, trainer.model);
        }
        trainer.listeners.forEach(listener -> listener.epoch(epoch));
    }

    private TrainingStep step(int epoch, int inEpoch, int perEpoch, Batch batch, Mode mode, Measurements measured) {
        ImmutableList<Tensor> buffers = Snapshot.buffers(trainer.model);
        Tensor output = trainer.model.forward(batch.inputs(), mode);
        Tensor loss = requireTracked(requireNumber(trainer.objective.of(output, batch)));
        if (!hasTriedMetrics) {
            Measurements.requireFit(metrics, output, batch, trainer.validation);
            hasTriedMetrics = true;
        }
        double value = loss.item();
        stepLosses.add(value);
        try {
            DivergenceDiagnosis.Case made = new DivergenceDiagnosis.Case(batch, output, loss, epoch);
            diagnosis.requireFiniteLoss(made);
            if (trainer.schedule != null) {
                trainer.schedule.apply(trainer.optimizer, stepLosses.size() - 1L);
            }
            Gradients gradients = loss.gradients(workspace);
            diagnosis.requireFiniteGradients(gradients, made);
            trainer.optimizer.step(gradients);
        } catch (DivergenceException diverged) {
            Snapshot.restoreBuffers(trainer.model, buffers);
            throw diverged;
        }
        diagnosis.requireFiniteParameters(epoch);
        measured.add(output, batch, value);
        return new TrainingStep(
                stepLosses.size(), epoch, trainer.epochs, inEpoch, perEpoch, value, trainer.optimizer.learningRate());
    }

    private static Tensor requireNumber(Tensor loss) {
        if (loss.shape().size() != 1) {
            throw new ShapeException(
                    "Trainer", "a loss that is a single number", loss.shape() + "", "reduce it with mean() or sum()");
        }
        return loss;
    }

    private static Tensor requireTracked(Tensor loss) {
        if (!loss.isTracked()) {
            throw new GradientException(
                    "Trainer",
                    "a loss that depends on the model's parameters",
                    "a constant " + loss.type(),
                    "does the objective use its first argument, the model's output, and not a detached copy?");
        }
        return loss;
    }

    private Epoch finish(int number, Measurements measured, long start) {
        if (trainer.endsExplosions) {
            diagnosis.requireNoExplosion(measured.loss(), number);
        }
        MutableDoubleList values = DoubleLists.mutable.ofAll(measured.values());
        if (trainer.validation != null) {
            values.addAll(evaluate(trainer.validation, number).values());
        }
        values.add(trainer.optimizer.learningRate());
        values.add((System.nanoTime() - start) * 1e-9);
        Epoch epoch = new Epoch(number, names, values.toImmutable());
        epochs.add(epoch);
        if (earlyStopping != null
                && earlyStopping.restoresBest()
                && earlyStopping.best(epochs.toImmutable()) == number) {
            best = Snapshot.of(trainer.model);
        }
        return epoch;
    }

    private Measurements evaluate(Dataset data, int epoch) {
        Measurements measured = new Measurements(metrics);
        for (Batch batch : data.batches(trainer.sizeOfEvaluation())) {
            Tensor output = trainer.model.forward(batch.inputs(), Mode.evaluation());
            Tensor loss = requireNumber(trainer.objective.of(output, batch));
            diagnosis.requireFiniteValidation(new DivergenceDiagnosis.Case(batch, output, loss, epoch));
            measured.add(output, batch, loss.item());
        }
        return measured;
    }
}
