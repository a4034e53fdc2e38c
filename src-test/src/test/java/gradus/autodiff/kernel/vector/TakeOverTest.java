package gradus.autodiff.kernel.vector;

import static gradus.bits.ChildJvm.VECTOR_MODULE;
import static gradus.bits.ChildJvm.outputOf;
import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.Test;

/** What a take-over does to code that is compiled. */
class TakeOverTest {
    @Test
    void theCodeOfCallersStaysWhereAVectorLoopTakesOverAndWhereItIsSeenToBeUsed() {
        ImmutableList<String> said = outputOf(
                Lists.immutable.with(VECTOR_MODULE, "-Xbatch", "-Xlog:deoptimization=debug"), TakeOverProgram.class);
        int over = said.indexOf(TakeOverProgram.TAKEN_OVER);
        assertThat(over).isNotNegative();
        assertThat(said.drop(over).select(line -> line.contains("trap_bci") && line.contains("WarmUpF32.isReady")))
                .isEmpty();
        assertThat(said).contains(TakeOverProgram.SEEN);
    }
}
