package gradus.examples.softmax;

import module gradus.examples;

/** How a model did on the test images in the course of its training. */
record Course(String name, ImmutableList<Point> points) {

    /** The test after so many steps, and the seconds that these took, without the tests. */
    record Point(long step, double seconds, Evaluation test) {
        double accuracy() {
            return test.accuracy();
        }
    }

    Point last() {
        return points.getLast();
    }

    Point best() {
        return points.maxBy(Point::accuracy);
    }

    /** The last measurement that is not after the step. */
    Point at(long step) {
        return points.select(point -> point.step <= step).getLast();
    }

    /** The first measurement at which the accuracy is reached. */
    Point reaching(double accuracy) {
        return points.detect(point -> point.accuracy() >= accuracy);
    }

    double secondsPerStep() {
        return last().seconds / last().step;
    }

    /**
     * How far the accuracy strays in the second half of the steps: the standard deviation of its measurements, NaN if
     * there are fewer than two.
     */
    double unrest() {
        ImmutableDoubleList late =
                points.select(point -> point.step > last().step / 2).collectDouble(Point::accuracy);
        return late.size() < 2 ? Double.NaN : new Spread(late).deviation();
    }

    ImmutableDoubleList steps() {
        return points.collectDouble(Point::step);
    }

    /** In percent. */
    ImmutableDoubleList accuracies() {
        return points.collectDouble(point -> 100 * point.accuracy());
    }

    Curve overSteps() {
        return new Curve(name, steps(), accuracies());
    }

    Curve overSeconds() {
        return new Curve(name, points.collectDouble(Point::seconds), accuracies());
    }
}
