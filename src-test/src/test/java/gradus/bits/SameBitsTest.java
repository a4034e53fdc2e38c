package gradus.bits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.collections.api.factory.Lists;
import org.eclipse.collections.api.factory.Maps;
import org.eclipse.collections.api.list.ImmutableList;
import org.eclipse.collections.api.map.MutableMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operator, its derivatives and whole trainings give the same bits with all kernels, threads and compilers. See docs/same-bits.md. */
class SameBitsTest {
    private static final ImmutableList<Setting> SETTINGS =
            System.getProperty("gradus.bits", "some").equals("all") ? Setting.all() : Setting.some();

    private static final MutableMap<Setting, Future<ChildJvm.Outcome>> OUTCOMES = Maps.mutable.empty();
    private static ExecutorService children;
    private static Future<ChildJvm.Outcome> interpreted;

    static ImmutableList<Setting> settings() {
        return SETTINGS;
    }

    @BeforeAll
    static void start() {
        children = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        SETTINGS.newWith(Setting.PLAIN)
                .reverseForEach(setting -> OUTCOMES.put(
                        setting,
                        children.submit(
                                () -> ChildJvm.run(setting.jvm(), DigestProgram.class, "operators", "training"))));
        interpreted = children.submit(() -> ChildJvm.run(Lists.immutable.with("-Xint"), DigestProgram.class, "few"));
    }

    @AfterAll
    static void stop() {
        children.shutdownNow();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void everySettingGivesTheSameBits(Setting setting) throws InterruptedException {
        ImmutableList<String> plain = output(Setting.PLAIN);
        requireSame("%s beside %s".formatted(setting, Setting.PLAIN), output(setting), plain);
    }

    @Test
    void theInterpreterGivesTheSameBits() throws InterruptedException {
        requireSame(
                "the interpreter beside this JVM", output("-Xint", interpreted).output(), DigestProgram.lines("few"));
    }

    @Test
    void trainingsAtTheSameTimeGiveTheBitsOfEachAlone() {
        requireSame("trainings at once", DigestProgram.lines("crowd"), DigestProgram.lines("training"));
    }

    @Test
    void aDifferenceIsFoundAndNamed() {
        ImmutableList<String> right =
                Lists.immutable.with("Arithmetic.Add F32 forward 12", "Arithmetic.Add F64 forward 34");
        ImmutableList<String> wrong =
                Lists.immutable.with("Arithmetic.Add F32 forward 12", "Arithmetic.Add F64 forward 35");
        assertThat(differences(right, right)).isEmpty();
        assertThat(differences(wrong, right)).containsExactly("Arithmetic.Add F64 forward 35");
        assertThat(differences(right.newWithout(right.getLast()), right)).hasSize(1);
    }

    private static ImmutableList<String> output(Setting setting) throws InterruptedException {
        ChildJvm.Outcome outcome = output(setting.toString(), OUTCOMES.get(setting));
        assertThat(outcome.errors()).containsPattern(setting.description());
        return outcome.output();
    }

    private static ChildJvm.Outcome output(String name, Future<ChildJvm.Outcome> child) throws InterruptedException {
        try {
            ChildJvm.Outcome outcome = child.get();
            assertThat(outcome.exit()).as("%s: %s", name, outcome.errors()).isZero();
            return outcome;
        } catch (ExecutionException e) {
            throw new AssertionError(name, e.getCause());
        }
    }

    private static void requireSame(String what, ImmutableList<String> got, ImmutableList<String> expected) {
        assertThat(expected).as(what).isNotEmpty();
        assertThat(differences(got, expected))
                .as("%s: what differs, the first first", what)
                .isEmpty();
    }

    /** The lines that are not as they should be, in order; too many or too few at the end are a line of their own. */
    private static ImmutableList<String> differences(ImmutableList<String> got, ImmutableList<String> expected) {
        ImmutableList<String> lines = got.zip(expected)
                .reject(pair -> pair.getOne().equals(pair.getTwo()))
                .collect(pair -> pair.getOne());
        return got.size() == expected.size()
                ? lines
                : lines.newWith(got.size() + " lines, expected " + expected.size());
    }
}
