package gradus.autodiff;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.autodiff.Frontier.Pending;
import java.util.stream.IntStream;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.list.MutableList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The order in which nodes come out of a sweep's frontier, what they have gathered, and how long it
 * takes to find them.
 */
class FrontierTest {
    private static ImmutableList<Tensor> variables(int count) {
        return Lists.immutable.fromStream(IntStream.range(0, count).mapToObj(i -> Tensor.variable((double) i)));
    }

    private static void add(Frontier frontier, Tensor tensor, double cotangent) {
        frontier.add(tensor.node, tensor, Tensor.scalar(cotangent));
    }

    private static MutableList<Pending> drain(Frontier frontier) {
        MutableList<Pending> out = Lists.mutable.empty();
        for (Pending next = frontier.poll(); next != null; next = frontier.poll()) {
            out.add(next);
        }
        return out;
    }

    /** Around 8, from which on a bucket has an index. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 10, 11, 100})
    void equallyDeepNodesComeOutInOrderOfArrivalWithAllThatTheyGathered(int count) {
        var variables = variables(count);
        var frontier = new Frontier(variables.getFirst().exp().node);
        for (int round = 1; round <= 3; round++) {
            int factor = round;
            variables.forEachWithIndex((variable, i) -> add(frontier, variable, factor * (i + 1)));
        }
        var out = drain(frontier);
        assertThat(out.collect(pending -> pending.node)).isEqualTo(variables.collect(variable -> variable.node));
        assertThat(out.collect(pending -> pending.y)).isEqualTo(variables);
        out.forEachWithIndex(
                (pending, i) -> assertThat(pending.cotangent().item()).isEqualTo(6 * (i + 1)));
        assertThat(frontier.poll()).isNull();
    }

    /**
     * Nodes that come twice at once, before the next: where a bucket has become crowded in the
     * middle.
     */
    @Test
    void aNodeIsFoundOnBothSidesOfTheBorder() {
        var variables = variables(20);
        var frontier = new Frontier(variables.getFirst().exp().node);
        for (int i = 0; i < 20; i++) {
            for (int j = 0; j <= i; j++) {
                add(frontier, variables.get(j), 1);
            }
        }
        assertThat(drain(frontier).collect(pending -> pending.cotangent().item()))
                .containsExactly(
                        20.0, 19.0, 18.0, 17.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.0, 7.0, 6.0, 5.0, 4.0,
                        3.0, 2.0, 1.0);
    }

    @Test
    void theDeepestComeOutFirstWheneverTheyArrived() {
        var x = Tensor.variable(1.0);
        var y = x.exp();
        var z = y.sin();
        var frontier = new Frontier(z.node);
        add(frontier, x, 1);
        add(frontier, z, 3);
        add(frontier, y, 2);
        assertThat(frontier.poll().node).isSameAs(z.node);
        add(frontier, y, 5);
        add(frontier, x, 7);
        var next = frontier.poll();
        assertThat(next.node).isSameAs(y.node);
        assertThat(next.cotangent().item()).isEqualTo(7);
        var last = frontier.poll();
        assertThat(last.node).isSameAs(x.node);
        assertThat(last.cotangent().item()).isEqualTo(8);
        assertThat(frontier.poll()).isNull();
    }

    /**
     * Of a thousand, at most the eight of a bucket that is not yet crowded are looked at one by
     * one.
     */
    @Test
    void whatACrowdCostsGrowsNoFasterThanItsSize() {
        var variables = variables(1_000);
        var frontier = new Frontier(variables.getFirst().exp().node);
        for (int round = 0; round < 3; round++) {
            variables.forEach(variable -> add(frontier, variable, 1));
        }
        assertThat(frontier.looked).isEqualTo(1 + 2 + 3 + 4 + 5 + 6 + 7 + 8);
        assertThat(frontier.crowded.keySet()).hasSize(1_000);
        assertThat(drain(frontier)).hasSize(1_000);
        assertThat(frontier.crowded.keySet())
                .as("cotangents that were passed on are not held")
                .isEmpty();
    }

    @Test
    void aBucketOfEightNeedsNoIndex() {
        var variables = variables(8);
        var frontier = new Frontier(variables.getFirst().exp().node);
        variables.forEach(variable -> add(frontier, variable, 1));
        variables.forEach(variable -> add(frontier, variable, 1));
        assertThat(frontier.crowded.keySet()).isEmpty();
        assertThat(frontier.looked).isEqualTo(2 * (1 + 2 + 3 + 4 + 5 + 6 + 7));
    }

    @Test
    void theIndexOfOneDepthIsGoneWhenTheNextOneHasItsTurn() {
        var deep = variables(12).collect(Tensor::exp);
        var leaves = variables(12);
        var frontier = new Frontier(deep.getFirst().exp().node);
        deep.forEach(tensor -> add(frontier, tensor, 1));
        leaves.forEach(tensor -> add(frontier, tensor, 1));
        assertThat(frontier.crowded.keySet()).hasSize(24);
        frontier.poll();
        assertThat(frontier.crowded.keySet())
                .isEqualTo(leaves.collect(leaf -> leaf.node).toSet());
    }
}
