package gradus.examples.sigmoid;

import gradus.nn.report.Numbers;
import gradus.nn.train.Epoch;
import gradus.nn.train.Progress;
import gradus.nn.train.TrainingListener;
import gradus.nn.train.TrainingStep;

/** Moves one bar through all epochs of a training. */
record Watch(Progress progress) implements TrainingListener {
    /** Examples evaluated at once: more than a batch has, for speed. */
    static final int EVALUATED_AT_ONCE = 1000;

    // what is measured in an epoch: of the training examples as they come, of the validation examples when it is done
    static final String ACCURACY = "accuracy";
    static final String LOSS = "mean loss";
    static final String VALIDATION_ACCURACY = "validation " + ACCURACY;
    static final String VALIDATION_LOSS = "validation " + LOSS;

    @Override
    public void step(TrainingStep step) {
        progress.step();
    }

    @Override
    public void epoch(Epoch epoch) {
        String measured = epoch.names().contains(VALIDATION_ACCURACY) ? VALIDATION_ACCURACY : ACCURACY;
        progress.note(measured + " " + Numbers.percent(epoch.get(measured)));
    }
}
