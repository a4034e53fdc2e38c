import module gradus.nn;

/**
 * Assignment B in one file: softmax regression on handwritten digits, its most confident mistakes, and data sorted by
 * class. With the argument {@code quick} it takes seconds, on fewer images.
 */
void main(String... arguments) {
    boolean quick = List.of(arguments).contains("quick");
    Path folder = PublicData.MNIST.find(null, null); // -Dgradus.data=DIR names the folder above mnist
    var mnist = folder == null
            ? Mnist.generated(6000, 1000, Randomness.seeded(7).split())
            : Mnist.load(folder);
    var train = mnist.train().slice(0, quick ? 3_000 : mnist.train().size());
    IO.println(mnist.origin() + ": " + train.size() + " images to train on, "
            + mnist.test().size() + " to test");

    var model = untrained();
    descend(model, train, quick ? 1 : 3);
    IO.println("in random order: test " + Evaluation.of(model, mnist.test()));
    mistakes(model, mnist.test(), 10).forEach(IO::println);
    sorted(train, mnist.test());
}

/** A score for each digit: a weighted sum of the 784 pixels, plus a bias. The loss makes probabilities of them. */
Sequential untrained() {
    return Sequential.of(Linear.of(784, Mnist.CLASSES, Randomness.seeded(7)));
}

/** Plain gradient descent on the cross-entropy, summed over batches of 10. */
void descend(Layer model, Dataset data, int epochs) {
    Trainer.of(
                    model,
                    (o, batch) -> new CrossEntropy().sum(o, batch.labels()),
                    new SGD().of(model).learningRate(0.01))
            .epochs(epochs)
            .batchSize(10)
            .seed(7)
            .train(data);
}

/** An image that is read wrongly; the score is the probability given to what it is read as. */
record Mistake(int image, int digit, int readAs, double score) {}

/** The mistakes with the highest scores. */
List<Mistake> mistakes(Layer model, Dataset test, int count) {
    var probabilities = model.forward(test.all().inputs()).softmax(-1);
    var readAs = probabilities.argMax(-1);
    var scores = probabilities.max(-1);
    var labels = test.labels();
    var mistakes = new ArrayList<Mistake>();
    for (int i = 0; i < test.size(); i++) {
        if (readAs.get(i) != labels.get(i)) {
            mistakes.add(new Mistake(i, labels.get(i), readAs.get(i), scores.get(i)));
        }
    }
    mistakes.sort(Comparator.comparingDouble(mistake -> -mistake.score()));
    return mistakes.subList(0, Math.min(count, mistakes.size()));
}

/** All zeros first, then all ones, and so on: each digit makes the network forget those before. */
void sorted(Dataset train, Dataset test) {
    var model = untrained();
    for (int digit = 0; digit < Mnist.CLASSES; digit++) {
        descend(model, only(train, digit), 1);
        var evaluation = Evaluation.of(model, test);
        long named = 0;
        for (int truth = 0; truth < Mnist.CLASSES; truth++) {
            named += evaluation.confusion().count(truth, digit);
        }
        IO.println("sorted, after the " + digit + "s: " + Numbers.percent((double) named / test.size())
                + " of the test images are read as " + digit + ", accuracy "
                + Numbers.percent(evaluation.accuracy()));
    }
}

/** The images of one digit. */
Dataset only(Dataset data, int digit) {
    var labels = data.labels();
    return data.select(IntStream.range(0, data.size())
            .filter(i -> labels.get(i) == digit)
            .toArray());
}
