package gradus.examples.softmax;

import module gradus.examples;

/** A trained model, and how it did on the test images in the course of its training. */
record Course(String name, Sequential model, ImmutableList<LearningCurve.Point> points) {

    LearningCurve.Point last() {
        return points.getLast();
    }

    /** In the end. */
    double accuracy() {
        return last().accuracy();
    }

    LearningCurve.Point best() {
        return points.maxBy(LearningCurve.Point::accuracy);
    }

    /** The last measurement that is not after the step. */
    LearningCurve.Point at(long step) {
        return points.select(point -> point.step() <= step).getLast();
    }

    /** The first measurement at which the accuracy is reached. */
    LearningCurve.Point reaching(double accuracy) {
        return points.detect(point -> point.accuracy() >= accuracy);
    }

    double secondsPerStep() {
        return last().seconds() / last().step();
    }

    /**
     * How far the accuracy strays in the second half of the steps: the standard deviation of its measurements, NaN if
     * there are fewer than two.
     */
    double unrest() {
        ImmutableDoubleList late =
                points.select(point -> point.step() > last().step() / 2).collectDouble(LearningCurve.Point::accuracy);
        return late.size() < 2 ? Double.NaN : new Spread(late).deviation();
    }

    ImmutableDoubleList steps() {
        return points.collectDouble(LearningCurve.Point::step);
    }

    /** In percent. */
    ImmutableDoubleList accuracies() {
        return points.collectDouble(point -> 100 * point.accuracy());
    }

    Curve overSteps() {
        return new Curve(name, steps(), accuracies());
    }

    Curve overSeconds() {
        return new Curve(name, points.collectDouble(LearningCurve.Point::seconds), accuracies());
    }
}
