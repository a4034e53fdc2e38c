import module gradus.nn;

/**
 * Assignment A in one file: a sigmoid network by hand, on points of the plane, and on handwritten digits. With the
 * argument {@code quick} it takes seconds, with fewer steps.
 */
void main(String... arguments) {
    boolean quick = List.of(arguments).contains("quick");
    byHand();
    ellipse(quick ? 0.1 : 0.01, quick ? 1 : 5);
    digits(quick ? 2_000 : 60_000, quick ? 5 : 20);
}

/** Once forward and once back through a network of 2, 3 and 2 units, in double precision. */
void byHand() {
    var x = Tensor.of(new double[][] {{1, -1}});
    var w1 = Tensor.of(new double[][] {{1, 1, 1}, {-1, -1, -1}}).asVariable();
    var b1 = Tensor.of(0.0, 0.0, 0.0).asVariable();
    var w2 = Tensor.of(new double[][] {{1, 1}, {-1, -1}, {-1, -1}}).asVariable();
    var b2 = Tensor.of(0.0, 0.0).asVariable();

    var hidden = x.matmul(w1).add(b1).neg().exp().add(1).reciprocal(); // the sigmoid: 1 / (1 + exp(-z))
    var probabilities = hidden.matmul(w2).add(b2).softmax(-1);
    var loss = probabilities.select(1, 0).log().neg().sum(); // the class of x is 0
    var gradients = loss.gradients();

    IO.println("by hand: loss " + loss.item());
    IO.println("dW1 " + gradients.of(w1) + "\ndb1 " + gradients.of(b1));
    IO.println("dW2 " + gradients.of(w2) + "\ndb2 " + gradients.of(b2));
}

/** The same network learns which points are inside of an ellipse, one at a time. Gives the accuracy on other points. */
double ellipse(double rate, int epochs) {
    var points = Ellipse.generated(60_000, 10_000, NumpyRandomState.seeded(0)); // numpy.random.seed(0); randn(70000, 2)

    var random = Randomness.seeded(7);
    var weights = Initializer.normal(0, 1);
    var model = Sequential.of(
            Linear.of(DType.F64, 2, 3, weights, random),
            new Sigmoid(),
            Linear.of(DType.F64, 3, 2, weights, random));
    Trainer.of(
                    model,
                    (o, batch) -> new CrossEntropy().mean(o, batch.labels()),
                    new SGD().of(model).learningRate(rate))
            .epochs(epochs)
            .batchSize(1)
            .seed(7)
            .train(points.train());
    double accuracy = Evaluation.of(model, points.validation()).accuracy();
    IO.println("ellipse: validation accuracy " + Numbers.percent(accuracy));
    return accuracy;
}

/** 784-300-10 on MNIST, or on generated digits where there is none. Gives the accuracy on the test images. */
double digits(int images, int epochs) {
    Path folder = PublicData.MNIST.find(null, null); // -Dgradus.data=DIR names the folder above mnist
    var mnist = folder == null
            ? Mnist.generated(6000, 1000, Randomness.seeded(7).split())
            : Mnist.load(folder);
    var train = mnist.train().slice(0, Math.min(images, mnist.train().size()));
    IO.println(mnist.origin() + ": " + train.size() + " images to train on");

    var random = Randomness.seeded(7);
    var model = Sequential.of(Linear.of(784, 300, random), new Sigmoid(), Linear.of(300, 10, random));
    Trainer.of(
                    model,
                    (o, batch) -> new CrossEntropy().mean(o, batch.labels()),
                    new SGD().momentum(0.9).of(model))
            .epochs(epochs)
            .batchSize(50)
            .seed(7)
            .schedule(Schedule.linear(
                    0.2, 0, (long) epochs * train.batches(50).count()))
            .metric("accuracy", Accuracy::of)
            .listener(new TrainingProgress())
            .train(train);
    double accuracy = Evaluation.of(model, mnist.test()).accuracy();
    IO.println("digits: test accuracy " + Numbers.percent(accuracy));
    return accuracy;
}
