package gradus.examples.shared;

import module java.base;

/** A program's settings where the user asks for no others; {@code --help} shows them. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Defaults {
    /** Passes over the training data. */
    int epochs();

    /** The same with {@code --quick}. */
    int quickEpochs();

    /** The step size of gradient descent. */
    double learningRate();

    /** How many examples make a step. */
    int batchSize();
}
