package gradus.examples.table;

import module gradus.examples;
import org.jspecify.annotations.Nullable;

/** The model: encoder, network and, of a regression, the way back to the unit of the numbers. */
final class Network {
    private static final int FIRST = 64;
    private static final int SECOND = 32;

    /** The bias of the last layer, which says how many outputs there are. */
    private static final String LAST = "1.4.bias";

    private static final String MEAN = "2.mean";

    private Network() {}

    /** What is trained: from encoded rows to outputs. */
    static Sequential inner(int inputs, int outputs, Randomness random) {
        return Sequential.of(
                Linear.of(inputs, FIRST, Initializer.heNormal(), random),
                new ReLU(),
                Linear.of(FIRST, SECOND, Initializer.heNormal(), random),
                new ReLU(),
                Linear.of(SECOND, outputs, Initializer.heNormal(), random));
    }

    /** What is saved and served: from the rows of a table to outputs in their unit. */
    static Sequential whole(TableEncoder encoder, Sequential inner, @Nullable Scaling unit) {
        return unit == null
                ? Sequential.of(encoder, inner)
                : Sequential.of(encoder, inner, Standardize.of(unit.inverse()));
    }

    /** A model from its file alone, in whatever process. */
    static Sequential of(SavedModel saved) {
        TableEncoder encoder = TableEncoder.of(saved, "0");
        int outputs = value(saved, LAST).shape().dim(0);
        boolean hasUnit = saved.values().anySatisfy(value -> value.name().equals(MEAN));
        Sequential model = whole(
                encoder,
                inner(encoder.width(), outputs, Randomness.seeded(0)),
                hasUnit
                        ? new Scaling(Tensor.zeros(DType.F64, Shape.of(1)), Tensor.ones(DType.F64, Shape.of(1)))
                        : null);
        saved.into(model);
        return model;
    }

    private static Tensor value(SavedModel saved, String name) {
        return saved.values()
                .detectOptional(value -> value.name().equals(name))
                .orElseThrow()
                .tensor();
    }

    /** Trains until the validation set says that it is enough. */
    static History train(Run run, Sequential inner, Objective objective, Dataset train, Dataset validation) {
        Options options = run.options();
        int steps = train.batches(options.batchSize()).count() * options.epochs();
        return Trainer.of(inner, objective, new AdamW().of(inner))
                .schedule(Schedule.cosine(options.learningRate(), steps))
                .epochs(options.epochs())
                .batchSize(options.batchSize())
                .evaluationBatchSize(1000)
                .seed(options.seed())
                .validation(validation)
                .earlyStopping(EarlyStopping.patience(Math.max(3, options.epochs() / 3)))
                .listener(run.trainingProgress())
                .train(train);
    }
}
