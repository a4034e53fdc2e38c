/**
 * What all programs have in common: the skeleton ({@link gradus.examples.shared.Program}, {@link
 * gradus.examples.shared.Options}, {@link gradus.examples.shared.Run}). How to write a program:
 * {@code docs/examples.md}.
 */
@NullMarked
package gradus.examples.shared;

import org.jspecify.annotations.NullMarked;
