package gradus.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import gradus.bits.ChildJvm;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.list.ImmutableList;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What moves on a terminal: a bar, or plain numbers where the library of the bar is absent. */
class ProgressLineTest {
    private static final String NOTHING = " ".repeat(79);

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final ConsoleLine console = new ConsoleLine(new PrintStream(written, true, StandardCharsets.UTF_8));
    private long time = 5;

    /** What was shown one after the other, without the blanks that fill the line. */
    private ImmutableList<String> shown() {
        return Lists.immutable
                .with(written.toString(StandardCharsets.UTF_8).split("\r"))
                .collect(String::stripTrailing);
    }

    private ProgressLine line(String work, long steps) {
        return new PlainLine(work, steps, console, () -> time);
    }

    @Test
    void plainNumbersAreShownTenTimesASecond() {
        try (var line = line("reading", 30)) {
            line.step();
            time += 99_999_999;
            line.step();
            line.note("loss 0.25");
            time++;
            line.step();
            time += 99_999_999;
            line.step();
            time++;
            line.note("loss 0.125");
        }
        assertThat(shown())
                .containsExactly(
                        "", "reading: 0 of 30", "reading: 3 of 30, loss 0.25", "reading: 4 of 30, loss 0.125", "");
        assertThat(written.toString(StandardCharsets.UTF_8)).endsWith("\r" + NOTHING + "\r");
    }

    @Test
    void stepsOfUnknownNumberAreCounted() {
        try (var line = line("epoch 1 of 2", -1)) {
            time += 100_000_000;
            line.step();
        }
        assertThat(shown()).containsExactly("", "epoch 1 of 2: 0", "epoch 1 of 2: 1", "");
    }

    @Test
    void whatIsLongerThanALineIsCutOff() {
        line("x".repeat(100), 3).close();
        assertThat(shown()).containsExactly("", "x".repeat(79), "");
    }

    @Test
    void theLineIsOverwrittenAsAWhole() {
        console.show("long");
        console.show("a");
        assertThat(written.toString(StandardCharsets.UTF_8))
                .isEqualTo("\rlong" + " ".repeat(75) + "\ra" + " ".repeat(78));
    }

    @Test
    void theLibraryDrawsABar() {
        try (var line = ProgressLine.of("reading", 4, console)) {
            assertThat(line).isInstanceOf(BarLine.class);
            line.step();
            line.note("loss 0.5");
        }
        assertThat(shown()).anyMatch(text -> text.startsWith("reading") && text.contains("1/4"));
        assertThat(shown().getLast()).isEmpty();
        assertThat(shown()).allMatch(text -> text.length() <= 79);
    }

    /** The library draws in threads of its own, also while the bar is being closed. */
    @RepeatedTest(200)
    void nothingIsDrawnAfterTheEnd() {
        try (var line = ProgressLine.of("reading", 4, console)) {
            line.step();
        }
        assertThat(written.toString(StandardCharsets.UTF_8)).endsWith("\r" + NOTHING + "\r");
    }

    @Test
    void withoutTheLibraryPlainNumbersDo() {
        var printed = output(Lists.immutable.with("progressbar", "jline"));
        assertThat(printed).contains("reading: 0 of 3").doesNotContain("%");
        assertThat(printed).containsPattern("reading: loss 0\\.5 \\(\\d+\\.\\d s\\)$");
    }

    @Test
    void theSameProgramWithTheLibraryDrawsABar() {
        var printed = output(Lists.immutable.empty());
        assertThat(printed).contains("2/3").doesNotContain("0 of 3");
        assertThat(printed).containsPattern("reading: loss 0\\.5 \\(\\d+\\.\\d s\\)$");
    }

    private static String output(ImmutableList<String> absent) {
        ChildJvm.Outcome outcome =
                ChildJvm.runWithout(absent, Lists.immutable.with("-XX:TieredStopAtLevel=1"), WithoutBarProgram.class);
        assertThat(outcome.errors()).isEmpty();
        assertThat(outcome.exit()).isZero();
        return outcome.output().makeString("\n");
    }
}
