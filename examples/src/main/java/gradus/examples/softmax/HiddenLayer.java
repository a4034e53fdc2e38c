package gradus.examples.softmax;

import module gradus.examples;
import module java.base;

/**
 * Part 6: a hidden layer of 11 ReLU units, beside the same without ReLU and the regression of part 1, all trained
 * alike.
 *
 * @param active the part of the test images for which each hidden unit is above 0
 */
record HiddenLayer(Course hidden, Course withoutReLU, Course regression, ImmutableDoubleList active) {
    /** How many times the epochs of part 1. */
    private static final int EPOCHS = 2;

    private static final double HARDLY_EVER = 0.01;
    private static final int UNITS = 11;

    /** 784-11-10 with something between, or nothing: then it is two linear maps, which are one of rank 11. */
    private static Sequential network(RandomGenerator random, Layer... between) {
        Layer first = Linear.of(Mnist.SIDE * Mnist.SIDE, UNITS, Initializer.heNormal(), random);
        return new Sequential(Lists.immutable
                .with(first)
                .newWithAll(Lists.immutable.with(between))
                .newWith(Linear.of(UNITS, Mnist.CLASSES, random)));
    }

    static HiddenLayer train(Run run, Mnist mnist) {
        Course hidden = train(run, mnist, "784-11-10, ReLU", network(run.random(), new ReLU()));
        Layer first = hidden.model().layers().getFirst();
        Tensor outputs = first.forward(mnist.test().all().inputs()).detach();
        Tensor active = outputs.greater(0).toTensor(outputs.dtype()).mean(0);
        return new HiddenLayer(
                hidden,
                train(run, mnist, "784-11-10 without ReLU", network(run.random())),
                train(run, mnist, "784-10", Regression.untrained(run.random())),
                DoubleLists.immutable.with(active.toDoubleArray()));
    }

    private static Course train(Run run, Mnist mnist, String name, Sequential model) {
        Options options = run.options();
        return new Descent(options.learningRate(), options.batchSize(), true, true)
                .train(run, 6, name, model, mnist.train(), mnist.test(), EPOCHS * options.epochs());
    }

    ImmutableList<Course> all() {
        return Lists.immutable.with(hidden, withoutReLU, regression);
    }

    void report(Findings f) {
        f.count("hidden_parameters", hidden.model().parameterCount());
        f.share("hidden_test_accuracy", hidden.accuracy());
        f.share("hidden_best_test_accuracy", hidden.best().accuracy());
        f.number("hidden_test_loss", hidden.last().evaluation().loss());
        f.share("hidden_without_relu_test_accuracy", withoutReLU.accuracy());
        f.count("hidden_dead_units", active.count(part -> part < HARDLY_EVER));
        f.value("hidden", this);
        double gain = hidden.accuracy() - regression.accuracy();
        double fromUnits = withoutReLU.accuracy() - regression.accuracy();
        f.value("gain", gain);
        f.value("fromUnits", fromUnits);
        f.value("fromReLU", gain - fromUnits);
        f.value("reluHelps", gain > fromUnits);
        f.value(
                "moreParameters",
                hidden.model().parameterCount() - regression.model().parameterCount());
        f.curves("hidden-accuracy", all().collect(Course::overSteps));
        f.pictures(MnistImages.weights(hidden.model(), 6)
                .captions(active.collect(Numbers::percent))
                .picture("hidden-weights"));
    }
}
