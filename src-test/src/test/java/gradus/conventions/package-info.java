/** What happens at kinks, ties and edges: the page {@code docs/conventions.md}, row by row. */
@NullMarked
package gradus.conventions;

import org.jspecify.annotations.NullMarked;
