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
    Course train(Run run, int part, String name, Layer model, Dataset train, Dataset test, int epochs) {
        Pace pace = Pace.of(epochs, train.batches(batchSize).count());
        try (Progress progress = run.progress(part + ". " + name, pace.steps())) {
            Watch watch = new Watch(model, test, pace, progress);
            Schedule schedule = falling ? Schedule.linear(rate, 0, pace.steps()) : Schedule.constant(rate);
            Trainer trainer = Trainer.of(model, Descent::loss, new SGD().of(model))
                    .epochs(epochs)
                    .batchSize(batchSize)
                    .seed(run.options().seed())
                    .schedule(schedule)
                    .listener(watch);
            (hints ? trainer : trainer.withoutHints()).train(train);
            Course course = new Course(name, watch.points.toImmutable());
            progress.note("test accuracy " + Numbers.percent(course.last().accuracy()));
            return course;
        }
    }

    /** Measures at the given pace; the clock of the training stands still meanwhile. */
    private static final class Watch implements TrainingListener {
        private final MutableList<Course.Point> points = Lists.mutable.empty();
        private final Layer model;
        private final Dataset test;
        private final Pace pace;
        private final Progress progress;
        private long next;
        private long nanoseconds;
        private long since;

        Watch(Layer model, Dataset test, Pace pace, Progress progress) {
            this.model = model;
            this.test = test;
            this.pace = pace;
            this.progress = progress;
            measure(0);
        }

        @Override
        public void step(TrainingStep step) {
            progress.step();
            if (step.number() >= next) {
                nanoseconds += System.nanoTime() - since;
                measure(step.number());
            }
        }

        private void measure(long step) {
            points.add(new Course.Point(step, 1e-9 * nanoseconds, Evaluation.of(model, test)));
            next = pace.after(step);
            since = System.nanoTime();
        }
    }
}
