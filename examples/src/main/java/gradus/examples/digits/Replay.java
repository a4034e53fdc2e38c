package gradus.examples.digits;

import module gradus.examples;
import org.eclipse.collections.api.block.function.primitive.DoubleFunction;
import org.eclipse.collections.impl.list.Interval;

/**
 * Part 4: one of the report's trainings, step by step as it was: minibatches in order, an incomplete last one dropped,
 * binary cross-entropy of probabilities, its gradient summed over the batch. To find out what went wrong in it, the
 * network or the form of the loss can be exchanged.
 */
record Replay(Sequential model, Form form, Optimizer descent, ImmutableList<Batch> train, ImmutableList<Batch> test) {

    /** The form of the binary cross-entropy. */
    enum Form {
        /** As the report wrote it, of probabilities. */
        OF_PROBABILITIES,
        /** The same number from logits, without a quotient or logarithm that can break. */
        OF_LOGITS
    }

    /** The training as the report has it, not begun, with weights from a fresh generator of its seed. */
    static Replay of(Plan plan, ReportData data) {
        return of(plan, plan.network(), Form.OF_PROBABILITIES, data);
    }

    /** The same training of another network, or with the other form of the loss. */
    static Replay of(Plan plan, Sequential model, Form form, ReportData data) {
        return new Replay(
                model,
                form,
                new SGD().of(model.parameters()).learningRate(plan.learningRate()),
                Lists.immutable.withAll(data.train().batches(plan.batchSize()).dropLast()),
                Lists.immutable.withAll(data.test().batches(plan.batchSize()).dropLast()));
    }

    /** What a network says to a minibatch: the outputs and the loss of each of them. */
    record Outcome(Tensor outputs, Tensor losses, Tensor labels) {
        double loss() {
            return losses.mean().item();
        }

        double accuracy() {
            Tensor said = outputs.greater(0.5).toTensor(DType.F64);
            return (double) said.equal(labels).count() / said.shape().size();
        }
    }

    Outcome on(Batch batch) {
        Tensor logits = model.forward(batch.inputs());
        Tensor outputs = logits.sigmoid();
        // the report compared several outputs with one label without a word; here it is said
        Tensor losses = form == Form.OF_LOGITS
                ? new BinaryCrossEntropyWithLogits().broadcasting().each(logits, batch.targets())
                : new NaiveBinaryCrossEntropy().broadcasting().each(outputs, batch.targets());
        return new Outcome(outputs, losses, batch.targets().broadcastTo(outputs.shape()));
    }

    /** Takes a step of gradient descent; the outcome is that before it. */
    Outcome step(Batch batch) {
        Outcome outcome = on(batch);
        descent.step(outcome.losses.sum().gradients());
        return outcome;
    }

    /** The table of so many epochs. */
    ImmutableList<Row> run(int epochs) {
        return run(epochs, () -> {});
    }

    /** The same; {@code done} is told of each epoch. */
    ImmutableList<Row> run(int epochs, Runnable done) {
        return Interval.zeroTo(epochs - 1).toImmutableList().collect(number -> {
            Row row = epoch(number);
            done.run();
            return row;
        });
    }

    private Row epoch(int number) {
        double[] sums = new double[4];
        train.forEach(batch -> {
            Outcome before = step(batch);
            sums[0] += before.loss();
            sums[1] += before.accuracy();
        });
        test.forEach(batch -> {
            Outcome after = on(batch);
            sums[2] += after.loss();
            sums[3] += after.accuracy();
        });
        int steps = train.size();
        return new Row(number, sums[0] / steps, sums[1] / steps, sums[2] / test.size(), sums[3] / test.size());
    }

    /**
     * An epoch in the report's table, counted from 0: means over its minibatches, of each training batch before its
     * step, and of the test batches after the epoch.
     */
    record Row(int epoch, double trainLoss, double trainAccuracy, double testLoss, double testAccuracy) {

        /** As the report prints it: four decimals, {@code nan} where there is no number. */
        ImmutableList<String> cells() {
            ImmutableList<Double> numbers = Lists.immutable.with(trainLoss, trainAccuracy, testLoss, testAccuracy);
            return Lists.immutable
                    .with(epoch + "")
                    .newWithAll(numbers.collect(x -> x.isNaN() ? "nan" : Words.of(x, "decimals")));
        }
    }

    /** Whether this run can stand beside the report's. */
    static boolean comparable(Run run) {
        return run.readsData() && !run.options().quick();
    }

    /** All seven trainings, each for so many epochs. */
    static ImmutableList<ImmutableList<Row>> all(Run run, ReportData data, int epochs) {
        var tables = Plan.ALL.collect(plan -> run.work(
                "run " + plan.number() + ": " + plan.description(),
                epochs,
                progress -> of(plan, data).run(epochs, progress::step),
                rows -> "test accuracy " + rows.getLast().cells().getLast()));
        Findings f = run.findings();
        f.value("plans", Plan.ALL);
        ImmutableList<String> header =
                Lists.immutable.with("epoch", "training loss", "training accuracy", "test loss", "test accuracy");
        tables.forEachWithIndex((rows, i) -> {
            boolean printed = comparable(run) && i == 0;
            String name = "run_" + (i + 1);
            f.number(name + "_test_loss", rows.getLast().testLoss(), printed ? "0.0740" : "");
            f.share(name + "_test_accuracy", rows.getLast().testAccuracy(), printed ? "97.18 %" : "");
            f.value(name, new Table(header, rows.collect(Row::cells)));
        });
        f.curves("runs", tables.collectWithIndex((rows, i) -> curve("run " + (i + 1), rows, Row::testAccuracy)));
        Table all = new Table(
                Lists.immutable.with("run", "epoch", "loss_train", "accuracy_train", "loss_test", "accuracy_test"),
                tables.zip(Plan.ALL)
                        .flatCollect(pair -> pair.getOne()
                                .collect(row -> Lists.immutable
                                        .with(pair.getTwo().number() + "")
                                        .newWithAll(row.cells()))));
        run.file("report-runs.csv", all.csv());
        return tables;
    }

    static Curve curve(String name, ImmutableList<Row> epochs, DoubleFunction<Row> measured) {
        return new Curve(name, epochs.collectDouble(Row::epoch), epochs.collectDouble(measured));
    }
}
