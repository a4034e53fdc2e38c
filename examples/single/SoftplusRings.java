import module gradus.nn;

/**
 * Assignment D in one file: a softplus network learns three overlapping rings and two clouds, beside the best
 * classifier there can be. With the argument {@code quick} for fewer points and epochs.
 */
void main(String... arguments) {
    boolean quick = List.of(arguments).contains("quick");
    var random = Randomness.seeded(7).split();
    var train = sample(quick ? 40 : 400, random);
    var test = sample(quick ? 40 : 400, random);

    var weights = Randomness.seeded(7);
    var model = Sequential.of(
            Linear.of(DType.F64, 2, 12, weights), new Softplus(), Linear.of(DType.F64, 12, CLASSES, weights));
    var history = Trainer.of(
                    model,
                    (y, batch) -> CrossEntropy.mean().of(y, batch.labels()),
                    SGD.of(model).learningRate(0.1))
            .epochs(quick ? 200 : 1000)
            .batchSize(train.size()) // all points at once: steepest descent
            .inOrder()
            .train(train);

    var bayes = Sequential.of((points, mode) -> logDensities(points));
    IO.println(model.parameterCount() + " parameters, " + train.size() + " points");
    int fifth = history.epochs().size() / 5;
    for (int part = 0; part < 5; part++) {
        IO.println(history.epochs().get(part * fifth));
    }
    IO.println("training: " + Evaluation.of(model, train) + ", the best classifier " + Evaluation.of(bayes, train));
    IO.println("test: " + Evaluation.of(model, test) + ", the best classifier " + Evaluation.of(bayes, test));
    IO.println("best accuracy over the whole plane: " + Numbers.percent(bestAccuracy()));
}

final int CLASSES = 5;
final double[] RADII = {2, 2.6, 3.2}; // of the rings, around the origin
final double[][] CENTERS = {{4.5, 3.5}, {-4.5, 3.5}}; // of the clouds

/** Draws as many points of each class, in random order. */
Dataset sample(int perClass, RandomGenerator random) {
    double[][] points = new double[CLASSES * perClass][];
    int[] labels = new int[points.length];
    for (int i = 0; i < points.length; i++) {
        labels[i] = i % CLASSES;
        points[i] = draw(labels[i], random);
    }
    return Dataset.of(Tensor.of(points), Indices.of(labels)).shuffled(random);
}

/** A place on the ring, or the center of the cloud, plus normal noise with the deviation 1, or 0.8. */
double[] draw(int label, RandomGenerator random) {
    if (label < RADII.length) {
        double angle = 2 * Math.PI * random.nextDouble();
        double x = RADII[label] * StrictMath.cos(angle);
        double y = RADII[label] * StrictMath.sin(angle);
        return new double[] {x + random.nextGaussian(), y + random.nextGaussian()};
    }
    double[] center = CENTERS[label - RADII.length];
    return new double[] {center[0] + 0.8 * random.nextGaussian(), center[1] + 0.8 * random.nextGaussian()};
}

/** How densely the points of a class lie at a place: for a ring of radius R, exp(-(r² + R²) / 2) I₀(r R) / 2π at r. */
double density(int label, double x, double y) {
    if (label < RADII.length) {
        double radius = RADII[label];
        double squared = x * x + y * y;
        return StrictMath.exp(-(squared + radius * radius) / 2)
                * besselI0(Math.sqrt(squared) * radius)
                / (2 * Math.PI);
    }
    double[] center = CENTERS[label - RADII.length];
    double squared = (x - center[0]) * (x - center[0]) + (y - center[1]) * (y - center[1]);
    return StrictMath.exp(-squared / (2 * 0.64)) / (2 * Math.PI * 0.64);
}

/** The modified Bessel function I₀(z): the sum of (z² / 4)^k / k!². */
double besselI0(double z) {
    double term = 1;
    double sum = 1;
    for (int k = 1; term > 1e-17 * sum; k++) {
        term *= z * z / 4 / (k * k);
        sum += term;
    }
    return sum;
}

/** The scores of the best classifier: softmax makes of them the true probabilities of the classes at each point. */
Tensor logDensities(Tensor points) {
    double[] logs = new double[points.shape().dim(0) * CLASSES];
    for (int i = 0; i < logs.length; i++) {
        int point = i / CLASSES;
        logs[i] = StrictMath.log(density(i % CLASSES, points.get(point, 0), points.get(point, 1)));
    }
    return Tensor.of(logs).reshape(-1, CLASSES);
}

/** The probability that the most probable class of a point is its class: the integral over squares of 0.05 x 0.05. */
double bestAccuracy() {
    double sum = 0;
    for (double x = -9.975; x < 10; x += 0.05) {
        for (double y = -9.975; y < 10; y += 0.05) {
            double largest = 0;
            for (int label = 0; label < CLASSES; label++) {
                largest = Math.max(largest, density(label, x, y));
            }
            sum += largest * 0.05 * 0.05 / CLASSES;
        }
    }
    return sum;
}
