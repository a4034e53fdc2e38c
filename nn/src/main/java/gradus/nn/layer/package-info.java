/** Layers: linear maps, activations, normalization, dropout, embeddings. */
@NullMarked
package gradus.nn.layer;

import org.jspecify.annotations.NullMarked;
