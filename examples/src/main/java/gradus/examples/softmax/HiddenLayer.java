package gradus.examples.softmax;

import gradus.examples.shared.Options;
import gradus.examples.shared.Run;
import module gradus.nn;
import module org.eclipse.collections.api;

/**
 * Part 6: a hidden layer of 11 ReLU units, beside the same without ReLU and the regression of part 1, all trained
 * alike.
 *
 * @param active the part of the test images for which each hidden unit is above 0
 */
record HiddenLayer(Trained hidden, Trained withoutReLU, Trained regression, ImmutableDoubleList active) {
    /** How many times the epochs of part 1. */
    private static final int EPOCHS = 2;

    /** A model and how its training went. */
    record Trained(Sequential model, Course course) {
        static Trained train(Run run, Mnist mnist, String name, Sequential model) {
            Options options = run.options();
            Descent descent = new Descent(options.learningRate(), options.batchSize(), true);
            int epochs = EPOCHS * options.epochs();
            return new Trained(model, descent.train(run, 6, name, model, mnist.train(), mnist.test(), epochs));
        }

        double accuracy() {
            return course.last().accuracy();
        }
    }

    static HiddenLayer train(Run run, Mnist mnist) {
        Trained hidden = Trained.train(run, mnist, "784-11-10, ReLU", Models.hidden(run.random()));
        Tensor outputs = hidden.model
                .layers()
                .getFirst()
                .forward(mnist.test().all().inputs())
                .detach();
        Tensor active = outputs.greater(0).toTensor(outputs.dtype()).mean(0);
        return new HiddenLayer(
                hidden,
                Trained.train(run, mnist, "784-11-10 without ReLU", Models.hiddenWithoutReLU(run.random())),
                Trained.train(run, mnist, "784-10", Models.regression(run.random())),
                DoubleLists.immutable.with(active.toDoubleArray()));
    }

    ImmutableList<Trained> all() {
        return Lists.immutable.with(hidden, withoutReLU, regression);
    }
}
