package gradus.examples.digits;

import java.util.random.RandomGenerator;
import module gradus.examples;

/**
 * One of the report's seven networks and how it was trained. A sigmoid follows the last layer.
 *
 * @param number from 1 to 7
 * @param widths inputs, hidden units, outputs
 * @param relu whether ReLU stands between the layers
 */
record Plan(int number, ImmutableIntList widths, boolean relu, double learningRate, int batchSize) {
    /** How long the report trained each. */
    static final int EPOCHS = 20;

    /** The seven in the report's order. */
    static final ImmutableList<Plan> ALL = Lists.immutable.with(
            new Plan(1, IntLists.immutable.with(64, 32, 1), true, 0.01, 15),
            new Plan(2, IntLists.immutable.with(64, 32, 1), true, 0.03, 15),
            new Plan(3, IntLists.immutable.with(64, 32, 1), true, 0.05, 15),
            new Plan(4, IntLists.immutable.with(64, 32, 1), true, 0.03, 40),
            new Plan(5, IntLists.immutable.with(64, 32), false, 0.01, 20),
            new Plan(6, IntLists.immutable.with(64, 32, 32), false, 0.001, 20),
            new Plan(7, IntLists.immutable.with(64, 64, 64, 32, 1), true, 0.001, 20));

    /**
     * The network with the report's weights U(-a, a), a = √(6 / (in out)), drawn row by row of an {@code [in, out]}
     * matrix, layer by layer; biases 0.
     */
    Sequential network() {
        RandomGenerator random = ReportData.generator();
        return network((in, out) -> {
            double bound = Math.sqrt(6.0 / (in * out));
            Tensor weight = Tensor.uniform(DType.F64, Shape.of(in, out), -bound, bound, random);
            return Linear.of(weight.transpose(), Tensor.zeros(DType.F64, Shape.of(out)));
        });
    }

    /** The network with other layers of its widths. */
    Sequential network(IntIntToObjectFunction<Linear> layer) {
        MutableList<Layer> layers = Lists.mutable.empty();
        for (int i = 1; i < widths.size(); i++) {
            if (relu && i > 1) {
                layers.add(new ReLU());
            }
            layers.add(layer.value(widths.get(i - 1), widths.get(i)));
        }
        return new Sequential(layers.toImmutable());
    }

    /** Such as {@code 64-32-1 ReLU, learning rate 0.01, batches of 15}. */
    String description() {
        return widths.makeString("-") + (relu ? " ReLU" : " linear") + ", learning rate " + learningRate
                + ", batches of " + batchSize;
    }
}
