package gradus.bits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

/**
 * Every operator, its derivatives and whole trainings give the same bits with all kernels, threads
 * and compilers, each in a JVM of its own; and those of the golden file. What that means, and how
 * to renew the file, is in docs/same-bits.md.
 */
class SameBitsTest {
    /** Relative to the folder in which the tests run. */
    private static final Path GOLDEN = Path.of("src", "test", "resources", "gradus", "bits", "golden.txt");

    private static final ImmutableList<Setting> SETTINGS =
            System.getProperty("gradus.bits", "some").equals("all") ? Setting.all() : Setting.some();

    private static final MutableMap<Setting, Future<ChildJvm.Outcome>> OUTCOMES = Maps.mutable.empty();
    private static ExecutorService children;

    static ImmutableList<Setting> settings() {
        return SETTINGS;
    }

    @BeforeAll
    static void start() {
        children = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        Lists.immutable
                .with(Setting.PLAIN)
                .newWithAll(SETTINGS)
                .forEach(setting -> OUTCOMES.put(setting, children.submit(() -> run(setting))));
    }

    private static ChildJvm.Outcome run(Setting setting) {
        return ChildJvm.run(
                setting.jvm(),
                DigestProgram.class,
                setting.parts().collect(Part::name).toArray(new String[0]));
    }

    @AfterAll
    static void stop() {
        children.shutdownNow();
    }

    @ParameterizedTest
    @MethodSource("settings")
    void everySettingGivesTheSameBits(Setting setting) throws InterruptedException {
        ImmutableList<String> plain = printed(Setting.PLAIN);
        ImmutableList<String> printed = printed(setting);
        setting.parts()
                .forEach(part -> requireSame(
                        "%s: %s beside %s".formatted(part, setting, Setting.PLAIN),
                        part.in(printed),
                        (part == Part.CROWD ? Part.TRAINING : part).in(plain)));
    }

    @Test
    void theBitsAreThoseOfTheGoldenFile() throws InterruptedException, IOException {
        ImmutableList<String> plain = printed(Setting.PLAIN);
        ImmutableList<Part> parts = Setting.PLAIN.parts().newWithout(Part.FEW);
        if ("write".equals(System.getProperty("gradus.golden"))) {
            Files.write(
                    GOLDEN,
                    arranged(parts, Files.readAllLines(GOLDEN))
                            .flatCollect(
                                    part -> Lists.immutable.with(part.heading()).newWithAll(part.in(plain))));
        }
        ImmutableList<String> golden = Lists.immutable.withAll(Files.readAllLines(GOLDEN));
        parts.forEach(part -> requireSame(
                ("%s: this build beside %s (a change that is meant, or a new operator: run again with"
                                + " -Dgradus.golden=write)")
                        .formatted(part, GOLDEN),
                part.in(plain),
                part.in(golden)));
    }

    /** The parts in the order of the file, so that a new operator changes no line but its own. */
    private static ImmutableList<Part> arranged(ImmutableList<Part> parts, List<String> golden) {
        return parts.toSortedListBy(part -> golden.indexOf(part.heading())).toImmutable();
    }

    @Test
    void aRenewedFileKeepsItsOrder() throws IOException {
        List<String> golden = Files.readAllLines(GOLDEN);
        assertThat(arranged(Setting.PLAIN.parts().newWithout(Part.FEW), golden).collect(Part::heading))
                .containsExactlyElementsOf(Lists.immutable.withAll(golden).select(line -> line.startsWith("[")));
    }

    @Test
    void aDifferenceIsNamed() {
        ImmutableList<String> right = Lists.immutable.with("Add F32 forward 12", "Add F64 forward 34");
        requireSame("the same", right, right);
        assertThatThrownBy(() -> requireSame(
                        "a wrong one", right.newWithout("Add F64 forward 34").newWith("Add F64 forward 35"), right))
                .hasMessageContaining("a wrong one")
                .hasMessageContaining("Add F64 forward 35")
                .hasMessageNotContaining("Add F32");
        assertThatThrownBy(() -> requireSame("a missing one", right.take(1), right))
                .hasMessageContaining("1 lines, expected 2");
        assertThatThrownBy(() -> requireSame("none", right.take(0), right.take(0)))
                .hasMessageContaining("none");
    }

    private static ImmutableList<String> printed(Setting setting) throws InterruptedException {
        try {
            ChildJvm.Outcome outcome = OUTCOMES.get(setting).get();
            assertThat(outcome.exit()).as("%s: %s", setting, outcome.errors()).isZero();
            assertThat(outcome.errors()).containsPattern(setting.description());
            return outcome.output();
        } catch (ExecutionException e) {
            throw new AssertionError(setting.toString(), e.getCause());
        }
    }

    /** Names the lines that are not as they should be, in order. */
    private static void requireSame(String what, ImmutableList<String> got, ImmutableList<String> expected) {
        assertThat(expected).as(what).isNotEmpty();
        ImmutableList<String> different = got.zip(expected)
                .reject(pair -> pair.getOne().equals(pair.getTwo()))
                .collect(pair -> pair.getOne());
        String missing = got.size() == expected.size() ? "" : got.size() + " lines, expected " + expected.size();
        assertThat(different.newWith(missing).reject(String::isEmpty))
                .as("%s: what differs, in order", what)
                .isEmpty();
    }
}
