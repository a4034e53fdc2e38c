package gradus.nn.train;

/** Is told how training goes, on the thread that trains. What it throws ends the training. */
public interface TrainingListener {
    /** A step is done: the parameters have their next values. */
    default void step(TrainingStep step) {}

    /** An epoch is done, validation included. */
    default void epoch(Epoch epoch) {}

    /** Something looks like a mistake. The logger {@code gradus} has said so already. */
    default void hint(Hint hint) {}

    /** Training has ended as planned or by early stopping; the model has the values that it keeps. */
    default void finished(History history) {}

    /**
     * Training that had begun has ended by this, which is thrown on; neither the epoch nor the
     * training is finished.
     */
    default void failed(Throwable cause) {}
}
