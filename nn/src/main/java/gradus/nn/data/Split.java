package gradus.nn.data;

/** A data set in two parts that share no example: one to train on, one to judge by. */
public record Split(Dataset train, Dataset validation) {}
