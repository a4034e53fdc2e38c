package gradus.examples.softmax;

import module gradus.examples;
import module java.base;

/**
 * Part 6: a hidden layer of 11 ReLU units, beside the same without ReLU and the regression of part 1, all trained
 * alike.
 *
 * @param active the part of the test images for which each hidden unit is above 0
 */
record HiddenLayer(Trained hidden, Trained withoutReLU, Trained regression, ImmutableDoubleList active) {
    /** How many times the epochs of part 1. */
    private static final int EPOCHS = 2;

    private static final double HARDLY_EVER = 0.01;
    private static final int UNITS = 11;

    /** A model and how its training went. */
    record Trained(Sequential model, Course course) {
        static Trained train(Run run, Mnist mnist, String name, Sequential model) {
            Options options = run.options();
            Descent descent = new Descent(options.learningRate(), options.batchSize(), true, true);
            int epochs = EPOCHS * options.epochs();
            return new Trained(model, descent.train(run, 6, name, model, mnist.train(), mnist.test(), epochs));
        }

        double accuracy() {
            return course.last().accuracy();
        }
    }

    /** 784-11-10 with something between, or nothing: then it is two linear maps, which are one of rank 11. */
    private static Sequential network(RandomGenerator random, Layer... between) {
        Layer first = Linear.of(Mnist.SIDE * Mnist.SIDE, UNITS, Initializer.heNormal(), random);
        return new Sequential(Lists.immutable
                .with(first)
                .newWithAll(Lists.immutable.with(between))
                .newWith(Linear.of(UNITS, Mnist.CLASSES, random)));
    }

    static HiddenLayer train(Run run, Mnist mnist) {
        Trained hidden = Trained.train(run, mnist, "784-11-10, ReLU", network(run.random(), new ReLU()));
        Layer first = hidden.model.layers().getFirst();
        Tensor outputs = first.forward(mnist.test().all().inputs()).detach();
        Tensor active = outputs.greater(0).toTensor(outputs.dtype()).mean(0);
        return new HiddenLayer(
                hidden,
                Trained.train(run, mnist, "784-11-10 without ReLU", network(run.random())),
                Trained.train(run, mnist, "784-10", Regression.untrained(run.random())),
                DoubleLists.immutable.with(active.toDoubleArray()));
    }

    ImmutableList<Trained> all() {
        return Lists.immutable.with(hidden, withoutReLU, regression);
    }

    void report(Findings f) {
        f.count("hidden_parameters", hidden.model().parameterCount());
        f.share("hidden_test_accuracy", hidden.accuracy());
        f.share("hidden_best_test_accuracy", hidden.course().best().accuracy());
        f.number("hidden_test_loss", hidden.course().last().test().loss());
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
        f.curves("hidden-accuracy", all().collect(each -> each.course().overSteps()));
        f.pictures(MnistImages.weights(hidden.model, 6)
                .captions(active.collect(Numbers::percent))
                .picture("hidden-weights"));
    }
}
