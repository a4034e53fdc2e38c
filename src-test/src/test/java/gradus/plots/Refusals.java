package gradus.plots;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import gradus.autodiff.ArgumentException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What plots say to bad input. */
final class Refusals {
    private Refusals() {}

    static void assertRefused(ThrowingCallable call, String message) {
        assertThatExceptionOfType(ArgumentException.class).isThrownBy(call).withMessage(message);
    }
}
