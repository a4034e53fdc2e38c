package gradus.nn.data;

/**
 * A data set in two parts that share no example.
 *
 * @param train the part to train on
 * @param validation the part that is held out, to judge by
 */
public record Split(Dataset train, Dataset validation) {}
