package gradus.autodiff.kernel.math;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a formula that needs no loop on the Vector API: the compiler turns its plain loop into
 * vector instructions by itself. The build reads it.
 */
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.METHOD)
@interface PlainLoop {}
