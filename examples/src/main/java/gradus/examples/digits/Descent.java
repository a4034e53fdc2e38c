package gradus.examples.digits;

import module gradus.examples;

/** Part 1: the path of gradient descent on f(x, y) = x² + y² + x (y + 2) + cos 3x, from (3, 2). */
record Descent(String name, ImmutableList<Point> path) {

    private static final Window WINDOW = new Window(-3.2, 3.6, -2.4, 2.6);
    private static final ImmutableDoubleList LEVELS =
            DoubleLists.immutable.with(-2.5, -2, -1.5, -1, -0.5, 0, 0.5, 1, 2, 3, 5, 7, 10, 14, 18, 22);

    /** A place on the surface, its height, and the slope there as the recorded graph gives it. */
    record Point(double x, double y, double height, double dx, double dy) {

        static Point at(double atX, double atY) {
            Tensor x = Tensor.variable(atX);
            Tensor y = Tensor.variable(atY);
            Tensor f = surface(x, y);
            Gradients g = f.gradients();
            return new Point(atX, atY, f.item(), g.of(x).item(), g.of(y).item());
        }

        /** How far the slope is from 2x - 3 sin 3x + y + 2 and x + 2y, derived by hand. */
        double distanceFromFormula() {
            double byHandX = 2 * x - 3 * StrictMath.sin(3 * x) + y + 2;
            double byHandY = x + 2 * y;
            return Math.max(Math.abs(dx - byHandX), Math.abs(dy - byHandY));
        }
    }

    /** The height of the surface over any points. */
    static Tensor surface(Tensor x, Tensor y) {
        return x.square().add(y.square()).add(x.mul(y.add(2))).add(x.mul(3).cos());
    }

    /** Goes down the slope; after each step the next one is {@code decay} times as long for the same slope. */
    static Descent run(double step, double decay, int steps) {
        MutableList<Point> path = Lists.mutable.with(Point.at(3, 2));
        double rate = step;
        for (int i = 0; i < steps; i++) {
            Point here = path.getLast();
            path.add(Point.at(here.x - rate * here.dx, here.y - rate * here.dy));
            rate *= decay;
        }
        String name = "step " + step + (decay == 1 ? "" : ", times " + decay) + ", " + steps + " steps";
        return new Descent(name, path.toImmutable());
    }

    /** The three descents of the assignment. */
    static ImmutableList<Descent> all() {
        return Lists.immutable.with(run(0.1, 1, 10), run(0.305, 1, 13), run(0.2, 0.8, 10));
    }

    static void report(Run run) {
        ImmutableList<Descent> descents = all();
        run.say("three descents end at heights "
                + descents.collect(descent -> Numbers.brief(descent.end().height()))
                        .makeString());
        Findings f = run.findings();
        f.value("descents", descents);
        descents.forEachWithIndex((descent, i) -> {
            String name = "descent-" + (i + 1);
            f.number("descent_" + (i + 1) + "_height", descent.end().height(), i == 2 ? "below -2" : "");
            f.pictures(descent.contours(name));
            ImmutableDoubleList heights = descent.path().collectDouble(Point::height);
            f.curves(name + "-heights", Curve.from0(descent.name(), heights));
        });
        ImmutableList<Point> points = descents.flatCollect(Descent::path);
        double distance = points.collectDouble(Point::distanceFromFormula).max();
        f.number("gradient_largest_distance_from_formula", distance);
    }

    private Picture contours(String name) {
        ImmutableDoubleList x = path.collectDouble(Point::x);
        ImmutableDoubleList y = path.collectDouble(Point::y);
        return ContourPlot.of(
                        WINDOW,
                        (a, b) -> surface(Tensor.scalar(a), Tensor.scalar(b)).item())
                .levels(LEVELS)
                .paths(new Points(this.name, x, y))
                .picture(name);
    }

    double lowest() {
        return path.collectDouble(Point::height).min();
    }

    Point end() {
        return path.getLast();
    }
}
