/**
 * One network, trained on one machine and on the processes of a cluster, of which one is killed.
 */
@NullMarked
package gradus.examples.cluster;

import org.jspecify.annotations.NullMarked;
