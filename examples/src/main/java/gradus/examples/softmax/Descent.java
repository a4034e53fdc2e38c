package gradus.examples.softmax;

import module gradus.examples;

/**
 * Plain gradient descent on the cross-entropy, summed over each batch.
 *
 * @param falling whether the learning rate falls along a line to 0
 * @param hints whether the trainer hints at what looks wrong: not where it is wrong on purpose
 */
record Descent(double rate, int batchSize, boolean falling, boolean hints) {

    /** With the same learning rate in all steps. */
    Descent(double rate, int batchSize) {
        this(rate, batchSize, false, true);
    }

    /** With what the user asked for. */
    static Descent of(Options options) {
        return new Descent(options.learningRate(), options.batchSize());
    }

    static Tensor loss(Tensor logits, Batch batch) {
        return new CrossEntropy().sum(logits, batch.labels());
    }

    /**
     * Takes so many epochs over the data in random order, measuring on the test images; the part of the assignment
     * stands before the bar.
     */
    Course train(Run run, int part, String name, Sequential model, Dataset train, Dataset test, int epochs) {
        long steps = (long) epochs * train.batches(batchSize).count();
        try (Progress progress = run.progress(part + ". " + name, steps)) {
            LearningCurve curve = new LearningCurve(model, test);
            Trainer trainer = Trainer.of(model, Descent::loss, new SGD().of(model))
                    .epochs(epochs)
                    .batchSize(batchSize)
                    .seed(run.options().seed())
                    .schedule(falling ? Schedule.linear(rate, 0, steps) : Schedule.constant(rate))
                    .listener(curve)
                    .listener(new Watch(progress));
            (hints ? trainer : trainer.withoutHints()).train(train);
            Course course = new Course(name, model, curve.points());
            progress.note("test accuracy " + Numbers.percent(course.accuracy()));
            return course;
        }
    }
}
