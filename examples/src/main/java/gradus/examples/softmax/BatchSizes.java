package gradus.examples.softmax;

import module gradus.examples;

/**
 * Part 4: batches of 1, 10 and 100 over the same examples.
 *
 * @param goal an accuracy that all of them reach
 * @param drawn how many batches the noise of the gradients is measured over
 * @param early the noise of the gradients at the first weights
 * @param late the same after the training in batches of 10
 */
record BatchSizes(
        ImmutableList<Size> sizes,
        double goal,
        int drawn,
        ImmutableList<GradientNoise> early,
        ImmutableList<GradientNoise> late) {
    private static final ImmutableList<Integer> SIZES = Lists.immutable.with(1, 10, 100);
    private static final double GOAL = 0.9;
    private static final int WARM_UP = 2000;
    private static final int DRAWN = 200;
    private static final int QUICK_DRAWN = 20;

    /** A training with one batch size, and where it reached the goal. */
    record Size(int batchSize, Course course, LearningCurve.Point goal) {
        double microseconds() {
            return 1e6 * course.secondsPerStep();
        }

        double microsecondsPerExample() {
            return microseconds() / batchSize;
        }

        /** How many images were seen until the goal was reached. */
        long images() {
            return goal.step() * batchSize;
        }
    }

    static BatchSizes train(Run run, Mnist mnist) {
        double rate = run.options().learningRate();
        boolean quick = run.options().quick();
        warmUp(run, mnist, rate, quick ? QUICK_DRAWN : WARM_UP);
        ImmutableList<Course> courses = SIZES.collect(size -> new Descent(rate, size)
                .train(
                        run,
                        4,
                        "batches of " + size,
                        Regression.untrained(run.random()),
                        mnist.train(),
                        mnist.test(),
                        1));
        double reached =
                courses.collectDouble(course -> course.best().accuracy()).min();
        double goal = reached >= GOAL ? GOAL : Math.floor(95 * reached) / 100;
        Randomness random = run.random().split();
        int drawn = quick ? QUICK_DRAWN : DRAWN;
        return new BatchSizes(
                SIZES.zip(courses)
                        .collect(pair -> new Size(
                                pair.getOne(), pair.getTwo(), pair.getTwo().reaching(goal))),
                goal,
                drawn,
                noise(Regression.untrained(run.random()), mnist, drawn, random),
                noise(courses.get(1).model(), mnist, drawn, random));
    }

    private static ImmutableList<GradientNoise> noise(Sequential model, Mnist mnist, int drawn, Randomness random) {
        return GradientNoise.measure(model, Descent::loss, mnist.train(), SIZES, drawn, random);
    }

    /** The virtual machine compiles what runs often: without this, the size that comes first would pay for it. */
    private static void warmUp(Run run, Mnist mnist, double rate, int steps) {
        for (int size : SIZES) {
            Dataset some = mnist.train().slice(0, Math.min(mnist.train().size(), steps * size));
            Dataset one = mnist.test().slice(0, 1);
            Sequential model = Regression.untrained(run.random());
            new Descent(rate, size).train(run, 4, "warm-up, batches of " + size, model, some, one, 1);
        }
    }

    void report(Findings f) {
        sizes.forEach(size -> {
            String name = "batch_" + size.batchSize() + "_";
            f.share(name + "test_accuracy", size.course().accuracy());
            f.count(name + "steps_to_goal", size.goal().step());
            f.number(name + "seconds_to_goal", size.goal().seconds());
            f.number(name + "microseconds_per_step", size.microseconds());
            f.number(name + "accuracy_unrest", size.course().unrest());
        });
        f.share("batch_goal", goal);
        early.forEach(noise -> f.number("batch_" + noise.batchSize() + "_noise_early", noise.relative()));
        late.forEach(noise -> f.number("batch_" + noise.batchSize() + "_noise_late", noise.relative()));
        f.value("batches", this);
        f.curves("batches-per-step", sizes.collect(size -> size.course().overSteps()));
        f.curves("batches-per-second", sizes.collect(size -> size.course().overSeconds()));
        f.value("bySteps", sizes.toSortedListBy(size -> size.goal().step()));
        f.value("bySeconds", sizes.toSortedListBy(size -> size.goal().seconds()));
        f.value("noise", early.zip(late).collect(pair -> Lists.immutable.with(pair.getOne(), pair.getTwo())));
        f.value("earlyFalls", falls(early));
        f.value("lateFalls", falls(late));
        double growth = late.get(1).relative() - early.get(1).relative();
        f.value("noiseGrows", growth > 0);
        Size one = sizes.getFirst();
        Size hundred = sizes.getLast();
        f.value("reachedAtOnce", sizes.anySatisfy(size -> size.goal().step() == 0));
        f.value("timesAsLong", hundred.microseconds() / one.microseconds());
        f.value("timesTheSteps", 1.0 * one.goal().step() / hundred.goal().step());
        f.value("timesTheSeconds", one.goal().seconds() / hundred.goal().seconds());
        var images = sizes.collectLong(Size::images);
        double factor = (double) images.max() / images.min();
        f.value("factor", factor);
        f.value("decidedBySteps", factor < 2);
    }

    /** By how much ten times the images divide the noise: from 1 to 10 and from 10 to 100. */
    private static ImmutableList<Double> falls(ImmutableList<GradientNoise> noise) {
        return noise.drop(1)
                .zip(noise)
                .collect(pair -> pair.getTwo().relative() / pair.getOne().relative());
    }
}
