package gradus.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import org.eclipse.collections.api.factory.Lists;
import org.junit.jupiter.api.Test;

/** Which failures of a task end its job, and what the driver hears of them. */
class LastingFailuresTest {
    private static final IOException DISK = new IOException("disk full");

    @Test
    void whatMayGoAwayIsThrown() {
        for (RuntimeException passing : Lists.immutable.with(
                new UncheckedIOException(DISK), new IllegalStateException(new UncheckedIOException(DISK)))) {
            assertThatThrownBy(() -> Failures.lasting(passing)).isSameAs(passing);
        }
    }

    @Test
    void whatWouldComeAgainIsGivenAsItIs() {
        for (RuntimeException lasting : Lists.immutable.with(
                new IllegalStateException("twentieth"),
                new IllegalStateException(new ExceptionInInitializerError(DISK)),
                new UncheckedIOException(new NotSerializableException("java.lang.Object")))) {
            assertThat(Failures.lasting(lasting)).isSameAs(lasting);
        }
    }

    @Test
    void errorsAreGivenInAnExceptionWhateverTheyCameFrom() {
        for (Error error : Lists.immutable.<Error>with(
                new AssertionError("wrong"),
                new NoClassDefFoundError("Missing"),
                new ExceptionInInitializerError(DISK))) {
            assertThat(Failures.mayGoAway(error)).isFalse();
            assertThat(Failures.lasting(error))
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage(error.toString())
                    .hasCause(error);
        }
    }

    @Test
    void whatCannotBeSentIsGivenInWords() {
        RuntimeException unsendable = new Unsendable("a part");
        RuntimeException words = Failures.lasting(unsendable);
        assertThat(words)
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage(Unsendable.class.getName() + ": a part");
        assertThat(words.getStackTrace()).isEqualTo(unsendable.getStackTrace());
    }
}
