package gradus.examples.softmax;

import module gradus.examples;
import module java.base;
import org.eclipse.collections.impl.list.Interval;

/** Part 3: training on one random example of each class, for several draws. */
record OnePerClass(ImmutableList<Draw> draws) {
    /** A change of the accuracy that counts as little. */
    private static final double LITTLE_CHANGE = 0.02;

    private static final int DRAWS = 5;
    private static final int QUICK_DRAWS = 2;
    private static final int STEPS = 2000;
    private static final int QUICK_STEPS = 200;

    /**
     * A training on ten images.
     *
     * @param nearest the accuracy of naming the class of the nearest of the ten images, without any training
     */
    record Draw(Dataset ten, Course course, Evaluation onTen, double nearest) {}

    static OnePerClass train(Run run, Mnist mnist) {
        Randomness random = run.random().split();
        Descent descent = new Descent(run.options().learningRate(), Mnist.CLASSES);
        boolean quick = run.options().quick();
        int steps = quick ? QUICK_STEPS : STEPS;
        return new OnePerClass(Interval.oneTo(quick ? QUICK_DRAWS : DRAWS)
                .collect(number -> {
                    Dataset ten = onePerClass(mnist.train(), random);
                    Sequential model = Regression.untrained(run.random());
                    String name = "one image per class, draw " + number;
                    Course course = descent.train(run, 3, name, model, ten, mnist.test(), steps);
                    return new Draw(ten, course, Evaluation.of(model, ten), nearest(ten, mnist.test()));
                })
                .toImmutableList());
    }

    /** A random example of each class, in the order of the classes. */
    static Dataset onePerClass(Dataset data, RandomGenerator random) {
        Dataset shuffled = data.shuffled(random);
        IntList labels = IntLists.immutable.with(shuffled.labels().toArray());
        return shuffled.select(
                IntStream.range(0, Mnist.CLASSES).map(labels::indexOf).toArray());
    }

    /**
     * |x - t|² is smallest where x·t - |t|²/2 is largest: this classifier is a softmax regression that needs no
     * training.
     */
    private static double nearest(Dataset ten, Dataset test) {
        Tensor templates = ten.all().inputs();
        Batch all = test.all();
        Tensor scores = all.inputs()
                .matmul(templates.transpose())
                .sub(templates.square().sum(1).mul(0.5));
        return Accuracy.of(scores, all.labels());
    }

    void report(Findings f) {
        ImmutableDoubleList accuracies =
                draws.collectDouble(draw -> draw.course().accuracy());
        Draw first = draws.getFirst();
        f.share("one_per_class_test_accuracy", first.course().accuracy());
        f.share("one_per_class_train_accuracy", first.onTen().accuracy());
        f.share("one_per_class_mean_test_accuracy", accuracies.average());
        f.share("one_per_class_lowest_test_accuracy", accuracies.min());
        f.share("one_per_class_highest_test_accuracy", accuracies.max());
        double byHand = draws.collectDouble(Draw::nearest).average();
        f.share("one_per_class_nearest_image_mean_accuracy", byHand);
        f.value("draws", draws);
        LearningCurve.Point half = first.course().at(first.course().last().step() / 2);
        double changed = first.course().accuracy() - half.accuracy();
        f.value("afterTen", first.course().at(10));
        f.value("half", half);
        f.value("changed", changed);
        f.value("isTaught", first.onTen().accuracy() == 1 && Math.abs(changed) < LITTLE_CHANGE);
        double spread = accuracies.max() - accuracies.min();
        f.value("drawsDecide", spread > Math.abs(accuracies.average() - byHand));
        f.pictures(MnistImages.grid(first.ten().all().inputs(), 5).picture("one-per-class"));
        f.curves(
                "one-per-class-accuracy",
                new Curve("first draw", first.course().steps(), first.course().accuracies()),
                Curve.band(
                        "mean of " + draws.size() + " draws",
                        first.course().steps(),
                        Spread.ofEach(draws.collect(draw -> draw.course().accuracies()))));
    }
}
