package gradus.examples.shared;

import module gradus.examples;

/** Moves one bar through all steps of a training, and notes beside it how each epoch ended. */
public record Watch(Progress bar) implements TrainingListener {
    /** How programs name the part of the examples that is right: of the training examples as they come. */
    public static final String ACCURACY = "accuracy";

    /** The same of the validation examples, when an epoch is done. */
    public static final String VALIDATION_ACCURACY = "validation " + ACCURACY;

    @Override
    public void step(TrainingStep step) {
        bar.step();
    }

    @Override
    public void epoch(Epoch epoch) {
        String accuracy = Lists.immutable.with(VALIDATION_ACCURACY, ACCURACY).detect(epoch.names()::contains);
        bar.note(
                accuracy == null
                        ? "loss " + Numbers.brief(epoch.loss())
                        : accuracy + " " + Numbers.percent(epoch.get(accuracy)));
    }
}
