package gradus.examples.lenet;

import module gradus.examples;

/** A network after its training. */
record Training(Sequential model, History history, Evaluation test) {
    static final Objective LOSS = (y, batch) -> new CrossEntropy().mean(y, batch.labels());

    private static final int EVALUATED_AT_ONCE = 500;

    /** Trains on images that are changed at random; the test images are looked at after each epoch. */
    static Training run(
            Run run,
            String name,
            Sequential model,
            Optimizer optimizer,
            Schedule schedule,
            int epochs,
            Augmentation change,
            Dataset train,
            Dataset test) {
        Options options = run.options();
        int steps = epochs * train.batches(options.batchSize()).count();
        try (Progress progress = run.progress(name, steps)) {
            History history = Trainer.of(model, LOSS, optimizer)
                    .epochs(epochs)
                    .batchSize(options.batchSize())
                    .seed(options.seed())
                    .schedule(schedule)
                    .metric(Watch.ACCURACY, Accuracy::of)
                    .validation(test)
                    .evaluationBatchSize(EVALUATED_AT_ONCE)
                    .listener(new Watch(progress))
                    .train(random ->
                            train.shuffled(random).batches(options.batchSize()).augmented(change, random));
            Evaluation last = Evaluation.of(model, test);
            progress.note("test " + Numbers.percent(last.accuracy()));
            return new Training(model, history, last);
        }
    }

    /** What was found, under names that begin with {@code prefix}. */
    void report(Findings f, String prefix) {
        f.count(prefix + "parameters", model.parameterCount());
        f.share(prefix + "test_accuracy", test.accuracy());
        f.number(prefix + "test_loss", test.loss());
        f.curves(prefix + "loss", Curves.losses(history, "test"));
        f.curves(
                prefix + "accuracy",
                Curves.percent("training", history, Watch.ACCURACY),
                Curves.percent("test", history, Watch.VALIDATION_ACCURACY));
    }
}
