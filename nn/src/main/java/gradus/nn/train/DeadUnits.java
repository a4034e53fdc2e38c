package gradus.nn.train;

import gradus.autodiff.GradusException;
import gradus.autodiff.graph.Graph;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.jspecify.annotations.Nullable;

/**
 * Three quarters of the units of an activation, or more, say the same of every example, at a place
 * where the activation is flat: 0 of a ReLU, 0 or 1 of a sigmoid, -1 or 1 of a tanh. No gradient
 * flows through them, so that they stay as they are. What the loss alone consists of is no layer.
 */
final class DeadUnits implements HintRule {
    /** On fewer examples a unit may be silent by chance. */
    private static final int EXAMPLES = 100;

    /** On fewer, all units of a layer may. */
    private static final int EXAMPLES_FOR_ALL = 20;

    private final MutableList<Units> layers = Lists.mutable.empty();

    @Override
    public void observe(ObservedStep step) {
        if (step.isFirst()) {
            return;
        }
        int count = step.batch().size();
        ImmutableList<Activation> made = step.operationsOfModel()
                .select(operation -> isOfBatch(operation, count))
                .collect(operation -> Activation.of(step.graph(), operation))
                .selectInstancesOf(Activation.class);
        if (layers.isEmpty()) {
            layers.addAllIterable(made.collect(activation -> new Units(
                    activation.made().label() + ObservedStep.nearest(step.graph(), activation.made()),
                    activation.made().value().shape().size() / count)));
        }
        if (made.size() == layers.size()) { // otherwise the model does not do the same in each step
            layers.zip(made).forEach(pair -> pair.getOne().add(pair.getTwo(), count));
        }
    }

    private static boolean isOfBatch(Graph.Operation made, int examples) {
        return made.value().shape().rank() >= 2 && made.value().shape().dim(0) == examples;
    }

    @Override
    public @Nullable Hint conclude(FirstEpoch epoch) {
        @Nullable Units worst = layers.detect(Units::areDead);
        return worst == null
                ? null
                : new Hint(
                        "dead units",
                        worst.dead() + " of " + GradusException.counted(worst.same.length, "unit") + " of " + worst.name
                                + " say the same of " + worst.examples
                                + " examples, and no gradient flows through them",
                        "take a lower learning rate, smaller first weights or an activation that is nowhere"
                                + " flat, such as"
                                + " LeakyReLU");
    }

    /** The units of one activation over some steps. */
    private static final class Units {
        private final String name;
        private final boolean[] same;
        private final double[] first;
        private int examples;

        Units(String name, int units) {
            this.name = name;
            this.same = new boolean[units];
            this.first = new double[units];
        }

        void add(Activation activation, int count) {
            double[] x = activation.input().toDoubleArray();
            double[] y = activation.made().value().toDoubleArray();
            if (y.length != count * same.length || x.length != y.length) {
                return;
            }
            for (int i = 0; i < y.length; i++) {
                int unit = i % same.length;
                if (examples == 0 && i < same.length) {
                    first[unit] = y[i];
                    same[unit] = true;
                }
                same[unit] &= y[i] == first[unit] && activation.isFlat(x[i], y[i]);
            }
            examples += count;
        }

        int dead() {
            int dead = 0;
            for (boolean unit : same) {
                dead += unit ? 1 : 0;
            }
            return dead;
        }

        /** A single unit is no layer: it may be a score that a loss of one's own is made of. */
        boolean areDead() {
            int dead = dead();
            return same.length > 1
                    && ((examples >= EXAMPLES && dead > 0 && 4 * dead >= 3 * same.length)
                            || (examples >= EXAMPLES_FOR_ALL && dead == same.length));
        }
    }
}
