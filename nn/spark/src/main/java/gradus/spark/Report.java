package gradus.spark;

import gradus.nn.train.Epoch;
import gradus.nn.train.Hint;
import gradus.nn.train.TrainingStep;
import java.io.Serializable;

/** What the first worker tells the driver while it trains. */
sealed interface Report extends Serializable {
    /** A step is done; not every one is told. */
    record Step(TrainingStep step) implements Report {}

    /** An epoch is done. */
    record Done(Epoch epoch) implements Report {}

    /** Something looks like a mistake. */
    record Said(Hint hint) implements Report {}
}
