package gradus.nn.train;

import java.io.Serializable;

/**
 * A step of training.
 *
 * @param number the number of the step, from 1, over all epochs
 * @param epoch the number of its epoch, from 1
 * @param epochs how many epochs there are to be
 * @param inEpoch its number within the epoch, from 1
 * @param perEpoch how many steps an epoch has; 0 where that is not known
 * @param loss of its batch, before the step
 * @param learningRate that it was taken with
 */
public record TrainingStep(
        long number, int epoch, int epochs, int inEpoch, int perEpoch, double loss, double learningRate)
        implements Serializable {}
